import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { BreakwaterError } from '../core/errors.ts';
import { aFolder, dbnFile, type TestFolder } from '../testing/sessionFolder.ts';
import { openSession, type OpenedSession, type OpenRequest } from './open.ts';

const OPEN_FILES = '/proc/self/fd';
const ES = 'ESH1';
const OPTION = 'SPY   201228C00370000';

const folders: TestFolder[] = [];
const opened: OpenedSession[] = [];

async function folderOf(files: Readonly<Record<string, object | string>>): Promise<string> {
  const folder = await aFolder(files);
  folders.push(folder);
  return folder.path;
}

async function open(
  files: Readonly<Record<string, object | string>>,
  request: Omit<OpenRequest, 'paths'> = {},
): Promise<OpenedSession> {
  const session = await openSession({ paths: [await folderOf(files)], ...request });
  opened.push(session);
  return session;
}

/** What refuses these files. */
async function refusalOf(
  files: Readonly<Record<string, object | string>>,
  request: Omit<OpenRequest, 'paths'> = {},
): Promise<BreakwaterError> {
  try {
    await open(files, request);
  } catch (error) {
    if (error instanceof BreakwaterError) return error;
    throw error;
  }
  throw new Error('It was opened.');
}

/** `schema as role` of each source, in order. */
const rolesOf = ({ infos }: OpenedSession): string[] =>
  infos.map(({ schema, role }) => `${schema} as ${role}`);

afterEach(async () => {
  const sources = opened.splice(0).flatMap((session) => session.sources);
  await Promise.all(sources.map((source) => source.close()));
  await Promise.all(folders.splice(0).map((folder) => folder.remove()));
});

const BOOK = { 'es.dbn': dbnFile('mbp-10', ES) };

describe('the instrument of a session', () => {
  it('is the only outright future there is', async () => {
    const symbols = [ES, 'ESH1-ESM1', 'UD:1V: GN 1', 'ESH1 C3700', 'SPY'];
    expect((await open({ 'a.dbn': dbnFile('mbp-10', ...symbols) })).instrument).toBe(ES);
  });

  it.each(['ES.c.0', 'ES.v.1', 'MESZ25', '6EH1'])('may be %s', async (symbol) => {
    expect((await open({ 'a.dbn': dbnFile('mbp-10', symbol) })).instrument).toBe(symbol);
  });

  it('must be named where there are several, and the message lists them', async () => {
    const files = { 'a.dbn': dbnFile('mbp-10', 'ESM1', ES, 'ESH1-ESM1') };
    expect(await refusalOf(files)).toMatchObject({
      code: 'usage',
      place: { field: 'symbol', found: 'ESH1, ESM1' },
    });
    expect((await open(files, { symbol: 'ESM1' })).instrument).toBe('ESM1');
  });

  it('must be there', async () => {
    expect(await refusalOf(BOOK, { symbol: 'NQH1' })).toMatchObject({
      code: 'usage',
      place: { found: ES },
    });
    expect(await refusalOf({ 'a.dbn': dbnFile('mbp-1', 'SPY') })).toMatchObject({ code: 'usage' });
  });

  it('needs a book', async () => {
    const error = await refusalOf({ 'a.dbn': dbnFile('trades', ES) });
    expect(error).toMatchObject({ code: 'bad-input' });
    expect(error.message).toContain('no book of ESH1');
  });
});

describe('the part a file plays', () => {
  it('is book, quotes or options by schema and symbol', async () => {
    const session = await open({
      ...BOOK,
      'options.dbn': dbnFile('tcbbo', OPTION),
      'spy.dbn': dbnFile('mbp-1', 'SPY'),
    });
    expect(rolesOf(session)).toEqual(['mbp-10 as book', 'tcbbo as options', 'mbp-1 as underlying']);
    expect(session.ignored).toEqual([]);
  });

  it('as book goes to the deepest', async () => {
    const session = await open({ 'a.dbn': dbnFile('mbp-1', ES), 'b.dbn': dbnFile('mbp-10', ES) });
    expect(rolesOf(session)).toEqual(['mbp-10 as book']);
    expect(session.ignored).toEqual(['a.dbn']);
    expect(session.warnings).toEqual(['a.dbn has no part in this run.']);
    expect(rolesOf(await open({ 'a.dbn': dbnFile('mbp-1', ES) }))).toEqual(['mbp-1 as book']);
  });

  it('as trades goes to a trades file before a TBBO file before the book itself', async () => {
    const trades = { 'trades.dbn': dbnFile('trades', ES) };
    const tbbo = { 'tbbo.dbn': dbnFile('tbbo', ES) };
    const both = await open({ ...BOOK, ...tbbo, ...trades });
    expect(rolesOf(both)).toEqual(['mbp-10 as book', 'trades as trades']);
    expect(both.ignored).toEqual(['tbbo.dbn']);
    expect(rolesOf(await open({ ...BOOK, ...tbbo }))).toEqual(['mbp-10 as book', 'tbbo as trades']);
  });

  it('as quotes of the underlying goes to MBP-1 before TBBO before sampled ones', async () => {
    const quotes = {
      '1.dbn': dbnFile('bbo-1s', 'SPY'),
      '2.dbn': dbnFile('tbbo', 'SPY'),
      '3.dbn': dbnFile('mbp-1', 'SPY'),
    };
    expect(rolesOf(await open({ ...quotes, ...BOOK }))).toEqual([
      'mbp-1 as underlying',
      'mbp-10 as book',
    ]);
    const { '1.dbn': sampled, '2.dbn': tbbo } = quotes;
    expect(rolesOf(await open({ sampled, tbbo, ...BOOK }))).toContain('tbbo as underlying');
  });

  it('is none for SPY under an ES profile', async () => {
    const files = {
      ...BOOK,
      'options.dbn': dbnFile('tcbbo', OPTION),
      'spy.dbn': dbnFile('mbp-1', 'SPY'),
    };
    const session = await open(files, { profile: 'es-0dte' });
    expect(rolesOf(session)).toEqual(['mbp-10 as book']);
    expect(session.ignored).toEqual(['options.dbn', 'spy.dbn']);
  });

  it('as options lets quotes stand beside the trades', async () => {
    const session = await open({
      ...BOOK,
      'quotes.dbn': dbnFile('cbbo-1s', OPTION),
      'trades.dbn': dbnFile('trades', OPTION),
    });
    expect(rolesOf(session)).toEqual(['mbp-10 as book', 'cbbo-1s as options', 'trades as options']);
  });
});

describe('a session folder', () => {
  it('without a manifest is every DBN file in it, in byte order of names', async () => {
    const session = await open({
      'b.dbn': dbnFile('tcbbo', OPTION),
      'Z.dat': dbnFile('mbp-10', ES),
      'é.dbn': dbnFile('mbp-1', 'SPY'),
      'notes.txt': 'not market data',
      'empty.dbn': '',
      'sub/more.dbn': dbnFile('trades', ES),
    });
    expect(session.infos.map(({ path }) => path.split('/').at(-1))).toEqual([
      'Z.dat',
      'b.dbn',
      'é.dbn',
    ]);
    expect(session.ignored).toEqual(['empty.dbn', 'notes.txt']);
    expect(session.origin).toBe('files');
  });

  it('without any market data is refused', async () => {
    expect(await refusalOf({ 'notes.txt': 'x' })).toMatchObject({ code: 'bad-input' });
    expect(await refusalOf({})).toMatchObject({ code: 'bad-input' });
  });

  it('that is not there is refused', async () => {
    const missing = join(await folderOf({}), 'nowhere');
    await expect(openSession({ paths: [missing] })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(openSession({ paths: [] })).rejects.toMatchObject({ code: 'usage' });
  });

  it('brings its hotzones, whose ids yield to those given', async () => {
    const zone = (id: string, price: number) => ({ id, price, label: '', strong: true });
    const session = await open(
      {
        ...BOOK,
        'hotzones.json': {
          version: 1,
          hotzones: [zone('1', 687), zone('1_2', 688), zone('1', 689)],
        },
      },
      { hotzones: [zone('1', 690)] },
    );
    expect(session.hotzones.map(({ id, price }) => [id, price])).toEqual([
      ['1', 690],
      ['1_2', 687],
      ['1_2_2', 688],
      ['1_3', 689],
    ]);
    expect(session.ignored).toEqual([]);
  });

  it.each<[string, object | string]>([
    ['no JSON', '{'],
    ['of another version', { version: 3, hotzones: [] }],
    ['of no version', { hotzones: [] }],
    ['a list', []],
    ['with an id that is none', { version: 1, hotzones: [{ id: '../x', price: 1 }] }],
    ['with a price that is none', { version: 1, hotzones: [{ id: 'x', price: -1 }] }],
  ])('with hotzones that are %s is refused', async (_, hotzones) => {
    const error = await refusalOf({ ...BOOK, 'hotzones.json': hotzones });
    expect(error.code).toBe('bad-input');
    expect(error.place.file).toContain('hotzones.json');
  });
});

describe('a manifest', () => {
  const manifest = (overrides: object = {}) => ({
    version: 1,
    sources: [{ path: 'data/es.dbn' }],
    ...overrides,
  });
  const files = (overrides: object = {}) => ({
    'manifest.json': manifest(overrides),
    'data/es.dbn': dbnFile('mbp-10', ES),
    'other.dbn': dbnFile('mbp-10', 'NQH1'),
  });

  it('says which files there are, with what profile, configuration and origin', async () => {
    const session = await open(
      files({ profile: 'es-0dte', config: { W_b: 33 }, origin: 'recorded', future: 'key' }),
    );
    expect(session).toMatchObject({
      instrument: ES,
      origin: 'recorded',
      profile: { name: 'es-0dte' },
      config: { W_b: 33, W_t: 60 },
    });
    expect(session.infos).toHaveLength(1);
  });

  it('yields to a profile by name, and everything to overrides', async () => {
    const given = files({ profile: 'es-0dte', config: { W_b: 33, W_t: 44 } });
    expect((await open(given, { profile: 'es-0dte' })).config.W_b).toBe(240);
    const overrides = [{ W_b: 1 }, { W_b: 2 }];
    expect((await open(given, { overrides })).config).toMatchObject({ W_b: 2, W_t: 44 });
  });

  it.each([
    '../es.dbn',
    '..',
    'data/../../es.dbn',
    './../es.dbn',
    '/etc/hostname',
    'data/../../../../../../../../etc/hostname',
  ])('may not name %s, which lies outside its folder', async (path) => {
    const error = await refusalOf(files({ sources: [{ path }] }));
    expect(error).toMatchObject({
      code: 'bad-input',
      message: 'The manifest names a file outside its folder.',
      place: { field: 'sources.path', found: path },
    });
  });

  it.each(['./data/es.dbn', 'data/../data/es.dbn', 'data//es.dbn'])('may name %s', async (path) => {
    expect((await open(files({ sources: [{ path }] }))).infos).toHaveLength(1);
  });

  it('may not name a file that is not there, no data, or no file at all', async () => {
    for (const path of ['data/none.dbn', 'manifest.json', 'data', 'data/es\0.dbn']) {
      const error = await refusalOf(files({ sources: [{ path }] }));
      expect(error.code).toBe('bad-input');
    }
  });

  it.each<[string, string, object | string]>([
    ['is no JSON', '', 'version: 1'],
    ['has another version', 'version', manifest({ version: 2 })],
    ['names no sources', 'sources', manifest({ sources: [] })],
    ['has sources of the wrong kind', 'sources', manifest({ sources: 'es.dbn' })],
    ['has an empty path', 'sources.0.path', manifest({ sources: [{ path: '' }] })],
    ['is a list', '', []],
    ['is null', '', 'null'],
  ])('that %s is refused', async (_, field, content) => {
    const error = await refusalOf({ ...BOOK, 'manifest.json': content });
    expect(error.code).toBe('bad-input');
    expect(error.place.file).toContain('manifest.json');
    if (field !== '') expect(error.place.field).toBe(field);
  });

  it('of a later version is refused in words, and that of a vendor is not one of ours', async () => {
    const error = await refusalOf({ ...BOOK, 'manifest.json': manifest({ version: 7 }) });
    expect(error.message).toContain('later Breakwater');
    expect(error).toMatchObject({
      code: 'bad-input',
      place: { field: 'version', expected: 'at most 1', found: '7' },
    });
    const vendor = { job_id: 'GLBX-1', files: [] };
    expect((await open({ ...BOOK, 'manifest.json': vendor })).origin).toBe('downloaded');
  });

  it.each<[string, object]>([
    ['time_span', { time_span: { start: '2025-12-16T15:00:00Z', end: '2025-12-16T14:00:00Z' } }],
    ['time_span.start', { time_span: { start: 'yesterday', end: '2025-12-16T14:00:00Z' } }],
    ['engine', { engine: { name: 'x' } }],
    ['digest', { digest: 'abc' }],
    ['sources.0.sha256', { sources: [{ path: 'data/es.dbn', sha256: 'not hexadecimal' }] }],
    ['origin', { origin: 'dreamt' }],
  ])('with a wrong %s is refused', async (field, overrides) => {
    expect((await refusalOf(files(overrides))).place.field).toBe(field);
    const span = { start: '2025-12-16T14:00:00Z', end: '2025-12-16T15:00:00Z' };
    const right = files({ time_span: span, engine: '0.1.0', origin: 'recorded' });
    expect((await open(right)).origin).toBe('recorded');
  });

  it('that is too large is refused before it is read', async () => {
    const error = await refusalOf({ ...BOOK, 'manifest.json': ' '.repeat(4_000_001) });
    expect(error.message).toContain('too large');
  });

  it('may bring no wrong configuration or profile', async () => {
    expect(await refusalOf(files({ config: { W_bb: 1 } }))).toMatchObject({
      code: 'usage',
      place: { field: 'W_bb' },
    });
    expect(await refusalOf(files({ profile: 'spx' }))).toMatchObject({ code: 'usage' });
  });

  it('cannot plant a property in the configuration', async () => {
    const planting =
      '{"version":1,"sources":[{"path":"data/es.dbn"}],"config":{"__proto__":{"planted":1}}}';
    const { config } = await open({ ...files(), 'manifest.json': planting });
    expect('planted' in config).toBe(false);
  });
});

describe('what was read before the run', () => {
  it('is damage of the run where a definition file is cut', async () => {
    const whole = dbnFile('definition', ES, 'ESH1 C3700');
    const { damages } = await open({ ...BOOK, 'definition.dbn': whole.subarray(0, -10) });
    expect(damages.map(({ message }) => message)).toEqual(['The file ends inside a record.']);
  });

  it('is no damage where the definition file is sound', async () => {
    const { damages } = await open({ ...BOOK, 'definition.dbn': dbnFile('definition', ES) });
    expect(damages).toEqual([]);
  });
});

describe('a file named twice', () => {
  it('counts once', async () => {
    const folder = await folderOf(BOOK);
    const file = join(folder, 'es.dbn');
    const session = await openSession({ paths: [file, join(folder, '.', 'es.dbn'), file] });
    opened.push(session);
    expect(rolesOf(session)).toEqual(['mbp-10 as book']);
  });

  it('counts once in a manifest, too', async () => {
    const sources = [{ path: 'es.dbn' }, { path: './es.dbn' }];
    const session = await open({ ...BOOK, 'manifest.json': { version: 1, sources } });
    expect(rolesOf(session)).toEqual(['mbp-10 as book']);
  });
});

/** Files below a folder that this process holds open; the system lists them on Linux. */
const heldOpen = (folder: string): string[] =>
  readdirSync(OPEN_FILES)
    .map((descriptor) => linkTarget(join(OPEN_FILES, descriptor)))
    .filter((target) => target.startsWith(folder));

/** '' for a descriptor that was closed while it was looked at. */
function linkTarget(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

describe.skipIf(!existsSync(OPEN_FILES))('a session that cannot be opened', () => {
  const torn = { 'a.dbn': dbnFile('mbp-10', ES), 'b.dbn': dbnFile('trades', ES).subarray(0, 60) };

  it('leaves no file of its folder open', async () => {
    const folder = await folderOf(torn);
    await expect(openSession({ paths: [folder] })).rejects.toThrow(BreakwaterError);
    expect(heldOpen(folder)).toEqual([]);
  });

  it('leaves no file of its manifest or of the command line open', async () => {
    const sources = [{ path: 'a.dbn' }, { path: 'b.dbn' }];
    const folder = await folderOf({ ...torn, 'manifest.json': { version: 1, sources } });
    await expect(openSession({ paths: [folder] })).rejects.toThrow(BreakwaterError);
    const files = [join(folder, 'a.dbn'), join(folder, 'b.dbn')];
    await expect(openSession({ paths: files })).rejects.toThrow(BreakwaterError);
    expect(heldOpen(folder)).toEqual([]);
  });
});

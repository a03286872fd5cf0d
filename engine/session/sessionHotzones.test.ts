import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BreakwaterError } from '../core/errors.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { Comparison } from '../testing/naive/compare.ts';
import { twinSessionOf } from '../testing/naive/fromSources.ts';
import { playTwin } from '../testing/naive/twin.ts';
import { openSession } from './open.ts';
import { SessionRun } from './run.ts';
import {
  joinHotzones,
  readSessionHotzones,
  zonesEver,
  type SessionHotzones,
} from './sessionHotzones.ts';

const TS = Date.UTC(2025, 11, 16, 15);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'session-hotzones-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: object): Promise<SessionHotzones> {
  await writeFile(join(folder, 'hotzones.json'), JSON.stringify(content));
  return readSessionHotzones(folder);
}

const zone = (id: string, price = 687) => ({ id, price });
const full = (id: string, price = 687) => ({ ...zone(id, price), label: '', strong: false });

describe("a folder's hotzones", () => {
  it('of version 1 exist from the start', async () => {
    const hotzones = [zone('a'), { ...full('b', 688), strong: true }];
    expect(await read({ version: 1, hotzones })).toEqual({
      initial: [full('a'), { ...full('b', 688), strong: true }],
      timed: [],
    });
  });

  it('of version 2 exist from a time and until a time, said as ISO 8601 or in Unix ms', async () => {
    const hotzones = [
      { ...zone('always') },
      { ...zone('later'), from: '2025-12-16T10:00:00-05:00' },
      { ...zone('sooner'), until: TS },
      { ...zone('while'), from: TS - 5, until: '2025-12-16T15:00:01.500Z' },
    ];
    const { initial, timed } = await read({ version: 2, hotzones });
    expect(initial.map(({ id }) => id)).toEqual(['always', 'sooner']);
    expect(timed).toEqual([
      { ts: TS - 5, event: { action: 'add', ...full('while') } },
      { ts: TS, event: { action: 'add', ...full('later') } },
      { ts: TS, event: { action: 'remove', ...full('sooner') } },
      { ts: TS + 1500, event: { action: 'remove', ...full('while') } },
    ]);
  });

  it('are added, moved and removed by events, in order of time', async () => {
    const events = [
      { ts: TS + 20, action: 'remove', id: 'a' },
      { ts: TS, action: 'add', id: 'a', price: 687, label: 'mine', strong: true },
      { ts: TS + 10, action: 'move', id: 'a', price: 688 },
      { ts: TS + 30, action: 'add', id: 'a', price: 690 },
    ];
    const { timed } = await read({ version: 2, events });
    const named = { id: 'a', label: 'mine', strong: true };
    expect(timed.map(({ event }) => event)).toEqual([
      { action: 'add', ...named, price: 687 },
      { action: 'move', ...named, price: 688 },
      { action: 'remove', ...named, price: 688 },
      { action: 'add', ...full('a', 690) },
    ]);
    expect(zonesEver({ initial: [], timed })).toEqual([{ ...named, price: 687 }]);
  });

  it.each<[string, object, string]>([
    ['a later version', { version: 3, hotzones: [] }, 'version'],
    ['an id twice', { version: 2, hotzones: [zone('a'), zone('a')] }, 'hotzones'],
    [
      'an end before its start',
      { version: 2, hotzones: [{ ...zone('a'), from: TS, until: TS }] },
      'hotzones.0.until',
    ],
    [
      'a time that is none',
      { version: 2, hotzones: [{ ...zone('a'), from: 'noon' }] },
      'hotzones.0.from',
    ],
    [
      'a time before 1970',
      { version: 2, hotzones: [{ ...zone('a'), from: -1 }] },
      'hotzones.0.from',
    ],
    ['an event of no time', { version: 2, events: [{ action: 'remove', id: 'a' }] }, 'events.0.ts'],
    [
      'an unknown action',
      { version: 2, events: [{ ts: TS, action: 'hide', id: 'a' }] },
      'events.0.action',
    ],
    [
      'a zone removed before it is there',
      { version: 2, events: [{ ts: TS, action: 'remove', id: 'a' }] },
      'events.0',
    ],
    [
      'a zone moved that is gone',
      {
        version: 2,
        hotzones: [{ ...zone('a'), until: TS }],
        events: [{ ts: TS + 1, action: 'move', id: 'a', price: 1 }],
      },
      'events.0',
    ],
    [
      'a zone added that is there',
      { version: 2, hotzones: [zone('a')], events: [{ ts: TS, action: 'add', ...zone('a') }] },
      'events.0',
    ],
  ])('with %s are refused by the field', async (_, content, field) => {
    const refused: unknown = await read(content).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(BreakwaterError);
    expect(refused).toMatchObject({ code: 'bad-input', place: { field } });
  });

  it('yield their ids to those given, and what happens to them follows', () => {
    const { timed } = joinHotzones([full('1', 690)], {
      initial: [full('1', 687)],
      timed: [
        { ts: TS, event: { action: 'move', ...full('1', 688) } },
        { ts: TS, event: { action: 'add', ...full('1_2', 689) } },
      ],
    });
    expect(timed.map(({ event }) => [event.action, event.id])).toEqual([
      ['move', '1_2'],
      ['add', '1_2_2'],
    ]);
  });
});

describe('hotzones that are made while a session plays', () => {
  const SECONDS = 6;
  let session: string;
  let startMs: number;
  beforeAll(async () => {
    session = join(folder, 'session');
    await writeSimulatedSession(session, { ...DEMO_SPEC, minutes: 0.2, truth: false });
    const opened = await openSession({ paths: [session] });
    const run = await SessionRun.start(opened, { onSnap: () => undefined });
    startMs = run.firstEventMs;
    await run.close();
    const events = [
      { ts: startMs + 1000, action: 'add', id: 'mine', price: 687.2, strong: true },
      { ts: startMs + 2100, action: 'move', id: 'mine', price: 687.3 },
      { ts: startMs + 4000, action: 'remove', id: 'mine' },
      { ts: startMs + 3_600_000, action: 'add', id: 'never', price: 687.2 },
    ];
    const hotzones = [{ id: 'early', price: 687.1, from: startMs - 60_000 }];
    await writeFile(
      join(session, 'hotzones.json'),
      JSON.stringify({ version: 2, hotzones, events }),
    );
  });

  async function played(path: string) {
    const lines: string[] = [];
    const zones: Record<string, number[]> = {};
    const run = await SessionRun.start(await openSession({ paths: [path] }), {
      onSnap: (payload) => {
        lines.push(JSON.stringify(payload));
        for (const { kind, id, price } of [...payload.levels, ...payload.watch]) {
          if (kind === 'HOTZONE') (zones[`${id}@${price}`] ??= []).push(payload.ts - startMs);
        }
      },
    });
    return { run, lines, zones };
  }

  it('are in force from their time to their end, and never after the market has ended', async () => {
    const { run, lines, zones } = await played(session);
    await run.advance();
    await run.close();
    const spanOf = (key: string) => [zones[key]?.[0], zones[key]?.at(-1)];
    const grid = (ms: number): number => Math.ceil((startMs + ms) / 250) * 250 - startMs;
    expect(spanOf('HOTZONE_mine@687.2')).toEqual([grid(1000), grid(2100) - 250]);
    expect(spanOf('HOTZONE_mine@687.3')).toEqual([grid(2100), grid(4000) - 250]);
    expect(zones['HOTZONE_early@687.1']).toHaveLength(lines.length);
    expect(Object.keys(zones)).toHaveLength(3);
  });

  it('are found again after a seek, before and after each change', async () => {
    const straight = await played(session);
    const states: Uint8Array[] = [];
    while ((await straight.run.advance({ maxSnaps: 4 })) !== 'ended')
      states.push(straight.run.save());
    const { run, lines } = await played(session);
    for (const [index, state] of [...states.entries()].reverse()) {
      lines.length = 0;
      await run.restore(state);
      await run.advance({ maxSnaps: 6 });
      expect(lines).toEqual(straight.lines.slice((index + 1) * 4, (index + 1) * 4 + 6));
    }
    await Promise.all([run.close(), straight.run.close()]);
  });

  it('are merged as events are in an independent reading of the specification', async () => {
    const without = join(folder, 'without');
    await cp(session, without, { recursive: true });
    await rm(join(without, 'hotzones.json'));
    const market = await twinSessionOf(await openSession({ paths: [without] }), SECONDS);
    const { timedHotzones, sources } = await openSession({ paths: [session] });
    await Promise.all(sources.map((source) => source.close()));
    const [early, ...later] = timedHotzones.map(({ ts, event }) => ({
      kind: 'hotzone' as const,
      timeNs: (ts - market.epochMs) * 1e6,
      zone: event,
    }));
    const made = later.filter(
      ({ timeNs }) => timeNs < (startMs + SECONDS * 1000 - market.epochMs) * 1e6,
    );
    expect(early?.zone.id).toBe('early');
    expect(made).toHaveLength(3);
    const twin = playTwin({
      ...market,
      hotzones: [{ id: 'early', price: 687.1, label: '', strong: false }],
      feeds: [...market.feeds, { feed: 'trades', events: made }],
    });
    const { run, lines } = await played(session);
    await run.advance({ untilMs: startMs + SECONDS * 1000 });
    await run.close();
    const comparison = new Comparison();
    const theirs = twin.payloads.filter(({ ts }) => ts < startMs + SECONDS * 1000);
    expect(theirs.length).toBeGreaterThan(20);
    const ours = lines.slice(0, theirs.length).map((line) => JSON.parse(line) as unknown);
    comparison.compare('snaps', ours, theirs);
    expect(comparison.differences.slice(0, 5)).toEqual([]);
  });
});

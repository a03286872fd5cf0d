import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BreakwaterError } from '../core/errors.ts';
import type { EventSource } from '../core/events.ts';
import type { EpisodePayload, SnapPayload } from '../core/payload.ts';
import { MS_PER_DAY } from '../core/time.ts';
import { BookSource } from '../feeds/dbn/events/bookSource.ts';
import { TradesSource } from '../feeds/dbn/events/tradesSource.ts';
import { marketRecord, metadataBytes, tradeRecord } from '../feeds/dbn/testing/dbnBytes.ts';
import { openBytes } from '../feeds/dbn/testing/readAll.ts';
import { anOption, newYorkNs, TEST_DAY, type BookSides } from '../testing/builders.ts';
import { aSession, aSource, type SessionSetting } from '../testing/scriptedSource.ts';
import { SessionRun, type AdvanceLimits } from './run.ts';

const BOOK: BookSides = { bids: [[6869.75, 100]], asks: [[6870.25, 100]] };
const unixMs = (time: string): number => TEST_DAY * MS_PER_DAY + newYorkNs(time) / 1e6;

interface Played {
  readonly run: SessionRun;
  readonly snaps: SnapPayload[];
  readonly episodes: EpisodePayload[];
  /** Everything that came out, in order, as lines. */
  readonly lines: string[];
}

async function start(
  sources: readonly EventSource[],
  setting: SessionSetting = {},
): Promise<Played> {
  const snaps: SnapPayload[] = [];
  const episodes: EpisodePayload[] = [];
  const lines: string[] = [];
  const run = await SessionRun.start(aSession(sources, setting), {
    onSnap: (payload) => {
      snaps.push(payload);
      lines.push(JSON.stringify(payload));
    },
    onEpisode: (episode) => {
      episodes.push(episode);
      lines.push(JSON.stringify(episode));
    },
  });
  return { run, snaps, episodes, lines };
}

async function play(
  sources: readonly EventSource[],
  setting: SessionSetting = {},
): Promise<Played> {
  const played = await start(sources, setting);
  expect(await played.run.advance()).toBe('ended');
  return played;
}

describe('a run', () => {
  it('snaps from the first moment there is a spot and a book to the last event', async () => {
    const trades = aSource('trades').at('10:00:00.100').buys(6870).at('10:00:01.100').buys(6870);
    const book = aSource('book').at('10:00:00.600').book(BOOK);
    const { snaps, run } = await play([trades, book]);
    const times = ['10:00:00.750', '10:00:01', '10:00:01.250'].map(unixMs);
    expect(snaps.map(({ ts }) => ts)).toEqual(times);
    expect(run).toMatchObject({ eventCount: 3, snapCount: 3, recordCount: 3, progress: 1 });
    expect(run.firstEventMs).toBe(unixMs('10:00:00.100'));
    expect(run.lastEventMs).toBe(unixMs('10:00:01.100'));
  });

  it('takes in everything up to a snap and nothing after it', async () => {
    const book = aSource('book').at('10:00').book(BOOK);
    const trades = aSource('trades').at('10:00').buys(6870).at('10:00:00.250').buys(6871);
    trades.later(0.000001).buys(6872);
    const { snaps } = await play([book, trades]);
    expect(snaps.map(({ es }) => es?.spot)).toEqual([6870, 6871, 6872]);
  });

  it('goes on with timers and smoothers across a silence, in which there are no snaps', async () => {
    const book = aSource('book').at('10:00').book(BOOK).at('10:30').book(BOOK);
    const { snaps } = await play([book], { overrides: { SNAP_INTERVAL_MS: 1000 } });
    expect(snaps).toHaveLength(61);
    expect(snaps.at(-1)?.ts).toBe(unixMs('10:30'));
  });

  it('refuses input without any event', async () => {
    await expect(start([aSource('book')])).rejects.toThrowError(/no event that could be played/);
  });

  it('says why when the only source is damaged before its first event', async () => {
    const damage = new BreakwaterError('bad-input', 'The file is torn.');
    await expect(start([aSource('book').thenBreaks(damage)])).rejects.toBe(damage);
  });

  it('closes what it opened', async () => {
    const book = aSource('book').at('10:00').book(BOOK);
    const { run } = await start([book]);
    await run.close();
    expect(book.isClosed).toBe(true);
    expect(await run.advance()).toBe('ended');
  });
});

describe('hotzones of a run', () => {
  const zone = { id: '1', price: 6870, label: 'mine', strong: false };
  const idsAt = ({ snaps }: Played): string[][] =>
    snaps.map(({ levels }) => levels.map(({ id }) => id).filter((id) => id.startsWith('HOTZONE')));

  it('given at the start exist from the first snap, without moving the clock', async () => {
    const book = aSource('book').at('10:00').book(BOOK);
    const played = await play([book], { hotzones: [zone] });
    expect(idsAt(played)).toEqual([['HOTZONE_1']]);
  });

  it('made at the playhead are in force from the next snap on', async () => {
    const book = aSource('book').at('10:00').book(BOOK).later(500).book(BOOK);
    const played = await start([book]);
    await played.run.advance({ maxSnaps: 1 });
    const edit = { ts: played.snaps[0]?.ts ?? 0, event: { action: 'add', ...zone } } as const;
    played.run.editZone(edit, { initial: [], edits: [edit] });
    await played.run.advance();
    expect(idsAt(played)).toEqual([[], ['HOTZONE_1'], ['HOTZONE_1']]);
  });
});

describe('hotzones that are made while a run plays', () => {
  const add = (time: string) => ({
    ts: unixMs(time),
    event: { action: 'add', id: time, price: 6870, label: '', strong: false } as const,
  });
  const book = () => aSource('book').at('10:00').book(BOOK).at('10:05').book(BOOK);
  const zonesOf = ({ levels }: SnapPayload): number =>
    levels.filter(({ kind }) => kind === 'HOTZONE').length;

  it('are events of the clock: snaps go on for a minute after one', async () => {
    const overrides = { SNAP_INTERVAL_MS: 1000 };
    const without = await play([book()], { overrides });
    const { snaps, run } = await play([book()], { overrides, timedHotzones: [add('10:02')] });
    expect(without.snaps).toHaveLength(61);
    expect(snaps).toHaveLength(61 + 60);
    expect(snaps.find((snap) => zonesOf(snap) === 1)?.ts).toBe(unixMs('10:02'));
    expect(run.eventCount).toBe(3);
  });

  it('of the time of a market event come after it, and those of before the market are there', async () => {
    const timedHotzones = ['09:00', '10:00', '10:05', '10:05:00.001'].map(add);
    const { snaps, run } = await play([book()], { timedHotzones });
    expect([snaps.at(0), snaps.at(-1)].map((snap) => snap && zonesOf(snap))).toEqual([2, 3]);
    expect(run.eventCount).toBe(3);
    expect(run.firstEventMs).toBe(unixMs('10:00'));
  });
});

describe('a session boundary in a run', () => {
  const across = () => [
    aSource('book').at('09:29:59.500').book(BOOK).at('09:30:00.100').book(BOOK),
    aSource('trades').at('09:29:59.500').buys(6880).at('09:30').buys(6870),
  ];
  const highOf = (snap: SnapPayload | undefined): number | undefined =>
    [...(snap?.levels ?? []), ...(snap?.watch ?? [])].find(({ id }) => id === 'SESSION_HIGH')
      ?.price;

  it('lets events and snaps at the very time belong to the new session', async () => {
    const { snaps } = await play(across());
    const highs = snaps.map((snap) => [snap.ts - unixMs('09:30'), highOf(snap)]);
    expect(highs).toEqual([
      [-500, 6880],
      [-250, 6880],
      [0, 6870],
      [250, 6870],
    ]);
  });

  it('comes before a snap at its time even where no event does', async () => {
    const book = aSource('book').at('09:29:59.900').book(BOOK).at('09:30:00.300').book(BOOK);
    const trades = aSource('trades').at('09:29:59.900').buys(6880);
    const { snaps } = await play([book, trades]);
    expect(snaps[0]?.ts).toBe(unixMs('09:30'));
    expect(highOf(snaps[0])).toBeUndefined();
  });

  it('ends open episodes at the last snap before it', async () => {
    const { episodes } = await play(across());
    const high = episodes.find(
      ({ level, end_ts }) => level === 'SESSION_HIGH' && end_ts < unixMs('09:30'),
    );
    expect(high).toMatchObject({ outcome: 'OPEN', end_ts: unixMs('09:29:59.750') });
  });

  it('is none where the configuration has none', async () => {
    const { snaps } = await play(across(), { overrides: { SESSION_OPEN: null } });
    expect(snaps.map(highOf)).toEqual([6880, 6880, 6880, 6880]);
  });
});

describe('a damaged source', () => {
  const torn = new BreakwaterError('bad-input', 'The file ends in the middle of a record.');

  it('ends with a gap, the others play to their end', async () => {
    const book = aSource('book').at('10:00').book(BOOK).at('10:00:10').book(BOOK);
    const trades = aSource('trades')
      .at('10:00')
      .buys(6870)
      .at('10:00:01')
      .buys(6871)
      .thenBreaks(torn);
    const { run, snaps } = await play([trades, book]);
    expect(run.damages).toEqual([torn]);
    expect(run.market.health.gaps).toHaveLength(1);
    expect(run.market.health.gaps[0]).toMatchObject({
      feed: 'trades',
      fromNs: newYorkNs('10:00:01'),
      recordsLost: null,
    });
    const states = (ts: number) => snaps.find((snap) => snap.ts === ts)?.health;
    expect(states(unixMs('10:00:00.750'))).toMatchObject({ state: 'NO_OPTIONS', gaps: 0 });
    expect(states(unixMs('10:00:01'))).toMatchObject({ state: 'RESYNC', gaps: 1 });
    expect(snaps.at(-1)?.ts).toBe(unixMs('10:00:10'));
  });

  it('that never had an event is a gap from the start', async () => {
    const { run } = await play([
      aSource('options').thenBreaks(torn),
      aSource('book').at('10:00').book(BOOK),
    ]);
    expect(run.damages).toEqual([torn]);
    expect(run.market.health.gaps[0]).toMatchObject({ feed: 'options', fromNs: null });
  });
});

describe('sources that begin more than 104 days apart', () => {
  const HALF_YEAR_NS = 180n * 86_400n * 1_000_000_000n;
  const mappings = [
    { key: 'ESH1', intervals: [[20201228, 20211231, '5482']] as [number, number, string][] },
  ];
  const dbn = (...records: Buffer[]) =>
    openBytes(Buffer.concat([metadataBytes({ mappings }), ...records]));

  it('are refused: the later one is damaged and a gap, the other plays', async () => {
    const bookReader = await dbn(marketRecord());
    const options = { symbol: 'ESH1', tickSize: 0.25, depth: 10, ignoresTrades: true } as const;
    const tsEvent = 1_609_160_400_000_429_831n + HALF_YEAR_NS;
    const tradesReader = await dbn(tradeRecord({ tsEvent, tsRecv: tsEvent }));
    const { run, snaps } = await play([
      new TradesSource(tradesReader, 'ESH1'),
      new BookSource(bookReader, options),
    ]);
    expect(snaps.map(({ ts }) => ts)).toEqual([1_609_160_400_250]);
    expect(run.damages).toHaveLength(1);
    expect(run.damages[0]?.message).toContain('104 days');
    expect(run.market.health.gaps[0]).toMatchObject({ feed: 'trades', fromNs: null });
  });
});

describe('however a run is driven', () => {
  interface Step {
    readonly afterMs: number;
    /** Ticks from 6870. */
    readonly ticks: number;
    readonly size: number;
    readonly kind: 'book' | 'buy' | 'sell' | 'option';
  }

  const step: fc.Arbitrary<Step> = fc.record({
    afterMs: fc.constantFrom(0, 0, 1, 20, 100, 249, 250, 251, 3000),
    ticks: fc.integer({ min: -14, max: 14 }),
    size: fc.integer({ min: 1, max: 400 }),
    kind: fc.constantFrom('book', 'buy', 'sell', 'option'),
  });

  /** The same random session again and again: sources can be played only once. */
  function sourcesOf(steps: readonly Step[]) {
    const book = aSource('book', 2).at('09:29:50');
    const trades = aSource('trades', 3).at('09:29:50');
    const options = aSource('options', 1).at('09:29:50');
    for (const { afterMs, ticks, size, kind } of steps) {
      const px = 6870 + ticks * 0.25;
      for (const source of [book, trades, options]) source.later(afterMs);
      if (kind === 'book') book.book({ bids: [[px, size]], asks: [[px + 0.25, 401 - size]] });
      else if (kind === 'buy') trades.buys(px, size);
      else if (kind === 'sell') trades.sells(px, size);
      else options.option(anOption('C', 6870 + Math.round(ticks / 4) * 5), 5, size);
    }
    return [book, trades, options];
  }

  const slicing: fc.Arbitrary<AdvanceLimits> = fc.oneof(
    fc.record({ maxEvents: fc.constantFrom(1, 7, 1000) }),
    fc.record({ maxSnaps: fc.constantFrom(1, 2, 50) }),
    fc.record({ maxEvents: fc.constantFrom(1, 3), maxSnaps: fc.constantFrom(1, 4) }),
  );
  const setting: SessionSetting = {
    overrides: { MONITOR_BAND: 3, TOUCH_BAND: 0.5, OUTCOME_DISTANCE: 1, TRIGGER_HOLD_TIME: 0.5 },
    hotzones: [{ id: '1', price: 6870, label: '', strong: false }],
  };

  it('its output is the same, to the byte', async () => {
    const steps = fc.array(step, { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(steps, slicing, async (script, limits) => {
        const whole = await play(sourcesOf(script), setting);
        const sliced = await start(sourcesOf(script), setting);
        while ((await sliced.run.advance(limits)) === 'more');
        expect(sliced.lines).toEqual(whole.lines);
        expect(sliced.run.eventCount).toBe(whole.run.eventCount);
      }),
      { numRuns: 60 },
    );
  });

  it('its output is the same when it is driven by time', async () => {
    const steps = fc.array(step, { minLength: 1, maxLength: 60 });
    const pace = fc.constantFrom(1, 100, 250, 999, 20_000);
    await fc.assert(
      fc.asyncProperty(steps, pace, async (script, paceMs) => {
        const whole = await play(sourcesOf(script), setting);
        const sliced = await start(sourcesOf(script), setting);
        let untilMs = sliced.run.firstEventMs;
        for (let i = 0; i < 2000; i++) {
          const state = await sliced.run.advance({ untilMs });
          const last = sliced.snaps.at(-1)?.ts ?? 0;
          expect(last).toBeLessThanOrEqual(untilMs);
          if (state === 'ended') break;
          untilMs += paceMs;
        }
        await sliced.run.advance();
        expect(sliced.lines).toEqual(whole.lines);
      }),
      { numRuns: 30 },
    );
  });

  it('no event after the time to stop at is taken in, even before the next snap', async () => {
    const book = aSource('book').at('10:00').book(BOOK).later(100).book(BOOK).later(50).book(BOOK);
    const { run } = await start([book]);
    expect(await run.advance({ untilMs: unixMs('10:00:00.100') })).toBe('more');
    expect(run.eventCount).toBe(2);
    expect(run.lastEventMs).toBe(unixMs('10:00:00.100'));
  });

  it('no limit is overrun', async () => {
    const book = aSource('book').at('10:00').book(BOOK).later(10_000).book(BOOK);
    const { run, snaps } = await start([book]);
    expect(await run.advance({ maxSnaps: 3 })).toBe('more');
    expect(snaps).toHaveLength(3);
    expect(await run.advance({ maxSnaps: 0 })).toBe('more');
    expect(snaps).toHaveLength(3);
    expect(await run.advance({ untilMs: unixMs('10:00:05') })).toBe('more');
    expect(snaps.at(-1)?.ts).toBe(unixMs('10:00:05'));
    expect(run.eventCount).toBe(1);
    expect(await run.advance({ untilMs: unixMs('10:00:10') })).toBe('ended');
    expect(run.eventCount).toBe(2);
  });
});

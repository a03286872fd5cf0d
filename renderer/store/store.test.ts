import { describe, expect, it } from 'vitest';
import { buildTapeRow, columnsOfTape } from '../../engine/core/testing/tapeRows.ts';
import {
  buildDepth,
  buildFrame,
  buildLevel,
  buildLogRow,
  buildPayload,
  buildSession,
  buildTimeline,
  buildTrail,
  buildWatch,
  NOON_TS,
} from '../model/testing.ts';
import { createAppStore, type AppStore } from './appStore.ts';
import { receiveEvent } from './receiveEvent.ts';
import { loadSettings, rememberSession, saveSettings } from './settings.ts';

const memoryStorage = (content?: string) => {
  let stored = content ?? null;
  return {
    getItem: () => stored,
    setItem: (_: string, value: string) => {
      stored = value;
    },
  };
};

function openStore(): AppStore {
  const store = createAppStore(loadSettings(memoryStorage()));
  receiveEvent(store, { type: 'session', session: buildSession() });
  return store;
}

describe('the picture of a run', () => {
  it('takes a frame over: cards, watch list, bars and log', () => {
    const store = openStore();
    receiveEvent(
      store,
      buildFrame({ payload: buildPayload({ watch: [buildWatch()] }), log: [buildLogRow()] }),
    );
    const { cards, watch, log, marks, trail } = store.getState();
    expect(cards.map((card) => card.id)).toEqual(['STRIKE_687']);
    expect(watch.map((group) => group.lead.id)).toEqual(['ROUND_690']);
    expect(log).toHaveLength(1);
    expect(marks).toHaveLength(1);
    expect(trail.bars(1)).toHaveLength(1);
  });

  it('ignores messages of another session', () => {
    const store = openStore();
    receiveEvent(store, buildFrame({ session_id: 'other' }));
    expect(store.getState().frame).toBeUndefined();
  });

  it('ignores everything before a session is known', () => {
    const store = createAppStore(loadSettings(memoryStorage()));
    receiveEvent(store, buildFrame());
    expect(store.getState().frame).toBeUndefined();
  });

  it('is replaced when the epoch grows, and late messages of the old one are dropped', () => {
    const store = openStore();
    receiveEvent(store, buildFrame({ trail: buildTrail([687, 688, 689]) }));
    const { reload } = store.getState().trailChange;
    receiveEvent(
      store,
      buildFrame({ seek_epoch: 1, trail: buildTrail([600]), log: [buildLogRow()] }),
    );
    expect(store.getState().trailChange.reload).toBeGreaterThan(reload);
    expect(store.getState().trail.bars(1)[0]).toMatchObject({ open: 600, close: 600 });
    receiveEvent(store, buildFrame({ seek_epoch: 0, sequence: 9, ratio: 99 }));
    expect(store.getState().frame?.seek_epoch).toBe(1);
    expect(store.getState().log).toHaveLength(1);
  });

  it('stays through a seek until the first frame of the new epoch, and then changes at once', () => {
    const store = openStore();
    receiveEvent(store, buildFrame({ trail: buildTrail([687, 688]), log: [buildLogRow()] }));
    store.getState().setFollowing(false);
    const before = store.getState();
    receiveEvent(store, { type: 'session', session: buildSession({ seek_epoch: 1 }) });
    receiveEvent(store, {
      type: 'history',
      session_id: 's1',
      seek_epoch: 1,
      trail: buildTrail([600, 601]),
      depth: buildDepth(),
      tape: columnsOfTape([]),
      log: [buildLogRow({ text: 'earlier' })],
      last: true,
    });
    const { frame, cards, log, trail, trailChange } = store.getState();
    expect({ frame, cards, log, trail, trailChange }).toEqual({
      frame: before.frame,
      cards: before.cards,
      log: before.log,
      trail: before.trail,
      trailChange: before.trailChange,
    });
    const next = { seek_epoch: 1, sequence: 2, trail: buildTrail([602], NOON_TS + 750, 2) };
    receiveEvent(store, buildFrame({ ...next, log: [buildLogRow({ sequence: 1 })] }));
    const after = store.getState();
    expect(after.frame?.seek_epoch).toBe(1);
    expect(after.trail.bars(1)[0]).toMatchObject({ open: 600, close: 602 });
    expect(after.log.map((row) => row.sequence)).toEqual([0, 1]);
    expect(after.marks).toHaveLength(2);
    expect(after.trailChange.reload).toBeGreaterThan(before.trailChange.reload);
    expect(after.isFollowing).toBe(true);
  });

  it('has the tape of the past after a seek, once its first frame is there', () => {
    const store = openStore();
    const early = buildTapeRow({ size: 11 });
    receiveEvent(store, buildFrame({ tape: columnsOfTape([buildTapeRow({ size: 99 })]) }));
    receiveEvent(store, {
      type: 'history',
      session_id: 's1',
      seek_epoch: 1,
      trail: buildTrail([]),
      depth: buildDepth(),
      tape: columnsOfTape([early]),
      log: [],
      last: true,
    });
    const sizes = () => store.getState().tape.items.map(({ size }) => size);
    expect(sizes()).toEqual([99]);
    receiveEvent(store, buildFrame({ seek_epoch: 1, tape: columnsOfTape([early], 1) }));
    expect(sizes()).toEqual([11, 11]);
  });

  it('of another session does not stay', () => {
    const store = openStore();
    receiveEvent(store, buildFrame());
    receiveEvent(store, { type: 'session', session: buildSession({ session_id: 's2' }) });
    expect(store.getState().frame).toBeUndefined();
    expect(store.getState().cards).toEqual([]);
  });

  it('survives a repeated session event unchanged', () => {
    const store = openStore();
    receiveEvent(store, buildFrame());
    receiveEvent(store, { type: 'session', session: buildSession({ warnings: ['thin book'] }) });
    expect(store.getState().frame).toBeDefined();
    expect(store.getState().session?.warnings).toEqual(['thin book']);
  });

  it('takes history in parts and does not count rows twice after a reconnect', () => {
    const store = openStore();
    const stamp = {
      type: 'history' as const,
      session_id: 's1',
      seek_epoch: 0,
      depth: buildDepth(),
      tape: columnsOfTape([]),
    };
    const first = { ...stamp, trail: buildTrail([687, 688]), log: [buildLogRow()], last: false };
    const second = {
      ...stamp,
      trail: buildTrail([689, 690], NOON_TS + 750, 2),
      log: [buildLogRow({ sequence: 1 })],
      last: true,
    };
    for (const part of [first, second, first, second]) receiveEvent(store, part);
    expect(store.getState().log).toHaveLength(2);
    expect(store.getState().marks).toHaveLength(2);
    expect(store.getState().trail.bars(1)[0]).toMatchObject({ buyVolume: 8, high: 690 });
  });

  it('tells the chart from where bars changed, without a reload for every frame', () => {
    const store = openStore();
    receiveEvent(store, buildFrame({ trail: buildTrail([687]) }));
    const { reload } = store.getState().trailChange;
    receiveEvent(store, buildFrame({ sequence: 1, trail: buildTrail([687.1], NOON_TS + 1250, 1) }));
    expect(store.getState().trailChange).toEqual({ reload, fromS: NOON_TS / 1000 + 1 });
  });

  it('groups what lies within one futures tick at the ratio in force', () => {
    const store = openStore();
    const levels = [
      buildLevel(),
      buildLevel({ id: 'ROUND_687', kind: 'ROUND', price: 687.02, distance: 0.28 }),
    ];
    receiveEvent(store, buildFrame({ payload: buildPayload({ levels }), ratio: 10 }));
    expect(store.getState().cards).toHaveLength(1);
    receiveEvent(store, buildFrame({ sequence: 1, payload: buildPayload({ levels }), ratio: 20 }));
    expect(store.getState().cards).toHaveLength(2);
  });
});

describe('the timeline', () => {
  it('is taken over for the session that is open, whatever the epoch of the playhead', () => {
    const store = openStore();
    receiveEvent(store, buildTimeline([687]));
    receiveEvent(store, buildFrame({ seek_epoch: 3 }));
    receiveEvent(store, buildTimeline([688], { first_row: 1 }));
    receiveEvent(store, buildTimeline([1, 2, 3], { session_id: 'other' }));
    expect([...store.getState().timeline.path.spot]).toEqual([687, 688]);
  });

  it('is cleared when another session opens', () => {
    const store = openStore();
    receiveEvent(store, buildTimeline([687], { survey: 4 }));
    receiveEvent(store, { type: 'session', session: buildSession({ session_id: 's2' }) });
    expect(store.getState().timeline.path.spot).toHaveLength(0);
    receiveEvent(store, buildTimeline([690], { session_id: 's2', survey: 1 }));
    expect([...store.getState().timeline.path.spot]).toEqual([690]);
  });
});

describe('problems', () => {
  const problem = { code: 'bad-input' as const, message: 'Torn.', remedy: '', place: {} };

  it('of a command are put away before those of the session', () => {
    const store = openStore();
    receiveEvent(store, { type: 'session', session: buildSession({ problem }) });
    store.getState().showCommandProblem({ ...problem, message: 'No such file.' });
    store.getState().dismissProblem();
    expect(store.getState().commandProblem).toBeUndefined();
    expect(store.getState().dismissedProblem).toBeUndefined();
    store.getState().dismissProblem();
    expect(store.getState().dismissedProblem).toBe(problem);
  });
});

describe('a session that could not be opened', () => {
  it('is kept to be corrected until another one opens', () => {
    const store = openStore();
    const slip = { paths: ['/data/mondy'], profile: undefined, symbol: undefined };
    store.getState().keepRefused(slip);
    expect(store.getState().refusedOpening).toEqual(slip);
    expect(store.getState().settings.recent).toEqual([]);
    store.getState().rememberOpened({ ...slip, paths: ['/data/monday'] });
    expect(store.getState().refusedOpening).toBeUndefined();
  });
});

describe('settings', () => {
  it('come back as they were kept', () => {
    const storage = memoryStorage();
    const settings = { ...loadSettings(storage), intervalS: 15 as const, speed: 'max' as const };
    saveSettings(storage, settings);
    expect(loadSettings(storage)).toEqual(settings);
  });

  it('fall back value by value when the stored ones are unusable', () => {
    const stored = loadSettings(memoryStorage('{"intervalS":7,"speed":20,"recent":"x"}'));
    expect(stored).toMatchObject({ intervalS: 5, speed: 20, recent: [] });
    expect(loadSettings(memoryStorage('not json')).intervalS).toBe(5);
    expect(loadSettings(memoryStorage('null')).chartStyle).toBe('candles');
  });

  it('hold for the visit when storage is denied', () => {
    const denied = () => {
      throw new Error('denied');
    };
    const settings = loadSettings({ getItem: denied, setItem: denied });
    expect(() => saveSettings({ getItem: denied, setItem: denied }, settings)).not.toThrow();
  });

  it('remember each set of paths once, newest first, and not without end', () => {
    const old = [{ paths: ['a'] }, { paths: ['b', 'c'], profile: 'es-0dte' }];
    const again = { paths: ['b', 'c'], profile: 'es-0dte-wide' };
    expect(rememberSession(old, again)).toEqual([again, { paths: ['a'] }]);
    const many = Array.from({ length: 30 }, (_, index) => ({ paths: [`p${index}`] }));
    expect(rememberSession(many, { paths: ['new'] })).toHaveLength(12);
  });
});

describe('the names of hotzones', () => {
  const zone = (id: string, label: string) => ({ id, label, price: 687, strong: false });
  const namesOf = (store: AppStore): string[] =>
    store.getState().namedZones.map(({ label }) => label);

  it("are the trader's own and those of the session's folder", () => {
    const store = openStore();
    const session = buildSession({ hotzones: [zone('1', 'Gap of Monday')] });
    receiveEvent(store, { type: 'session', session });
    const own = [zone('a', 'Mine')];
    receiveEvent(store, { type: 'hotzones', hotzones: own, can_undo: false, can_redo: false });
    expect(namesOf(store)).toEqual(['Mine', 'Gap of Monday']);
    expect(store.getState().hotzones).toEqual(own);
  });

  it('go with the session they came with', () => {
    const store = openStore();
    receiveEvent(store, {
      type: 'session',
      session: buildSession({ hotzones: [zone('1', 'Gap of Monday')] }),
    });
    receiveEvent(store, { type: 'session', session: buildSession() });
    expect(namesOf(store)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import {
  buildFrame,
  buildLevel,
  buildLogRow,
  buildPayload,
  buildSession,
  buildWatch,
  NOON_TS,
} from '../model/testing.ts';
import { createAppStore, type AppStore } from '../store/appStore.ts';
import { receiveEvent } from '../store/receiveEvent.ts';
import { loadSettings } from '../store/settings.ts';
import { runwayText } from './drawRunways.ts';
import { outcomeText } from './drawVerdict.ts';
import { buildScene } from './scene.ts';
import { snapToTick } from './snapToTick.ts';

function showLevels(...levels: ReturnType<typeof buildLevel>[]): AppStore {
  const store = createAppStore(loadSettings({ getItem: () => null, setItem: () => undefined }));
  receiveEvent(store, { type: 'session', session: buildSession() });
  const watch = [buildWatch({ id: 'ROUND_686', price: 686, distance: 1.3 })];
  receiveEvent(store, buildFrame({ payload: buildPayload({ levels, watch }) }));
  return store;
}

const setHotzones = (store: AppStore, ...prices: number[]): void =>
  receiveEvent(store, {
    type: 'hotzones',
    hotzones: prices.map((price, index) => ({ id: `z${index}`, price, label: '', strong: false })),
    can_undo: false,
    can_redo: false,
  });

describe('the scene of the chart', () => {
  it('has one line for a confluence and says how many more there are', () => {
    const store = showLevels(
      buildLevel(),
      buildLevel({ id: 'ROUND_687', kind: 'ROUND', price: 687.01, distance: 0.29 }),
    );
    const { levels } = buildScene(store.getState());
    expect(levels.map(({ id, moreCount, isActive }) => [id, moreCount, isActive])).toEqual([
      ['STRIKE_687', 1, true],
      ['ROUND_686', 0, false],
    ]);
  });

  it('has the gaps with where they began, and the sweeps unless they are switched off', () => {
    const store = showLevels(buildLevel());
    const sweep = {
      from_ts: NOON_TS,
      to_ts: NOON_TS + 40,
      from_price: 687,
      to_price: 687.1,
      size: 180,
      notional: 1.2e6,
      prices: 3,
    };
    const log = [
      buildLogRow({ sequence: 0, kind: 'gap', ts: NOON_TS + 7000, from_ts: NOON_TS }),
      buildLogRow({ sequence: 1, kind: 'gap', ts: NOON_TS + 9000 }),
      buildLogRow({ sequence: 2, kind: 'sweep', sweep }),
    ];
    receiveEvent(store, buildFrame({ sequence: 1, log }));
    const { gaps, sweeps } = buildScene(store.getState());
    expect(gaps).toEqual([
      { fromTs: NOON_TS, toTs: NOON_TS + 7000 },
      { fromTs: undefined, toTs: NOON_TS + 9000 },
    ]);
    expect(sweeps).toEqual([sweep]);
    const { layers } = store.getState().settings;
    store.getState().changeSettings({ layers: { ...layers, sweeps: false } });
    expect(buildScene(store.getState()).sweeps).toEqual([]);
  });

  it('shows a verdict with its direction, but none while muted', () => {
    const reject = buildLevel({ signal: 'REJECT', break_score_smooth: 7 });
    const shown = buildScene(showLevels(reject).getState()).levels[0];
    expect(shown?.verdict).toEqual({ signal: 'REJECT', direction: 'UP', score: 7 });
    const muted = buildScene(showLevels({ ...reject, muted: 'STALE' }).getState()).levels[0];
    expect(muted?.verdict).toBeUndefined();
  });

  it('shows the verdict of a member where the lead of a confluence has none', () => {
    const low = buildLevel({ id: 'SESSION_LOW', kind: 'SESSION_LOW', price: 687.02 });
    const store = showLevels(low, buildLevel({ signal: 'REJECT', break_score_smooth: 6 }));
    const scene = buildScene(store.getState());
    expect(scene.levels[0]).toMatchObject({ id: 'SESSION_LOW', verdict: { signal: 'REJECT' } });
    expect(scene.runways).toMatchObject([{ id: 'SESSION_LOW', fromPx: 687 }]);
  });

  it('draws no line where a wall has ceased to be, though its card stays', () => {
    const store = showLevels(buildLevel({ id: 'PUT_WALL', kind: 'PUT_WALL' }));
    receiveEvent(store, buildFrame({ sequence: 1, payload: buildPayload({ levels: [] }) }));
    expect(store.getState().cards.map((card) => card.id)).toEqual(['PUT_WALL']);
    expect(buildScene(store.getState()).levels).toEqual([]);
  });

  it('draws a hotzone as soon as it is in the list, and no more once it is removed', () => {
    const store = showLevels(buildLevel({ id: 'HOTZONE_z0', kind: 'HOTZONE', price: 687 }));
    setHotzones(store, 687.5, 688);
    const zones = buildScene(store.getState()).levels.filter((level) => level.kind === 'HOTZONE');
    expect(zones.map((zone) => zone.price)).toEqual([687.5, 688]);
    setHotzones(store);
    expect(buildScene(store.getState()).levels.map((level) => level.id)).toEqual(['ROUND_686']);
  });

  it('draws hotzones that came with the session and are in no list', () => {
    const store = showLevels(buildLevel({ id: 'HOTZONE_prior-close', kind: 'HOTZONE' }));
    setHotzones(store);
    expect(buildScene(store.getState()).levels[0]).toMatchObject({ name: 'Prior close' });
  });

  it('has runways for verdicts that move and for the selected level only', () => {
    const runway = {
      direction: 'DOWN' as const,
      distance: 2,
      next_obstacle: { id: 'VWAP', price: 685 },
      quality: 'CLEAR' as const,
      intermediate_levels: ['ROUND_686', 'GONE'],
    };
    const quiet = showLevels(buildLevel({ runway }));
    expect(buildScene(quiet.getState()).runways).toEqual([]);
    quiet.getState().selectLevel('STRIKE_687');
    expect(buildScene(quiet.getState()).runways).toMatchObject([
      { fromPx: 687, toPx: 685, isClear: true, hasObstacle: true, weakerPx: [686] },
    ]);
    const breaks = showLevels(buildLevel({ runway, signal: 'BREAK' }));
    expect(buildScene(breaks.getState()).runways).toHaveLength(1);
  });

  it('shows the future beside spot only where the two differ', () => {
    const store = showLevels(buildLevel());
    expect(buildScene(store.getState()).futuresPx).toBeCloseTo(6873, 6);
    receiveEvent(store, buildFrame({ sequence: 1, ratio: 1 }));
    expect(buildScene(store.getState()).futuresPx).toBeUndefined();
  });
});

describe('a price under the pointer', () => {
  it('is that of the nearest futures tick', () => {
    expect(snapToTick(687.513, 0.25, 10)).toBe(687.525);
    expect(snapToTick(687.512, 0.25, 10)).toBe(687.5);
    expect(snapToTick(4807.6, 0.25, 1)).toBe(4807.5);
  });
});

describe('the label of a runway', () => {
  const runway = {
    id: 'STRIKE_687',
    fromPx: 687,
    toPx: 684.61,
    hasObstacle: true,
    distancePx: 2.39,
    direction: 'DOWN' as const,
    isClear: true,
    weakerPx: [],
  };

  it('is the distance, and names the end where that is off the chart', () => {
    expect(runwayText(runway, false)).toBe('2.39 clear');
    expect(runwayText(runway, true)).toBe('2.39 clear to 684.61');
    expect(runwayText({ ...runway, isClear: false }, true)).toBe('2.39 obstructed at 684.61');
    expect(runwayText({ ...runway, hasObstacle: false }, true)).toBe('2.39 clear to horizon');
  });
});

describe('the outcome of a signal', () => {
  const mark = {
    ts: NOON_TS,
    level: 'VWAP',
    price: 687,
    signal: 'BREAK' as const,
    direction: 'UP' as const,
  };

  it('is said in words once it is known', () => {
    expect(outcomeText({ ...mark, outcome: 'BREAK', outcomeMs: 16_900 })).toBe('broke 0:16');
    expect(outcomeText({ ...mark, outcome: 'REJECT', outcomeMs: 24_000 })).toBe('held 0:24');
    expect(outcomeText({ ...mark, outcome: 'TIMEOUT', outcomeMs: 120_000 })).toBe('timed out');
    expect(outcomeText({ ...mark, outcome: undefined, outcomeMs: undefined })).toBe('');
  });
});

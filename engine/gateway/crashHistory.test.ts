import { describe, expect, it } from 'vitest';
import { CrashHistory, type CrashPlace } from './crashHistory.ts';

const at = (positionMs: number | undefined, sessionId = 'monday'): CrashPlace => ({
  sessionId,
  positionMs,
});
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('after a crash the run', () => {
  it('goes on twice, stands still at the third time and is closed at the fourth', () => {
    const history = new CrashHistory();
    const verdicts = [0, 5000, 9000, 20_000].map((atMs) => history.note(atMs, at(1000)));
    expect(verdicts).toEqual([
      { deed: 'resumed', crashes: 1 },
      { deed: 'resumed', crashes: 2 },
      { deed: 'paused', crashes: 3 },
      { deed: 'closed', crashes: 4 },
    ]);
  });

  it('goes on each time where the crashes have nothing to do with each other', () => {
    const history = new CrashHistory();
    for (let count = 0; count < 10; count++) {
      const verdict = history.note(count * HOUR_MS, at(count * HOUR_MS));
      expect(verdict).toEqual({ deed: 'resumed', crashes: 1 });
    }
  });

  it('does not go round and round at one place, however long the way there takes', () => {
    const history = new CrashHistory();
    const deeds = [0, 1, 2].map((hour) => history.note(hour * HOUR_MS, at(7000 + hour)).deed);
    expect(deeds).toEqual(['resumed', 'resumed', 'paused']);
  });

  it('is not blamed for the same time of another session', () => {
    const history = new CrashHistory();
    history.note(0, at(7000));
    expect(history.note(HOUR_MS, at(7000, 'tuesday')).crashes).toBe(1);
    expect(history.note(2 * HOUR_MS, at(undefined, 'tuesday')).crashes).toBe(1);
    expect(history.note(3 * HOUR_MS, at(undefined, 'tuesday')).crashes).toBe(2);
  });

  it('starts afresh with another session that the trader opens', () => {
    const history = new CrashHistory();
    for (let count = 0; count < 4; count++) history.note(count * 1000, at(7000));
    expect(history.note(5000, at(7000, 'tuesday'))).toEqual({ deed: 'resumed', crashes: 1 });
  });

  it('is closed at once where nothing was open yet', () => {
    expect(new CrashHistory().note(0, undefined)).toEqual({ deed: 'closed', crashes: 1 });
  });
});

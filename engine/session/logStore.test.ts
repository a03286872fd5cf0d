import { describe, expect, it } from 'vitest';
import { LogStore, type LogEntry } from './logStore.ts';

const entry = (kind: LogEntry['kind'], ts: number): LogEntry => ({
  ts,
  kind,
  level: 'VWAP',
  price: 687,
  value: 'BREAK',
  direction: null,
  score: null,
  text: kind,
});

function logOf(kinds: readonly LogEntry['kind'][]): LogStore {
  const log = new LogStore();
  kinds.forEach((kind, index) => log.append(entry(kind, index)));
  return log;
}

const told = (log: LogStore, recentRows: number): string[] =>
  log.recall(recentRows).map(({ sequence, kind }) => `${sequence} ${kind}`);

describe('what a screen is told of the log of a run that is past', () => {
  it('is its last rows, whatever they are', () => {
    expect(told(logOf(['state', 'sweep', 'wall', 'state']), 2)).toEqual(['2 wall', '3 state']);
  });

  it('is before them what stays on the chart: signals, episodes, gaps, health and hotzones', () => {
    const log = logOf(['signal', 'state', 'gap', 'sweep', 'episode', 'health', 'hotzone', 'wall']);
    expect(told(log, 1)).toEqual([
      '0 signal',
      '2 gap',
      '4 episode',
      '5 health',
      '6 hotzone',
      '7 wall',
    ]);
  });

  it('is all of a short one, and nothing of an empty one', () => {
    expect(told(logOf(['state', 'state']), 2000)).toEqual(['0 state', '1 state']);
    expect(told(logOf([]), 2000)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Command } from '../../engine/core/protocol.ts';
import { createWhyAsker } from './whyAsker.ts';

/** A host that answers when told to, and a clock that goes when told to. */
function aHost() {
  const levels: string[] = [];
  let nowMs = 5000;
  let answer = (): void => undefined;
  let timer: { callback: () => void; atMs: number } | undefined;
  const asker = createWhyAsker({
    send: (command: Command) => {
      if (command.type === 'explain') levels.push(command.level);
      return new Promise<void>((resolve) => (answer = resolve));
    },
    nowMs: () => nowMs,
    setTimer: (callback, delayMs) => {
      timer = { callback, atMs: nowMs + delayMs };
      return () => (timer = undefined);
    },
  });
  return {
    asker,
    levels,
    answered: async () => {
      answer();
      await new Promise((resolve) => setImmediate(resolve));
    },
    pass: (ms: number) => {
      nowMs += ms;
      if (timer !== undefined && timer.atMs <= nowMs) timer.callback();
    },
  };
}

describe('asking why', () => {
  it('asks at every snap that stands, one request at a time', async () => {
    const { asker, levels, answered } = aHost();
    asker.ask('VWAP', false);
    asker.ask('VWAP', false);
    asker.ask('VWAP', false);
    expect(levels).toEqual(['VWAP']);
    await answered();
    expect(levels).toEqual(['VWAP', 'VWAP']);
    await answered();
    expect(levels).toEqual(['VWAP', 'VWAP']);
  });

  it('asks once a second while the session plays', async () => {
    const { asker, levels, answered, pass } = aHost();
    for (let frame = 0; frame < 25; frame++) {
      asker.ask('VWAP', true);
      await answered();
      pass(100);
    }
    expect(levels).toHaveLength(3);
  });

  it('asks at once about another level, and when the session pauses', async () => {
    const { asker, levels, answered } = aHost();
    asker.ask('VWAP', true);
    await answered();
    asker.ask('ROUND_687', true);
    await answered();
    asker.ask('ROUND_687', true);
    expect(levels).toEqual(['VWAP', 'ROUND_687']);
    asker.ask('ROUND_687', false);
    expect(levels).toEqual(['VWAP', 'ROUND_687', 'ROUND_687']);
  });

  it('asks nothing more once it is stopped', async () => {
    const { asker, levels, answered, pass } = aHost();
    asker.ask('VWAP', true);
    await answered();
    asker.ask('VWAP', true);
    asker.stop();
    pass(5000);
    expect(levels).toEqual(['VWAP']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventSink, Feed } from '../core/events.ts';
import { aClock } from '../testing/builders.ts';
import { aSource, type ScriptedSource } from '../testing/scriptedSource.ts';
import { EventMerge } from './eventMerge.ts';

const SINK = {} as EventSink;

/** Runs sources to their end; the times at which events were delivered. */
async function drain(sources: readonly ScriptedSource[]): Promise<number[]> {
  const clock = aClock();
  const primed: ScriptedSource[] = [];
  for (const source of sources) {
    if ((await source.prime()) === undefined) continue;
    source.setClock(clock);
    primed.push(source);
  }
  const merge = new EventMerge(primed);
  const times: number[] = [];
  for (;;) {
    if (merge.dry !== undefined) await merge.refill();
    const source = merge.peek();
    if (source === undefined) return times;
    times.push(source.timeNs);
    source.deliver(SINK);
    merge.consume(source);
  }
}

/** What is heard when these sources play, given in the order they were opened. */
async function heardFrom(...tell: ((heard: string[]) => ScriptedSource)[]): Promise<string> {
  const heard: string[] = [];
  await drain(tell.map((source) => source(heard)));
  return heard.join(' ');
}

describe('merged sources', () => {
  it('play by time, whatever order they were opened in', async () => {
    const story = await heardFrom(
      (heard) => aSource('book').at('10:00:02').says('second', heard),
      (heard) => aSource('book').at('10:00:01').says('first', heard),
      (heard) => aSource('book').at('10:00:03').says('third', heard),
    );
    expect(story).toBe('first second third');
  });

  it('play trades before books before underlying before options at one time', async () => {
    const at = (feed: Feed) => (heard: string[]) => aSource(feed).at('10:00').says(feed, heard);
    const story = await heardFrom(at('options'), at('underlying'), at('book'), at('trades'));
    expect(story).toBe('trades book underlying options');
  });

  it('of one time and kind play by capture time, then sequence, then order of opening', async () => {
    const from = (word: string, recvNs: number, sequence: number) => (heard: string[]) =>
      aSource('book').at('10:00', { recvNs, sequence }).says(word, heard);
    expect(await heardFrom(from('late', 2, 1), from('early', 1, 9))).toBe('early late');
    expect(await heardFrom(from('nine', 1, 9), from('one', 1, 1))).toBe('one nine');
    expect(await heardFrom(from('a', 1, 1), from('b', 1, 1), from('c', 1, 1))).toBe('a b c');
  });

  it('never lets records of one source overtake each other', async () => {
    const story = await heardFrom((heard) =>
      aSource('book')
        .at('10:00', { sequence: 9 })
        .says('one', heard)
        .at('09:59', { sequence: 1 })
        .says('two', heard)
        .at('10:00', { sequence: 5 })
        .says('three', heard),
    );
    expect(story).toBe('one two three');
  });

  it('give a record that runs back in time the time of the one before', async () => {
    const heard: string[] = [];
    const source = aSource('book').at('10:00').says('a', heard).at('09:00').says('b', heard);
    const [first, second] = await drain([source]);
    expect(second).toBe(first);
  });

  it('may be without events', async () => {
    expect(await heardFrom(() => aSource('book'))).toBe('');
    expect(
      await heardFrom(
        () => aSource('trades'),
        (heard) => aSource('book').says('alone', heard),
      ),
    ).toBe('alone');
  });

  it('play every event once, in time, in the order of each source, read in any pieces', async () => {
    const events = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 });
    const feeds = fc.constantFrom<Feed>('book', 'trades', 'options');
    const source = fc.record({ events, feed: feeds, chunk: fc.integer({ min: 1, max: 4 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(source, { maxLength: 4 }), async (script) => {
        const heard: string[] = [];
        const sources = script.map(({ events: gaps, feed, chunk }, sourceIndex) =>
          gaps.reduce(
            (story, gap, index) => story.later(gap).says(`${sourceIndex}.${index}`, heard),
            aSource(feed, chunk).at('10:00'),
          ),
        );
        const times = await drain(sources);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        script.forEach(({ events: gaps }, sourceIndex) => {
          const own = heard.filter((word) => word.startsWith(`${sourceIndex}.`));
          expect(own).toEqual(gaps.map((_, index) => `${sourceIndex}.${index}`));
        });
      }),
    );
  });
});

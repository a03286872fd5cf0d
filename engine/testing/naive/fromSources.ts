import type { EventSource } from '../../core/events.ts';
import { TradingClock } from '../../core/time.ts';
import type { OpenedSession } from '../../session/open.ts';
import { Recorder, type RawFeed } from './events.ts';
import type { TwinSession } from './twin.ts';

/**
 * What an opened session would play, as the twin wants it. Uses the sources up.
 * @param seconds from the first event on; later events are left out
 */
export async function twinSessionOf(
  opened: OpenedSession,
  seconds = Number.POSITIVE_INFINITY,
): Promise<TwinSession> {
  const primed: EventSource[] = [];
  let firstMs = Number.POSITIVE_INFINITY;
  for (const source of opened.sources) {
    const first = await source.prime();
    if (first === undefined) continue;
    primed.push(source);
    firstMs = Math.min(firstMs, first.ms);
  }
  const clock = new TradingClock(firstMs);
  const feeds: RawFeed[] = [];
  for (const source of primed) {
    source.setClock(clock);
    feeds.push(await drained(source, clock.fromUnixMs(firstMs + seconds * 1000)));
  }
  const { config, profile, hotzones, openInterest } = opened;
  const openings = openInterest?.positions ?? [];
  return { config, profile, hotzones, openings, feeds, epochMs: clock.epochMs };
}

async function drained(source: EventSource, untilNs: number): Promise<RawFeed> {
  const recorder = new Recorder();
  let stands = true;
  while (stands && source.timeNs <= untilNs) {
    recorder.stamps = { recvNs: source.recvNs, sequence: source.sequence };
    source.deliver(recorder);
    stands = source.advance();
    while (!stands && (await source.fill())) stands = source.advance();
  }
  await source.close();
  return { feed: source.feed, events: recorder.events, endsDamaged: source.damage !== undefined };
}

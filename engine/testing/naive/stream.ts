/** SPEC §1, "Order and determinism" and "Snap clock". */
import type { RawEvent, RawFeed, StreamEvent } from './events.ts';
import { NS_PER_MS, seconds } from './words.ts';

const KINDS = ['trade', 'book', 'underlying', 'optionQuote', 'optionTrade', 'hotzone'];

/** §1.2: by event time, then kind, ts_recv, sequence; the caller settles the order as opened. */
function compare(a: RawEvent, b: RawEvent): number {
  return (
    a.timeNs - b.timeNs ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    (a.recvNs ?? 0) - (b.recvNs ?? 0) ||
    (a.sequence ?? 0) - (b.sequence ?? 0)
  );
}

/** §1.1: event time = max(previous time of that source, event time). */
function neverBackwards(events: readonly RawEvent[]): RawEvent[] {
  let latestNs = Number.NEGATIVE_INFINITY;
  return events.map((event) => {
    latestNs = Math.max(latestNs, event.timeNs);
    return { ...event, timeNs: latestNs };
  });
}

/** All feeds as one stream. A damaged feed ends with a gap. */
export function merged(feeds: readonly RawFeed[]): StreamEvent[] {
  const queues = feeds.map(({ events, endsDamaged = false }) => ({
    events: neverBackwards(events),
    endsDamaged,
    next: 0,
  }));
  const stream: StreamEvent[] = [];
  for (;;) {
    let first: { queue: (typeof queues)[number]; event: RawEvent } | undefined;
    for (const queue of queues) {
      const event = queue.events[queue.next];
      if (event === undefined) continue;
      if (first === undefined || compare(event, first.event) < 0) first = { queue, event };
    }
    if (first === undefined) return stream;
    const { queue, event } = first;
    stream.push(event);
    queue.next++;
    if (queue.endsDamaged && queue.next === queue.events.length) {
      stream.push({ kind: 'gap', timeNs: event.timeNs });
    }
  }
}

/** The first multiple of the interval, in Unix time, at or after a session time. */
function multipleAtOrAfter(timeNs: number, intervalNs: number, epochMs: number): number {
  const epochNs = BigInt(epochMs) * BigInt(NS_PER_MS);
  const interval = BigInt(intervalNs);
  const unixNs = epochNs + BigInt(timeNs);
  return Number(((unixNs + interval - 1n) / interval) * interval - epochNs);
}

/** Plays the stream: every event in order, and a snap wherever one is due. */
export function play(
  stream: readonly StreamEvent[],
  { intervalMs, epochMs }: { readonly intervalMs: number; readonly epochMs: number },
  onEvent: (event: StreamEvent) => void,
  onSnap: (timeNs: number) => void,
): void {
  const [firstEvent, lastEvent] = [stream[0], stream.at(-1)];
  if (firstEvent === undefined || lastEvent === undefined) return;
  const intervalNs = intervalMs * NS_PER_MS;
  const lastSnapNs = multipleAtOrAfter(lastEvent.timeNs, intervalNs, epochMs);
  let snapNs = multipleAtOrAfter(firstEvent.timeNs, intervalNs, epochMs);
  let next = 0;
  for (; snapNs <= lastSnapNs; snapNs += intervalNs) {
    let event = stream[next];
    while (event !== undefined && event.timeNs <= snapNs) {
      onEvent(event);
      event = stream[++next];
    }
    const newest = stream[next - 1];
    if (newest !== undefined && snapNs - newest.timeNs < seconds(60)) onSnap(snapNs);
  }
}

import { join } from 'node:path';
import { z } from 'zod';
import { BreakwaterError } from '../core/errors.ts';
import type { HotzoneEvent } from '../core/events.ts';
import type { HotzoneState } from '../core/protocol.ts';
import { checkValue, parseJson, readSmallFile, refuseLaterVersion } from './manifest.ts';

export const HOTZONES_NAME = 'hotzones.json';
const MAX_HOTZONES_BYTES = 1_000_000;
const HOTZONES_VERSION = 2;
const MAX_ENTRIES = 1000;

/** A hotzone made, moved or removed in the middle of a session. */
export interface TimedHotzone {
  /** Unix ms. */
  readonly ts: number;
  readonly event: HotzoneEvent;
}

/** The hotzones of a session's folder. */
export interface SessionHotzones {
  /** Those that exist from the start. */
  readonly initial: readonly HotzoneState[];
  /** What happens to them later, by time. */
  readonly timed: readonly TimedHotzone[];
}

const id = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
const price = z.number().positive().max(1e7);
const zone = z.object({
  id,
  price,
  label: z.string().max(60).default(''),
  strong: z.boolean().default(false),
});

/** Unix ms, or ISO 8601 with `Z` or an offset. */
const time = z
  .union([
    z.number().min(0).max(7_258_118_400_000),
    z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  ])
  .pipe(z.number());

/** Version 1: zones that exist from the start. */
const version1 = z.object({ version: z.literal(1), hotzones: z.array(zone).max(MAX_ENTRIES) });

/** Version 2: zones that exist for a time, and events. */
const version2 = z.object({
  version: z.literal(HOTZONES_VERSION),
  hotzones: z
    .array(
      zone
        .extend({ from: time.optional(), until: time.optional() })
        .refine(({ from, until }) => from === undefined || until === undefined || from < until, {
          path: ['until'],
          error: 'a time after `from`',
        }),
    )
    .max(MAX_ENTRIES)
    .default([])
    .refine((zones) => new Set(zones.map((entry) => entry.id)).size === zones.length, {
      error: 'ids that differ',
    }),
  events: z
    .array(
      z.discriminatedUnion('action', [
        zone.extend({ ts: time, action: z.literal('add') }),
        z.object({
          ts: time,
          action: z.literal('move'),
          id,
          price,
          label: z.string().max(60).optional(),
          strong: z.boolean().optional(),
        }),
        z.object({ ts: time, action: z.literal('remove'), id }),
      ]),
    )
    .max(MAX_ENTRIES)
    .default([]),
});

type Version2 = z.infer<typeof version2>;

/**
 * Reads a folder's `hotzones.json`; nothing when there is none.
 * @throws BreakwaterError (bad-input) naming the field that is wrong
 */
export async function readSessionHotzones(folder: string): Promise<SessionHotzones> {
  const file = join(folder, HOTZONES_NAME);
  const text = await readSmallFile(file, MAX_HOTZONES_BYTES);
  if (text === undefined) return { initial: [], timed: [] };
  const value = parseJson(file, text);
  refuseLaterVersion(file, value, HOTZONES_VERSION);
  const isFirst = version1.shape.version.safeParse(versionOf(value)).success;
  if (isFirst) return { initial: checkValue(file, value, version1).hotzones, timed: [] };
  return scheduleOf(file, checkValue(file, value, version2));
}

const versionOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;

/** Every change by time; those of one time in the order of the file, zones before events. */
function scheduleOf(file: string, { hotzones, events }: Version2): SessionHotzones {
  const changes: (Version2['events'][number] & { readonly field: string })[] = [];
  hotzones.forEach(({ from, until, ...state }, index) => {
    const field = `hotzones.${index}`;
    if (from !== undefined) changes.push({ ...state, action: 'add', ts: from, field });
    if (until !== undefined) changes.push({ id: state.id, action: 'remove', ts: until, field });
  });
  events.forEach((event, index) => changes.push({ ...event, field: `events.${index}` }));
  changes.sort((a, b) => a.ts - b.ts);

  const initial = hotzones
    .filter(({ from }) => from === undefined)
    .map(({ id: zoneId, price: at, label, strong }) => ({ id: zoneId, price: at, label, strong }));
  const present = new Map<string, HotzoneState>(initial.map((state) => [state.id, state]));
  const timed = changes.map(({ field, ...change }): TimedHotzone => {
    const known = present.get(change.id);
    if ((change.action === 'add') === (known !== undefined)) {
      throw impossible(file, field, change.action, change.id);
    }
    const { ts, action, ...fields } = change;
    const state = { label: '', strong: false, price: 0, ...known, ...defined(fields) };
    if (action === 'remove') present.delete(change.id);
    else present.set(change.id, state);
    return { ts, event: { action, ...state } };
  });
  return { initial, timed };
}

/** Without the fields that are undefined, which would hide those they are laid over. */
function defined<T extends object>(fields: T): T {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as T;
}

function impossible(file: string, field: string, action: string, zoneId: string): BreakwaterError {
  const isThere = action === 'add';
  return new BreakwaterError('bad-input', `${file} cannot be followed.`, {
    place: {
      file,
      field,
      expected: isThere ? 'an id that is not in force' : 'the id of a zone in force at that time',
      found: `${action} ${zoneId}`,
    },
    remedy: 'Correct the order of times, or the id.',
  });
}

/**
 * Joins the zones given with those of a folder. Ids are unique across their sources (SPEC §3): a
 * folder's zone yields its id, and what happens to it later follows.
 */
export function joinHotzones(
  given: readonly HotzoneState[],
  folder: SessionHotzones,
): SessionHotzones {
  const taken = new Set(given.map((state) => state.id));
  const renamed = new Map<string, string>();
  const freeId = (wanted: string): string => {
    let free = wanted;
    for (let suffix = 2; taken.has(free); suffix++) free = `${wanted}_${suffix}`;
    taken.add(free);
    renamed.set(wanted, free);
    return free;
  };
  const initial = folder.initial.map((state) => ({ ...state, id: freeId(state.id) }));
  const timed = folder.timed.map(({ ts, event }) => ({
    ts,
    event: { ...event, id: renamed.get(event.id) ?? freeId(event.id) },
  }));
  return { initial: [...given, ...initial], timed };
}

/** Every zone that a session will ever have, each once, as it first is: for its name. */
export function zonesEver({ initial, timed }: SessionHotzones): HotzoneState[] {
  const zones = new Map(initial.map((state) => [state.id, state]));
  for (const { event } of timed) {
    const { id: zoneId, price: at, label, strong } = event;
    if (!zones.has(zoneId)) zones.set(zoneId, { id: zoneId, price: at, label, strong });
  }
  return [...zones.values()];
}

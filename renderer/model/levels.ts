/** What level kinds are called and how strong they are; ids say their kind (SPEC §3). */
import type { BreakDirection, LevelKind, LevelPayload } from '../../engine/core/payload.ts';
import type { HotzoneState } from '../../engine/core/protocol.ts';

interface KindWords {
  /** Where there is room for two letters. */
  readonly tiny: string;
  /** On chips, cards and in the ladder. */
  readonly short: string;
  /** On the chart's tags. */
  readonly tag: string;
  /** In sentences and for screen readers. */
  readonly name: string;
}

const KIND_WORDS: Readonly<Record<LevelKind, KindWords>> = {
  CALL_WALL: { tiny: 'CW', short: 'CALL WALL', tag: 'CALL WALL', name: 'Call wall' },
  PUT_WALL: { tiny: 'PW', short: 'PUT WALL', tag: 'PUT WALL', name: 'Put wall' },
  GAMMA_FLIP: { tiny: 'FLIP', short: 'FLIP', tag: 'GAMMA FLIP', name: 'Gamma flip' },
  SESSION_HIGH: { tiny: 'HIGH', short: 'HIGH', tag: 'SESSION HIGH', name: 'Session high' },
  SESSION_LOW: { tiny: 'LOW', short: 'LOW', tag: 'SESSION LOW', name: 'Session low' },
  VWAP: { tiny: 'VWAP', short: 'VWAP', tag: 'VWAP', name: 'Session VWAP' },
  HOTZONE: { tiny: 'ZONE', short: 'ZONE', tag: 'ZONE', name: 'Hotzone' },
  PRIOR_HIGH: { tiny: 'PDH', short: 'PRIOR HIGH', tag: 'PRIOR HIGH', name: 'Prior day’s high' },
  PRIOR_LOW: { tiny: 'PDL', short: 'PRIOR LOW', tag: 'PRIOR LOW', name: 'Prior day’s low' },
  PRIOR_CLOSE: { tiny: 'PDC', short: 'PRIOR CLOSE', tag: 'PRIOR CLOSE', name: 'Prior day’s close' },
  OVERNIGHT_HIGH: { tiny: 'ONH', short: 'ON HIGH', tag: 'OVERNIGHT HIGH', name: 'Overnight high' },
  OVERNIGHT_LOW: { tiny: 'ONL', short: 'ON LOW', tag: 'OVERNIGHT LOW', name: 'Overnight low' },
  OPENING_HIGH: { tiny: 'ORH', short: 'OR HIGH', tag: 'OPENING HIGH', name: 'Opening range high' },
  OPENING_LOW: { tiny: 'ORL', short: 'OR LOW', tag: 'OPENING LOW', name: 'Opening range low' },
  POC: { tiny: 'POC', short: 'POC', tag: 'POINT OF CONTROL', name: 'Point of control' },
  VALUE_HIGH: { tiny: 'VAH', short: 'VALUE HIGH', tag: 'VALUE HIGH', name: 'Value area high' },
  VALUE_LOW: { tiny: 'VAL', short: 'VALUE LOW', tag: 'VALUE LOW', name: 'Value area low' },
  BAND: { tiny: 'BAND', short: 'BAND', tag: 'VWAP BAND', name: 'VWAP band' },
  STRIKE: { tiny: 'STK', short: 'STK', tag: 'STRIKE', name: 'Strike' },
  ROUND: { tiny: 'RND', short: 'RND', tag: 'ROUND', name: 'Round' },
};

/** Strongest first: decides which member of a confluence gives the card its name. */
const STRENGTH = Object.keys(KIND_WORDS) as LevelKind[];

/** 0 is the strongest kind. */
export const strengthRank = (kind: LevelKind): number => STRENGTH.indexOf(kind);

const HOTZONE_PREFIX = 'HOTZONE_';

/** The id of a hotzone's level. */
export const hotzoneLevelId = (hotzoneId: string): string => HOTZONE_PREFIX + hotzoneId;

/** The kind that an id belongs to; ids that name no kind count as ROUND, the weakest. */
export function kindOfId(id: string): LevelKind {
  return STRENGTH.find((kind) => id === kind || id.startsWith(`${kind}_`)) ?? 'ROUND';
}

interface Named {
  readonly id: string;
  readonly kind: LevelKind;
}

/**
 * The name of a hotzone: its label, else what the id says (`overnight-high` becomes `Overnight
 * high`).
 */
function hotzoneLabel(level: Named, hotzones: readonly HotzoneState[]): string | undefined {
  if (level.kind !== 'HOTZONE') return undefined;
  const zone = hotzones.find((candidate) => hotzoneLevelId(candidate.id) === level.id);
  if (zone !== undefined) return zone.label === '' ? undefined : zone.label;
  const words = level.id.slice(HOTZONE_PREFIX.length).replace(/[-_]+/g, ' ').trim();
  if (words === '') return undefined;
  return /^\d+$/.test(words) ? `Zone ${words}` : words.charAt(0).toUpperCase() + words.slice(1);
}

/** `+2 SD` for a band two standard deviations above VWAP. */
function bandLabel({ id }: Named): string | undefined {
  const [, side, deviations] = /^BAND_(UP|DOWN)_(\d)$/.exec(id) ?? [];
  return deviations === undefined ? undefined : `${side === 'UP' ? '+' : '−'}${deviations} SD`;
}

/** `CALL WALL`, or the name the trader gave to a hotzone. */
export const shortName = (level: Named, hotzones: readonly HotzoneState[]): string =>
  hotzoneLabel(level, hotzones) ?? bandLabel(level) ?? KIND_WORDS[level.kind].short;

/** `CW`, or the name of a hotzone. */
export const tinyName = (level: Named, hotzones: readonly HotzoneState[]): string =>
  hotzoneLabel(level, hotzones) ?? bandLabel(level) ?? KIND_WORDS[level.kind].tiny;

/** `SESSION HIGH`, or the name the trader gave to a hotzone. */
export const tagName = (level: Named, hotzones: readonly HotzoneState[]): string => {
  const band = bandLabel(level);
  if (band !== undefined) return `VWAP ${band}`;
  return hotzoneLabel(level, hotzones) ?? KIND_WORDS[level.kind].tag;
};

/** `Strike 688`, `Call wall`: with the number that is part of the id. */
export function longName(level: Named, hotzones: readonly HotzoneState[]): string {
  const own = hotzoneLabel(level, hotzones);
  if (own !== undefined) return own;
  const { name } = KIND_WORDS[level.kind];
  const band = bandLabel(level);
  if (band !== undefined) return `${name} ${band}`;
  const suffix = level.id.slice(level.kind.length + 1);
  return suffix === '' ? name : `${name} ${suffix}`;
}

/** Where price goes if the level's signal comes true: through for BREAK, back for REJECT. */
export function expectedDirection(
  level: Pick<LevelPayload, 'signal' | 'break_direction'>,
): BreakDirection {
  if (level.signal !== 'REJECT') return level.break_direction;
  return level.break_direction === 'UP' ? 'DOWN' : 'UP';
}

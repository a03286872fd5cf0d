import type { LogRow } from '../../engine/core/protocol.ts';
import type { IconName } from '../icons/iconPaths.ts';
import { STATE_LOOKS } from '../icons/signalIcon.ts';
import type { LOG_FILTERS } from '../store/settings.ts';

export type LogFilter = (typeof LOG_FILTERS)[number];

const KINDS: Readonly<Record<Exclude<LogFilter, 'all'>, readonly LogRow['kind'][]>> = {
  signals: ['signal', 'episode'],
  states: ['state'],
  sweeps: ['sweep'],
  walls: ['wall', 'hotzone'],
  gaps: ['gap', 'health'],
};

/** The newest rows that pass the filter, newest first. */
export function newestRows(rows: readonly LogRow[], filter: LogFilter, limit: number): LogRow[] {
  const found: LogRow[] = [];
  for (let index = rows.length - 1; index >= 0 && found.length < limit; index -= 1) {
    const row = rows[index];
    if (row === undefined) break;
    if (filter === 'all' || KINDS[filter].includes(row.kind)) found.push(row);
  }
  return found;
}

interface RowLook {
  readonly icon: IconName;
  readonly tone: string;
  readonly isFlipped: boolean;
}

const SIGNAL_LOOKS: Readonly<Record<string, { icon: IconName; tone: string }>> = {
  BREAK: { icon: 'break', tone: 'c-break' },
  REJECT: { icon: 'reject', tone: 'c-hold' },
  CONTESTED: { icon: 'contested', tone: 'c-contest' },
};

function stateLook(value: string): { icon: IconName; tone: string } {
  const look = Object.entries(STATE_LOOKS).find(([state]) => state === value)?.[1];
  return look === undefined
    ? { icon: 'neutral', tone: 't2' }
    : { icon: look.icon, tone: `c-${look.token}` };
}

const KIND_LOOKS: Readonly<
  Record<Exclude<LogRow['kind'], 'signal' | 'state'>, { icon: IconName; tone: string }>
> = {
  sweep: { icon: 'sweep', tone: 't2' },
  wall: { icon: 'wall', tone: 'c-gamma' },
  gap: { icon: 'gap', tone: 'c-warn' },
  health: { icon: 'warn', tone: 't2' },
  episode: { icon: 'check', tone: 't2' },
  hotzone: { icon: 'pin', tone: 'c-user' },
};

/** Icon and colour of a row, by what happened. */
export function rowLook({ kind, value, direction }: LogRow): RowLook {
  if (kind === 'signal') {
    const look = SIGNAL_LOOKS[value] ?? { icon: 'neutral', tone: 't2' };
    return { ...look, isFlipped: direction === 'UP' && value !== 'CONTESTED' };
  }
  if (kind === 'state') return { ...stateLook(value), isFlipped: false };
  const look = KIND_LOOKS[kind];
  if (kind === 'sweep') {
    return {
      icon: look.icon,
      tone: direction === 'UP' ? 'up' : 'down',
      isFlipped: direction === 'DOWN',
    };
  }
  return { ...look, isFlipped: false };
}

/** A text cut at its state names, which stay in capitals and are set bold. */
export function splitStateNames(
  text: string,
): { readonly text: string; readonly isName: boolean }[] {
  return text
    .split(/(\b[A-Z][A-Z_]{3,}\b)/)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, isName: /^[A-Z][A-Z_]{3,}$/.test(part) && part !== 'VWAP' }));
}

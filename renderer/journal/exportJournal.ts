/** The journal as files for other programs. */
import type { Bookmark } from '../../engine/core/journal.ts';
import type { SessionState } from '../../engine/core/protocol.ts';
import { formatClock, formatDay, formatMillis } from '../format/time.ts';
import type { ScoredCall } from './scoreCalls.ts';

export interface JournalExport {
  readonly session: Pick<SessionState, 'name' | 'instrument' | 'profile'>;
  readonly bookmarks: readonly Bookmark[];
  readonly calls: readonly ScoredCall[];
}

const HEAD = [
  'record',
  'time_utc',
  'day_new_york',
  'time_new_york',
  'note',
  'level',
  'price',
  'break_direction',
  'call',
  'engine_signal',
  'engine_score',
  'outcome',
  'result',
  'engine_result',
] as const;

type Row = Partial<Record<(typeof HEAD)[number], string | number>>;

const timesOf = (ts: number): Row => ({
  time_utc: new Date(ts).toISOString(),
  day_new_york: formatDay(ts),
  time_new_york: formatClock(ts) + formatMillis(ts),
});

const bookmarkRow = ({ ts, note }: Bookmark): Row => ({ record: 'bookmark', ...timesOf(ts), note });

const callRow = ({ call, outcome, result, engine }: ScoredCall): Row => ({
  record: 'call',
  ...timesOf(call.ts),
  level: call.level,
  price: call.price,
  break_direction: call.break_direction,
  call: call.choice,
  engine_signal: call.signal,
  engine_score: call.score,
  outcome,
  result,
  engine_result: engine,
});

/** RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe before it. */
function toCell(value: string | number | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One row an entry, by time, with a head; lines end in CRLF. */
export function journalCsv({ bookmarks, calls }: JournalExport): string {
  const rows = [
    ...bookmarks.map((bookmark) => ({ ts: bookmark.ts, row: bookmarkRow(bookmark) })),
    ...calls.map((scored) => ({ ts: scored.call.ts, row: callRow(scored) })),
  ].sort((a, b) => a.ts - b.ts);
  const lines = rows.map(({ row }) => HEAD.map((name) => toCell(row[name])).join(','));
  return [HEAD.join(','), ...lines, ''].join('\r\n');
}

/** Everything as it is kept, times in Unix ms, each call with what became of it. */
export function journalJson({ session, bookmarks, calls }: JournalExport): string {
  const { name, instrument, profile } = session;
  const content = {
    version: 1,
    session: { name, instrument, profile },
    bookmarks,
    calls: calls.map(({ call, outcome, result, engine }) => ({
      ...call,
      outcome,
      result,
      engine_result: engine,
    })),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Hands a file to the browser, which keeps it where the person's downloads go. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the content by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

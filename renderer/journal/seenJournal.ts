/** What of the journal may be seen: in blind replay a note from further on would give things away. */
import { positionOf } from '../app/navigate.ts';
import type { Journal } from '../store/journalSlice.ts';
import type { AppState } from '../store/slices.ts';

export type SeenJournal = Pick<Journal, 'bookmarks' | 'calls'>;

/** Unix ms up to which the journal may be seen. */
export const journalLimit = (state: AppState): number =>
  state.settings.isBlind ? (positionOf(state) ?? Number.NEGATIVE_INFINITY) : Infinity;

/** The entries up to a time, Unix ms; the same lists where that is all of them. */
export function seenJournal({ bookmarks, calls }: SeenJournal, limitTs: number): SeenJournal {
  const isSeen = ({ ts }: { readonly ts: number }): boolean => ts <= limitTs;
  return {
    bookmarks: bookmarks.every(isSeen) ? bookmarks : bookmarks.filter(isSeen),
    calls: calls.every(isSeen) ? calls : calls.filter(isSeen),
  };
}

const KEY = 'breakwater.token';

/** The parts of a window that hold the token. */
export interface TokenHome {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem'>;
}

/**
 * The token that admits this page to the engine. It comes in the address's fragment, is kept for
 * reloads of this tab, and leaves the address bar, so that a copied address does not carry it.
 * @returns '' when there is none; the host then refuses the connection
 */
export function takeToken({ location, history, sessionStorage }: TokenHome): string {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given === null) return sessionStorage.getItem(KEY) ?? '';
  sessionStorage.setItem(KEY, given);
  history.replaceState(null, '', location.pathname + location.search);
  return given;
}

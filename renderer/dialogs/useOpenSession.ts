import type { OpenedSession } from '../store/settings.ts';
import { useActions, useApp, useRun } from '../app/context.tsx';

/** What to open: paths with the choices made in the form, or the demo. */
export type Opening = { readonly type: 'open_demo' } | ({ readonly type: 'open' } & OpenedSession);

/**
 * Opens a session and, when the host accepts it, remembers its paths, plays at the remembered speed
 * and puts the dialog away.
 */
export function useOpenSession(): (opening: Opening) => Promise<void> {
  const run = useRun();
  const speed = useApp((state) => state.settings.speed);
  const { rememberOpened, keepRefused, showDialog, showCommandProblem } = useActions();
  return async (opening) => {
    showCommandProblem(undefined);
    showDialog(undefined);
    const isOpen = await run(opening);
    if (opening.type === 'open') {
      const { paths, profile, symbol } = opening;
      (isOpen ? rememberOpened : keepRefused)({ paths, profile, symbol });
    }
    if (!isOpen) return;
    if (speed !== 1) await run({ type: 'set_speed', speed });
  };
}

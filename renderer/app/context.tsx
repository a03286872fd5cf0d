import { createContext, use, useEffect, useMemo, type ReactElement, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { toProblem } from '../../engine/core/errors.ts';
import type { Bridge, Command } from '../../engine/core/protocol.ts';
import type { AppStore } from '../store/appStore.ts';
import type { AppState } from '../store/slices.ts';
import { createMover, type Mover } from './mover.ts';

export interface App {
  readonly store: AppStore;
  /** Sends a command; what goes wrong shows on the screen. Resolves to whether it was accepted. */
  readonly run: (command: Command) => Promise<boolean>;
  /** Moves the playhead. */
  readonly mover: Mover;
}

const AppContext = createContext<App | undefined>(undefined);

/** Gives the components below it the store and the way to the engine. */
export function AppProvider(props: {
  readonly store: AppStore;
  readonly bridge: Bridge;
  readonly children: ReactNode;
}): ReactElement {
  const { store, bridge, children } = props;
  const app = useMemo<App>(() => {
    const run = async (command: Command): Promise<boolean> => {
      try {
        await bridge.send(command);
        return true;
      } catch (error) {
        store.getState().showCommandProblem(toProblem(error));
        return false;
      }
    };
    const mover = createMover({
      send: run,
      isSeeking: () => (store.getState().playback?.seeking_ts ?? null) !== null,
      showWanted: (ts) => store.getState().setWantedTs(ts),
      setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
    });
    return { store, run, mover };
  }, [store, bridge]);
  useEffect(
    () =>
      app.store.subscribe(({ playback }, before) => {
        if (playback?.seeking_ts !== before.playback?.seeking_ts) app.mover.resume();
      }),
    [app],
  );
  return <AppContext value={app}>{children}</AppContext>;
}

/** @throws Error outside an AppProvider */
export function useAppContext(): App {
  const app = use(AppContext);
  if (app === undefined) throw new Error('Invariant: a component stands outside the app');
  return app;
}

/** Part of the state; the component renders again only when that part changes. */
export function useApp<T>(selector: (state: AppState) => T): T {
  return useStore(useAppContext().store, selector);
}

/** Sends commands; see {@link App}. */
export const useRun = (): App['run'] => useAppContext().run;

/** Moves the playhead. */
export const useMover = (): Mover => useAppContext().mover;

/** The store's actions: stable, so reading them never renders again. */
export const useActions = (): AppState => useAppContext().store.getState();

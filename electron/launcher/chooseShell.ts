import type { BinaryResult } from './electronBinary.ts';
import type { ElectronStart } from './startElectron.ts';

/** What decides between the two shells; every step is handed in, so that it can be tried alone. */
export interface ShellSteps {
  readonly hasDisplay: boolean;
  /** The person asked for the browser. */
  readonly serveOnly: boolean;
  readonly findElectron: () => Promise<BinaryResult>;
  readonly startElectron: (executable: string) => Promise<ElectronStart>;
}

export type Shell =
  | {
      readonly kind: 'electron';
      readonly child: Extract<ElectronStart, { started: true }>['child'];
    }
  /** `why` is one line for the terminal; undefined where it was asked for. */
  | { readonly kind: 'browser'; readonly why: string | undefined };

/**
 * Electron where it can run, else the browser with the reason why. Whatever goes wrong on the way
 * to Electron leads to the browser, never to a dead terminal.
 */
export async function chooseShell(steps: ShellSteps): Promise<Shell> {
  if (steps.serveOnly) return { kind: 'browser', why: undefined };
  if (!steps.hasDisplay) return browser('there is no display');
  const binary = await steps.findElectron();
  if (!binary.found) return browser(binary.reason);
  const start = await steps.startElectron(binary.executable);
  return start.started ? { kind: 'electron', child: start.child } : browser(start.reason);
}

function browser(reason: string): Shell {
  return {
    kind: 'browser',
    why: `Electron cannot be used: ${reason.replace(/\s+/g, ' ').trim()}.`,
  };
}

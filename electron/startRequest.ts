import { z } from 'zod';

/** Printed by Electron's main process once its window is connected to the engine. */
export const READY_WORD = 'breakwater-ready';

/** What to open at the start; no paths mean the demo session. */
export const startRequestSchema = z.strictObject({
  /** Absolute paths. */
  paths: z.array(z.string().min(1).max(4096)).max(64),
  profile: z.string().max(60).optional(),
  symbol: z.string().max(80).optional(),
  /** Absolute path of the file of dealers' opening inventory. */
  openInterest: z.string().min(1).max(4096).optional(),
});
export type StartRequest = z.infer<typeof startRequestSchema>;

/** How the launcher hands the request to Electron: one argument, so that nothing is mistaken for a switch. */
const ARGUMENT_PREFIX = '--breakwater-start=';

export function toStartArgument(request: StartRequest): string {
  return ARGUMENT_PREFIX + encodeURIComponent(JSON.stringify(request));
}

/**
 * The request among a process's arguments. Without one (a packaged app started from a terminal or
 * a file manager) every argument that is no switch is a path.
 * @param argv arguments after the executable and the script
 * @param resolvePath makes a path absolute
 */
export function startRequestFrom(
  argv: readonly string[],
  resolvePath: (path: string) => string,
): StartRequest {
  const argument = argv.find((text) => text.startsWith(ARGUMENT_PREFIX));
  if (argument !== undefined) {
    const json = decodeURIComponent(argument.slice(ARGUMENT_PREFIX.length));
    return startRequestSchema.parse(JSON.parse(json));
  }
  return { paths: argv.filter((text) => !text.startsWith('-')).map(resolvePath) };
}

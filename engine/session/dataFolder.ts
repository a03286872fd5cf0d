import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

function absoluteOr(value: string | undefined, fallback: string): string {
  // The XDG specification tells programs to ignore relative values.
  return value !== undefined && isAbsolute(value) ? value : fallback;
}

/**
 * Where the app keeps what belongs to the person, such as hotzones: the platform's own place, or
 * `BREAKWATER_DATA_DIR`. The folder need not exist yet.
 */
export function userDataFolder(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const override = environment['BREAKWATER_DATA_DIR'];
  if (override !== undefined && override !== '') return resolve(override);
  switch (platform) {
    case 'win32':
      return join(
        absoluteOr(environment['APPDATA'], join(home, 'AppData', 'Roaming')),
        'Breakwater',
      );
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Breakwater');
    default:
      return join(
        absoluteOr(environment['XDG_DATA_HOME'], join(home, '.local', 'share')),
        'breakwater',
      );
  }
}

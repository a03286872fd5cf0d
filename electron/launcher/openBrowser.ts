import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type LaunchedChrome } from 'chrome-launcher';
import { chromiumSwitches } from './startElectron.ts';

export interface OpenedBrowser {
  /** Closes the window and removes its profile. */
  close(): Promise<void>;
}

/**
 * Opens the system's Chrome, Chromium or Edge in a window of its own, without address bar, on a
 * profile of its own, so that the person's extensions do not see the session.
 * @throws whatever chrome-launcher throws when there is none
 */
export async function openBrowser(url: string): Promise<OpenedBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'breakwater-'));
  let chrome: LaunchedChrome;
  try {
    chrome = await launch({
      chromeFlags: [
        `--app=${url}`,
        '--no-first-run',
        '--no-default-browser-check',
        ...chromiumSwitches(process.getuid?.()),
      ],
      ignoreDefaultFlags: true,
      handleSIGINT: false,
      logLevel: 'silent',
      userDataDir: profile,
    });
  } catch (error) {
    await rm(profile, { recursive: true, force: true });
    throw error;
  }
  return {
    async close() {
      chrome.kill();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

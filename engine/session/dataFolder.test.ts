import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { userDataFolder } from './dataFolder.ts';

describe("the user's data folder", () => {
  it('is the XDG data folder on Linux', () => {
    expect(userDataFolder({ XDG_DATA_HOME: '/data' }, 'linux', '/home/ann')).toBe(
      '/data/breakwater',
    );
    expect(userDataFolder({}, 'linux', '/home/ann')).toBe('/home/ann/.local/share/breakwater');
  });

  it('ignores a relative XDG_DATA_HOME, as that specification asks', () => {
    expect(userDataFolder({ XDG_DATA_HOME: 'data' }, 'linux', '/home/ann')).toBe(
      '/home/ann/.local/share/breakwater',
    );
  });

  it('is under Library on macOS and AppData on Windows', () => {
    expect(userDataFolder({}, 'darwin', '/Users/ann')).toBe(
      '/Users/ann/Library/Application Support/Breakwater',
    );
    expect(userDataFolder({ APPDATA: '/c/Roaming' }, 'win32', '/c')).toBe('/c/Roaming/Breakwater');
  });

  it('is what BREAKWATER_DATA_DIR says, anywhere', () => {
    expect(userDataFolder({ BREAKWATER_DATA_DIR: 'here' }, 'darwin', '/Users/ann')).toBe(
      resolve('here'),
    );
  });
});

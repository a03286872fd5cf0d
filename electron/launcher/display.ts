type Environment = Readonly<Record<string, string | undefined>>;

/** Whether windows can be shown; only Unix desktops may lack a display. */
export function hasDisplay(environment: Environment, platform: NodeJS.Platform): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(environment['DISPLAY']) || Boolean(environment['WAYLAND_DISPLAY']);
}

/** The one channel between page and main process: over it a screen hands in its port. */
export const CONNECT_CHANNEL = 'breakwater:connect';

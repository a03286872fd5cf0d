import { readFile, realpath } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { isWithin } from '../../engine/gateway/pathAccess.ts';
import { securityHeaders } from '../../engine/gateway/securityHeaders.ts';

/** The scheme and host of the screen inside Electron. */
export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://breakwater`;

/** Types of the files a build produces; anything else is not served. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
};

/** The path within the screen that a URL names; undefined when it names nothing there. */
function pathOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, pathname } = new URL(url);
  if (`${protocol}//${host}` !== APP_ORIGIN) return undefined;
  try {
    const path = decodeURIComponent(pathname);
    if (path.includes('\0') || path.includes('\\')) return undefined;
    return path === '/' ? '/index.html' : path;
  } catch {
    return undefined;
  }
}

function refuse(status: 403 | 404): Response {
  const text = status === 403 ? 'Not allowed.' : 'There is no such file.';
  return new Response(text, { status, headers: securityHeaders([]) });
}

/**
 * Answers a request of the custom scheme with a file of the built screen; whatever leads out of
 * its folder, by dots or by links, is refused.
 */
export async function answerAppRequest(
  rendererFolder: string,
  request: { readonly url: string; readonly method: string },
): Promise<Response> {
  const path = pathOf(request.url);
  if (path === undefined || request.method !== 'GET') return refuse(403);
  const contentType = CONTENT_TYPES[extname(path)];
  const file = join(rendererFolder, normalize(path));
  if (contentType === undefined || !isWithin(rendererFolder, file)) return refuse(404);
  try {
    const [folder, real] = await Promise.all([realpath(rendererFolder), realpath(file)]);
    if (!isWithin(folder, real)) return refuse(403);
    const headers = { ...securityHeaders([]), 'Content-Type': contentType };
    return new Response(new Uint8Array(await readFile(real)), { headers });
  } catch {
    return refuse(404);
  }
}

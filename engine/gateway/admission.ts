import { BRIDGE_PATH, SUBPROTOCOL_PREFIX } from '../core/wire.ts';
import { tokensEqual } from './token.ts';

/** The parts of a request that decide whether it is let in. */
export interface RequestHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'sec-websocket-protocol'?: string | undefined;
}

export type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly status: 401 | 403 | 404; readonly reason: string };

const refuse = (status: 401 | 403 | 404, reason: string): Admission => ({
  admitted: false,
  status,
  reason,
});

/**
 * The `Host` values under which this server is reached. Any other name means that a foreign page
 * resolved its own name to 127.0.0.1 (DNS rebinding).
 */
export function ownHosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

export function admitHost(headers: RequestHeaders, port: number): Admission {
  if (headers.host !== undefined && ownHosts(port).includes(headers.host)) {
    return { admitted: true };
  }
  return refuse(403, `This server answers only under http://127.0.0.1:${port} and localhost.`);
}

/**
 * Who may talk to the engine: the page this server itself served (Host and Origin), holding the
 * token it printed, which comes as the subprotocol `breakwater.<token>`.
 * @param url the request's path, with or without a query
 */
export function admitBridge(
  url: string,
  headers: RequestHeaders,
  port: number,
  token: string,
): Admission {
  const host = admitHost(headers, port);
  if (!host.admitted) return host;
  if (url.split('?', 1)[0] !== BRIDGE_PATH) return refuse(404, `The bridge is at ${BRIDGE_PATH}.`);
  if (headers.origin !== `http://${headers.host}`) {
    return refuse(403, 'Only the page of this server may connect.');
  }
  const offered = subprotocols(headers).find((name) => name.startsWith(SUBPROTOCOL_PREFIX));
  if (offered === undefined || !tokensEqual(offered.slice(SUBPROTOCOL_PREFIX.length), token)) {
    return refuse(401, 'The token is missing or wrong; open the address that was printed.');
  }
  return { admitted: true };
}

function subprotocols(headers: RequestHeaders): string[] {
  return (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
}

import { describe, expect, it } from 'vitest';
import { admitBridge, admitHost, type RequestHeaders } from './admission.ts';
import { createToken, tokensEqual } from './token.ts';

const token = createToken();

function headers(overrides: Partial<RequestHeaders> = {}): RequestHeaders {
  return {
    host: '127.0.0.1:4000',
    origin: 'http://127.0.0.1:4000',
    'sec-websocket-protocol': `breakwater.${token}`,
    ...overrides,
  };
}

describe('the bridge', () => {
  it('lets in the page it served, with its token', () => {
    expect(admitBridge('/bridge', headers(), 4000, token)).toEqual({ admitted: true });
    const local = headers({ host: 'localhost:4000', origin: 'http://localhost:4000' });
    expect(admitBridge('/bridge', local, 4000, token)).toEqual({ admitted: true });
  });

  const refused: readonly [string, number, Partial<RequestHeaders>][] = [
    ['no token', 401, { 'sec-websocket-protocol': undefined }],
    ['an empty token', 401, { 'sec-websocket-protocol': 'breakwater.' }],
    ['a wrong token', 401, { 'sec-websocket-protocol': `breakwater.${createToken()}` }],
    ['a token cut short', 401, { 'sec-websocket-protocol': `breakwater.${token.slice(0, -1)}` }],
    ['a foreign origin', 403, { origin: 'http://evil.example' }],
    ['no origin at all', 403, { origin: undefined }],
    ['an opaque origin', 403, { origin: 'null' }],
    ['another port of this machine', 403, { origin: 'http://127.0.0.1:4001' }],
    ['the other spelling of this machine', 403, { origin: 'http://localhost:4000' }],
    ['a rebound name', 403, { host: 'evil.example:4000', origin: 'http://evil.example:4000' }],
    ['no host', 403, { host: undefined }],
    ['a host without the port', 403, { host: '127.0.0.1' }],
  ];
  it.each(refused)('refuses %s', (_what, status, overrides) => {
    expect(admitBridge('/bridge', headers(overrides), 4000, token)).toMatchObject({
      admitted: false,
      status,
    });
  });

  it('is nowhere else', () => {
    expect(admitBridge('/bridge/x', headers(), 4000, token)).toMatchObject({ status: 404 });
    expect(admitBridge('/', headers(), 4000, token)).toMatchObject({ status: 404 });
  });

  it('never says the token in its refusals', () => {
    const refusal = admitBridge('/bridge', headers({ origin: 'x' }), 4000, token);
    expect(JSON.stringify(refusal)).not.toContain(token);
  });
});

describe('plain requests', () => {
  it('are answered under the own name only', () => {
    expect(admitHost({ host: 'localhost:4000' }, 4000)).toEqual({ admitted: true });
    expect(admitHost({ host: 'evil.example:4000' }, 4000)).toMatchObject({ status: 403 });
    expect(admitHost({}, 4000)).toMatchObject({ status: 403 });
  });
});

describe('a token', () => {
  it('differs each time and fits a subprotocol name', () => {
    expect(createToken()).not.toBe(createToken());
    expect(createToken()).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('equals only itself', () => {
    expect(tokensEqual(token, token)).toBe(true);
    expect(tokensEqual(`${token}x`, token)).toBe(false);
    expect(tokensEqual('', token)).toBe(false);
  });
});

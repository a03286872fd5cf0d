import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret of 256 bits that fits a URL and a WebSocket subprotocol name. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in constant time, whatever the lengths: both sides are hashed first. */
export function tokensEqual(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

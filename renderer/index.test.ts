import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the page', () => {
  const policy = /content="(default-src[^"]+)"/.exec(read('./index.html'))?.[1] ?? '';

  it('allows the one style element that the chart library adds, by its hash', () => {
    const library = read(
      '../node_modules/lightweight-charts/dist/lightweight-charts.development.mjs',
    );
    const css = /const css = `([^`]+)`/.exec(library)?.[1];
    expect(css).toContain('tv-attr-logo');
    const hash = createHash('sha256')
      .update(css ?? '')
      .digest('base64');
    expect(policy).toContain(`'sha256-${hash}'`);
  });

  it('allows no inline script or style, no frames of others and no foreign host', () => {
    expect(policy).not.toMatch(/unsafe|https?:|\*(?!;| |$)/);
    const targets = /connect-src ([^;]+)/.exec(policy)?.[1]?.split(' ');
    expect(targets).toEqual(["'self'", 'ws://127.0.0.1:*', 'ws://localhost:*']);
  });
});

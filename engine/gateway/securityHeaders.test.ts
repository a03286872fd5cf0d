import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHART_LOGO_STYLE_HASH, contentSecurityPolicy } from './securityHeaders.ts';

describe('the content security policy', () => {
  it('allows the one inline style of the chart library that is installed', () => {
    const require = createRequire(import.meta.url);
    const folder = dirname(require.resolve('lightweight-charts/package.json'));
    const library = readFileSync(join(folder, 'dist/lightweight-charts.production.mjs'), 'utf8');
    const style = /a#tv-attr-logo\{[^`"]*\}/.exec(library)?.[0] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(CHART_LOGO_STYLE_HASH).toBe(`sha256-${hash}`);
  });

  it('never allows inline or evaluated script', () => {
    expect(contentSecurityPolicy(['ws://127.0.0.1:1'])).not.toMatch(/unsafe|\*/);
  });
});

import { describe, expect, it } from 'vitest';
import { anOption } from '../testing/builders.ts';
import { aMarket } from '../testing/marketScript.ts';
import { optionWarnings } from './runWarnings.ts';

const CALL = anOption('C', 688);

describe('the warnings of option trades', () => {
  it('are none where every cancel found its trade', () => {
    const script = aMarket()
      .option(CALL, { condition: 'ordinary' })
      .option(CALL, { condition: 'cancel' });
    expect(optionWarnings(script.market)).toEqual([]);
  });

  it('count cancels of unknown trades, over all sessions', () => {
    const script = aMarket().option(CALL, { condition: 'cancel' });
    expect(optionWarnings(script.market)).toMatchObject([
      { feed: 'options', kind: 'option_cancel', count: 1 },
    ]);
    script.newSession().option(CALL, { condition: 'cancel' });
    const [warning] = optionWarnings(script.market);
    expect(warning?.text).toMatch(/^2 cancels of option trades .* nothing was taken back\.$/);
  });

  it('count trades of unknown conditions, and say what becomes of them', () => {
    const script = aMarket().option(CALL, { condition: 'unknown' });
    const [warning] = optionWarnings(script.market);
    expect(warning).toMatchObject({ kind: 'option_condition', count: 1 });
    expect(warning?.text).toContain('option_signing=careful');
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerInspect } from './inspect.ts';
import { CommandLine } from './testing/commandLine.ts';

describe('breakwater inspect', () => {
  const terminal = new CommandLine(registerInspect);
  beforeEach(() => terminal.open());
  afterEach(() => terminal.close());

  it('says what an open-interest file holds, in words and as JSON, and where it is wrong', async () => {
    const heading = 'strike,right,expiry,open_interest,dealer_sign\n';
    const rows = '687,C,2025-12-17,1200,1\n687,P,2025-12-16,30,-1\n686,P,2025-12-16,4,-1\n';
    const path = await terminal.file('open-interest.csv', heading + rows);
    const { printed } = await terminal.run('inspect', path);
    expect(printed).toMatch(/^ {2}content +open interest: dealers' opening inventory$/m);
    expect(printed).toMatch(/^ {2}options +3 options$/m);
    expect(printed).toMatch(/^ {2}expiries +2025-12-16, 2025-12-17$/m);
    expect(printed).toMatch(/^ {2}contracts +1,200 long, 34 short$/m);
    const { printed: json } = await terminal.run('inspect', path, '--json');
    expect(JSON.parse(json)).toEqual({
      files: [
        {
          path,
          format: 'csv',
          open_interest: {
            options: 3,
            expiries: ['2025-12-16', '2025-12-17'],
            long: 1200,
            short: 34,
          },
          damage: null,
        },
      ],
      ignored: [],
    });
    await expect(terminal.run('inspect', terminal.folder)).rejects.toMatchObject({
      code: 'bad-input',
    });
    await terminal.file('open-interest.csv', `${heading}687,X,2025-12-17,1200,1\n`);
    const wrong = await terminal.run('inspect', path);
    expect(wrong.printed).toContain('right, line 2');
    expect(process.exitCode).toBe(3);
  });
});

import { describe, expect, it } from 'vitest';
import { optionConditionKind } from './optionConditions.ts';

describe('the condition of an option trade', () => {
  it.each([
    [201, 'A', 'cancel'],
    [202, 'B', 'unsignable'],
    [203, 'C', 'cancel'],
    [204, 'D', 'unsignable'],
    [205, 'E', 'cancel'],
    [206, 'F', 'unsignable'],
    [207, 'G', 'cancel'],
    [208, 'H', 'unsignable'],
    [209, 'I', 'ordinary'],
    [210, 'J', 'unsignable'],
    [219, 'S', 'ordinary'],
    [227, 'a', 'ordinary'],
    [228, 'b', 'ordinary'],
    [229, 'c', 'unsignable'],
    [230, 'd', 'unsignable'],
    [231, 'e', 'unsignable'],
    [232, 'f', 'multi_leg'],
    [233, 'g', 'multi_leg'],
    [234, 'h', 'multi_leg'],
    [235, 'i', 'multi_leg'],
    [236, 'j', 'multi_leg'],
    [237, 'k', 'multi_leg'],
    [238, 'l', 'multi_leg'],
    [239, 'm', 'multi_leg'],
    [240, 'n', 'multi_leg'],
    [241, 'o', 'multi_leg'],
    [242, 'p', 'multi_leg'],
    [243, 'q', 'multi_leg'],
    [244, 'r', 'multi_leg'],
    [245, 's', 'multi_leg'],
    [246, 't', 'unsignable'],
    [247, 'u', 'unsignable'],
    [248, 'v', 'unsignable'],
  ])('%d is letter %s: %s', (id, letter, kind) => {
    expect(optionConditionKind(String(id))).toBe(kind);
    expect(optionConditionKind(letter)).toBe(kind);
  });

  it.each(['', '0', '[]', ' ', 'I', '209,219'])('%j is that of an ordinary sale', (text) => {
    expect(optionConditionKind(text)).toBe('ordinary');
  });

  it.each(['211', '226', '249', '200', '999', 'K', 'w', 'toString', 'AUTO', '23', '1e3'])(
    '%j is documented by nobody',
    (text) => {
      expect(optionConditionKind(text)).toBe('unknown');
    },
  );

  it('is the strictest where there are several, in whatever order', () => {
    expect(optionConditionKind('[209, 232]')).toBe('multi_leg');
    expect(optionConditionKind('232;209')).toBe('multi_leg');
    expect(optionConditionKind('232 202')).toBe('multi_leg');
    expect(optionConditionKind('I,999')).toBe('unknown');
    expect(optionConditionKind('201,232,999')).toBe('cancel');
  });
});

import { optionalU8, recordLayout, reserved, text, timeNs } from './fields.ts';

/** What the vendor's live gateway says, in the layouts of version 1 and of versions 2 and 3. */

const MESSAGE_V1_BYTES = 64;

export const errorV1 = recordLayout(text('err', MESSAGE_V1_BYTES));
export const errorV2 = recordLayout(text('err', 302), optionalU8('code'), optionalU8('is_last'));

export const systemV1 = recordLayout(text('msg', MESSAGE_V1_BYTES));
export const systemV2 = recordLayout(text('msg', 303), optionalU8('code'));

export const symbolMappingV1 = recordLayout(
  text('stype_in_symbol', 22),
  text('stype_out_symbol', 22),
  reserved(4),
  timeNs('start_ts'),
  timeNs('end_ts'),
);
export const symbolMappingV2 = recordLayout(
  optionalU8('stype_in'),
  text('stype_in_symbol', 71),
  optionalU8('stype_out'),
  text('stype_out_symbol', 71),
  timeNs('start_ts'),
  timeNs('end_ts'),
);

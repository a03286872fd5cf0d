import type { DamageKind } from './damageKind.ts';
import { FOREIGN_FILES } from './foreignFiles.ts';
import { METADATA_DAMAGE } from './metadataDamage.ts';
import { PATH_DAMAGE } from './pathDamage.ts';
import { READ_DAMAGE } from './readDamage.ts';
import { RECORD_DAMAGE } from './recordDamage.ts';
import { ZSTD_DAMAGE } from './zstdDamage.ts';

/** Every way of being damaged that reading has to survive; names are unique. */
export const DAMAGE_KINDS: readonly DamageKind[] = [
  ...FOREIGN_FILES,
  ...METADATA_DAMAGE,
  ...RECORD_DAMAGE,
  ...ZSTD_DAMAGE,
  ...PATH_DAMAGE,
  ...READ_DAMAGE,
];

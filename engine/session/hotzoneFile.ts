import { join } from 'node:path';
import { z } from 'zod';
import type { HotzoneState } from '../core/protocol.ts';
import { MAX_HOTZONES } from './hotzoneBook.ts';
import { loadKept, saveKept, type FileKind } from './keptFile.ts';

/** Version 1 of the file, a JSON object. */
const fileSchema = z.strictObject({
  version: z.literal(1),
  hotzones: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
        price: z.number().positive().max(1e7),
        label: z.string().max(60),
        strong: z.boolean(),
      }),
    )
    .max(MAX_HOTZONES)
    .refine((hotzones) => new Set(hotzones.map(({ id }) => id)).size === hotzones.length, {
      error: 'ids must differ',
    }),
});

const FILE: FileKind<z.infer<typeof fileSchema>> = {
  schema: fileSchema,
  maxBytes: 1_000_000,
  empty: { version: 1, hotzones: [] },
  name: 'hotzones file',
  content: 'hotzones',
};

/** What was found on disk; `warning` names the file that was set aside, if one was. */
export interface LoadedHotzones {
  readonly hotzones: HotzoneState[];
  readonly warning: string | undefined;
}

/**
 * The file that keeps one instrument's hotzones.
 * @param instrument any string, e.g. `SPY`; characters that file names cannot hold are escaped
 */
export function hotzoneFilePath(dataFolder: string, instrument: string): string {
  const safe = encodeURIComponent(instrument)
    .replace(/[*'()!~.]/g, '_')
    .slice(0, 120);
  return join(dataFolder, 'hotzones', `hotzones-${safe}.json`);
}

/** As {@link loadKept}. */
export async function loadHotzones(path: string): Promise<LoadedHotzones> {
  const { content, warning } = await loadKept(path, FILE);
  return { hotzones: content.hotzones, warning };
}

/** As {@link saveKept}. */
export function saveHotzones(path: string, hotzones: readonly HotzoneState[]): Promise<void> {
  return saveKept(path, FILE, { version: 1, hotzones: [...hotzones] });
}

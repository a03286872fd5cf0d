import { join } from 'node:path';
import { z } from 'zod';
import { loadKept, saveKept, type FileKind } from './keptFile.ts';

/** The oldest go when there are more: some 150 bytes each. */
const MAX_ENTRIES = 2000;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Version 1 of the file: what sessions came to, the newest last. */
const ledgerSchema = z.strictObject({
  version: z.literal(1),
  digests: z.array(z.strictObject({ run: sha256, digest: sha256 })).max(MAX_ENTRIES),
});

const FILE: FileKind<z.infer<typeof ledgerSchema>> = {
  schema: ledgerSchema,
  maxBytes: 1_000_000,
  empty: { version: 1, digests: [] },
  name: 'list of digests',
  content: 'digests',
};

/**
 * Remembers to which digest every session came, whatever becomes of its survey: who runs it again,
 * perhaps with a later version, learns whether it is still the same.
 */
export class DigestLedger {
  readonly #path: string;

  constructor(dataFolder: string) {
    this.#path = join(dataFolder, 'digests.json');
  }

  /**
   * Notes what a run came to.
   * @param run tells runs of the same data with the same configuration, in hexadecimal
   * @returns what it came to the time before; undefined where that is not known
   * @throws BreakwaterError (failed) when it cannot be kept
   */
  async note(run: string, digest: string): Promise<string | undefined> {
    const { content } = await loadKept(this.#path, FILE);
    const earlier = content.digests.find((entry) => entry.run === run)?.digest;
    if (earlier !== digest) {
      const others = content.digests.filter((entry) => entry.run !== run);
      const digests = [...others, { run, digest }].slice(-MAX_ENTRIES);
      await saveKept(this.#path, FILE, { version: 1, digests });
    }
    return earlier;
  }
}

import { describe, expect, it } from 'vitest';
import { definitionV3 } from '../feeds/dbn/codec/definitionLayouts.ts';
import type { FieldValue } from '../feeds/dbn/codec/fields.ts';
import { encodeRecord } from '../feeds/dbn/codec/recordCodec.ts';
import { RTYPE } from '../feeds/dbn/layout.ts';
import { readerOf } from '../feeds/dbn/testing/playSource.ts';
import type { FileContent } from './fileContent.ts';
import { multiplierWarnings, readContracts } from './readContracts.ts';

const EXPIRATION_NS = 1_767_992_400_000_000_000n;

const definition = (values: Readonly<Record<string, FieldValue>> = {}): Buffer =>
  Buffer.from(
    encodeRecord({
      rtype: RTYPE.definition,
      publisherId: 1,
      instrumentId: 77,
      tsEventNs: 1n,
      layout: definitionV3,
      values: {
        raw_symbol: 'EW2F6 C7000',
        instrument_class: 'C',
        strike_price: 7_000n * 10n ** 9n,
        expiration: EXPIRATION_NS,
        underlying: 'ESH6',
        unit_of_measure_qty: 50n * 10n ** 9n,
        asset: 'EW2',
        ...values,
      },
    }),
  );

/** A definition file of these records. */
const contentOf = async (...records: Buffer[]): Promise<FileContent> => ({
  reader: await readerOf(records),
  schema: 'definition',
  symbols: new Set(),
});

describe('the option contracts of a session', () => {
  it('are those of its definitions', async () => {
    const { contracts, damages } = await readContracts([await contentOf(definition())], 'es');
    expect(contracts.find('EW2F6 C7000')).toMatchObject({
      strike: 7000,
      expirationMs: Number(EXPIRATION_NS / 1_000_000n),
    });
    expect(damages).toEqual([]);
  });

  it('and those named like options, in the years after its files begin', async () => {
    const { contracts } = await readContracts([await contentOf(definition())], 'es');
    // The files are of 28 December 2020.
    expect(contracts.find('E4AZ0 C3700')?.expiryDay).toBe(Date.UTC(2020, 11, 28) / 86_400_000);
    const none = await readContracts([], 'es');
    expect(none.contracts.find('E4AZ0 C3700')).toBeUndefined();
  });

  it('tell how a definition file ended', async () => {
    const cut = definition().subarray(0, 100);
    const { contracts, damages } = await readContracts([await contentOf(definition(), cut)], 'es');
    expect(damages.map(({ message }) => message)).toEqual(['The file ends inside a record.']);
    expect(contracts.find('EW2F6 C7000')).toBeDefined();
  });

  it('warn where their multiplier is another than the configured one', async () => {
    const { contracts } = await readContracts([await contentOf(definition())], 'es');
    expect(multiplierWarnings(contracts, 50)).toEqual([]);
    expect(multiplierWarnings(contracts, 100)).toEqual([
      'The definitions say 50 units of the future in an option, OPTION_MULTIPLIER says 100 and is ' +
        'in force: try --set OPTION_MULTIPLIER=50.',
    ]);
  });
});

import type { ReactElement, ReactNode } from 'react';
import type { ExplainedRecords, Explanation } from '../../engine/core/explanation.ts';
import { SIGNING_WORDS } from '../../engine/core/signing.ts';
import { formatContracts, formatFlow, formatGamma, formatPrice } from '../format/number.ts';
import { formatClock, formatMillis } from '../format/time.ts';
import { IV_SOURCE_WORDS } from '../fuel/ivGlyphs.ts';

/** `HH:MM:SS.mmm` in New York of a Unix time in ns. */
function RecordTime({ of }: { readonly of: { readonly ts_ns: string } }): ReactElement {
  const unixMs = Number(of.ts_ns.slice(0, -6));
  return <span className="num">{formatClock(unixMs) + formatMillis(unixMs)}</span>;
}

function List<Row>(props: {
  readonly title: string;
  readonly records: ExplainedRecords<Row>;
  readonly cells: (row: Row) => ReactNode;
}): ReactElement {
  const { title, records, cells } = props;
  const rest = records.total - records.rows.length;
  return (
    <>
      <h4>
        {title} <span className="t3 num">{formatContracts(records.total)}</span>
      </h4>
      <ul className="why-flips">
        {records.rows.map((row, index) => (
          <li key={index}>{cells(row)}</li>
        ))}
      </ul>
      {rest > 0 && <p className="t3">and {formatContracts(rest)} smaller ones</p>}
    </>
  );
}

/** The records behind a level's figures, largest first. Prices are futures prices. */
export function WhyRecords({ records }: Pick<Explanation, 'records'>): ReactElement {
  return (
    <>
      <List
        title="Book changes"
        records={records.flows}
        cells={({ ts_ns, futures_price, added, pulled, filled }) => (
          <>
            <RecordTime of={{ ts_ns }} />
            <span className="num">{formatPrice(futures_price)}</span>
            <span className="num">
              {added > 0 && `${formatFlow(added)} added`}
              {pulled > 0 && `${formatFlow(-pulled)} pulled`}
              {pulled > 0 && filled > 0 && ', '}
              {filled > 0 && `${formatFlow(-filled)} filled`}
            </span>
          </>
        )}
      />
      <List
        title="Trades"
        records={records.trades}
        cells={({ ts_ns, futures_price, size, aggressor }) => (
          <>
            <RecordTime of={{ ts_ns }} />
            <span className="num">{formatPrice(futures_price)}</span>
            <span className="num">
              {formatContracts(size)} {aggressor}
            </span>
          </>
        )}
      />
      <List
        title="Option trades of the flow"
        records={records.options}
        cells={({ ts_ns, strike, right, net_gamma, signing }) => (
          <>
            <RecordTime of={{ ts_ns }} />
            <span className="num">
              {right} {formatPrice(strike)}
            </span>
            <span className="num">{formatGamma(net_gamma)}</span>
            {signing !== null && <span className="t3">{SIGNING_WORDS[signing]}</span>}
          </>
        )}
      />
      <List
        title="Positions of the inventory"
        records={records.positions}
        cells={({ strike, right, contracts, net_gamma, iv, iv_source }) => (
          <>
            <span className="num">
              {right} {formatPrice(strike)}
            </span>
            <span className="num">{formatGamma(net_gamma)}</span>
            <span className="t3">
              {formatFlow(contracts)} at {(iv * 100).toFixed(1)}% ({IV_SOURCE_WORDS[iv_source]})
            </span>
          </>
        )}
      />
    </>
  );
}

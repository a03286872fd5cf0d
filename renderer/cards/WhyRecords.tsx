import type { ReactElement, ReactNode } from 'react';
import type { ExplainedRecords, Explanation } from '../../engine/core/explanation.ts';
import { SIGNING_WORDS } from '../../engine/core/signing.ts';
import { formatContracts, formatFlow, formatGamma, formatPrice } from '../format/number.ts';
import { formatClock, formatMillis } from '../format/time.ts';

/** `HH:MM:SS.mmm` in New York of a Unix time in ns. */
function recordTime(nsText: string): string {
  const unixMs = Number(nsText.slice(0, -6));
  return formatClock(unixMs) + formatMillis(unixMs);
}

function List<Row extends { readonly ts_ns: string }>(props: {
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
          <li key={`${index} ${row.ts_ns}`}>
            <span className="num">{recordTime(row.ts_ns)}</span>
            {cells(row)}
          </li>
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
        cells={({ futures_price, added, pulled, filled }) => (
          <>
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
        cells={({ futures_price, size, aggressor }) => (
          <>
            <span className="num">{formatPrice(futures_price)}</span>
            <span className="num">
              {formatContracts(size)} {aggressor}
            </span>
          </>
        )}
      />
      <List
        title="Option trades"
        records={records.options}
        cells={({ strike, right, net_gamma, signing }) => (
          <>
            <span className="num">
              {right} {formatPrice(strike)}
            </span>
            <span className="num">{formatGamma(net_gamma)}</span>
            {signing !== null && <span className="t3">{SIGNING_WORDS[signing]}</span>}
          </>
        )}
      />
    </>
  );
}

import type { ReactElement } from 'react';

interface MetricRowProps {
  readonly name: string;
  readonly value: string;
  /** What the value is measured against, or its smoothed twin. */
  readonly beside?: string;
}

/** One figure of an expanded card. */
export function MetricRow({ name, value, beside = '' }: MetricRowProps): ReactElement {
  return (
    <div className="wg r">
      <dt>{name}</dt>
      <dd className="num">{value}</dd>
      <dd className="num lim">{beside}</dd>
    </div>
  );
}

/** The smoothed twin of a figure. */
export const smooth = (text: string): string => `smooth ${text}`;

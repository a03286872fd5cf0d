import type { ReactElement } from 'react';
import { formatStrike } from './fuelFigures.ts';
import { nearestRow, type FuelLayout } from './fuelLayout.ts';
import { fuelReadout } from './fuelReadout.ts';
import type { FuelView } from './fuelView.ts';

/** The figures under the crosshair, in the half of the rows where the crosshair is not. */
export function FuelTip(props: {
  readonly view: FuelView;
  readonly layout: FuelLayout;
  readonly cursorPx: number;
}): ReactElement | null {
  const { view, layout, cursorPx } = props;
  const { rows, rowsTop, rowsBottom, height } = layout;
  const index = nearestRow(rows, cursorPx);
  const row = rows[index];
  if (row === undefined) return null;
  const isUpper = index < rows.length / 2;
  return (
    <dl
      className="fuel-tip"
      style={isUpper ? { bottom: height - rowsBottom } : { top: rowsTop }}
      data-testid="fuel-tip"
    >
      <div>
        <dt>strike</dt>
        <dd className="num">{formatStrike(row.strike)}</dd>
      </div>
      {fuelReadout(view, row).map(({ name, text }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="num">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

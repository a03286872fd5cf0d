/** Where the fuel panel's figure puts what; CSS pixels. */
import type { FuelView, StrikeRow } from './fuelView.ts';

const LABEL_PX = 46;
const WALL_TAG_PX = 30;
const VALUE_PX = 62;
const IV_PX = 30;
const COLUMN_GAP_PX = 12;
const HEAD_PX = 17;
const AXIS_PX = 16;
const SIDE_PX = 8;
const LEAST_ROW_PX = 12;
const MOST_ROW_PX = 34;
const CURVE_SHARE = 0.3;
const LEAST_CURVE_PX = 58;

/** One book's bars: they grow from `zeroX` either way. */
export interface ColumnPlace {
  readonly left: number;
  readonly right: number;
  readonly zeroX: number;
}

export interface CurvePlace {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface FuelLayout {
  readonly width: number;
  readonly height: number;
  /** Strikes that there is room for, highest first. */
  readonly rows: readonly StrikeRow[];
  readonly rowPx: number;
  /** Top of the first row, and bottom of the last. */
  readonly rowsTop: number;
  readonly rowsBottom: number;
  /** Right edge of the strikes, and left edge of the tags of walls. */
  readonly labelRight: number;
  readonly tagLeft: number;
  readonly tagPx: number;
  /** One per book of the view. */
  readonly columns: readonly ColumnPlace[];
  /** Right edge of the net figures; undefined where two books leave no room for them. */
  readonly valueRight: number | undefined;
  /** Centres of the marks of where the volatilities came from: calls, puts. */
  readonly ivX: readonly [number, number] | undefined;
  /** Undefined where there is no curve. */
  readonly curve: CurvePlace | undefined;
}

/** The window of rows around a price: the whole list if there is room. */
function rowsInSight(
  rows: readonly StrikeRow[],
  capacity: number,
  price: number,
): readonly StrikeRow[] {
  if (rows.length <= capacity) return rows;
  const nearest = nearestRow(rows, price);
  const start = Math.min(Math.max(0, nearest - (capacity >> 1)), rows.length - capacity);
  return rows.slice(start, start + capacity);
}

/** Index of the row whose strike is nearest a price; −1 where there is none. */
export function nearestRow(rows: readonly StrikeRow[], price: number): number {
  let best = -1;
  let bestDistance = Infinity;
  rows.forEach(({ strike }, index) => {
    const distance = Math.abs(strike - price);
    if (distance < bestDistance) {
      best = index;
      bestDistance = distance;
    }
  });
  return best;
}

function columnsOf(count: number, left: number, right: number): ColumnPlace[] {
  const width = (right - left - COLUMN_GAP_PX * (count - 1)) / count;
  return Array.from({ length: count }, (_, index) => {
    const from = left + index * (width + COLUMN_GAP_PX);
    return { left: from, right: from + width, zeroX: Math.round(from + width / 2) };
  });
}

/** What the curve gets at least; the rows leave it more where they do not need all theirs. */
const curveHeight = (view: FuelView, height: number): number =>
  view.curve.points.length < 2 ? 0 : Math.max(LEAST_CURVE_PX, height * CURVE_SHARE);

/** @param centrePx the price that stays in sight where there are more strikes than rows */
export function layOutFuel(
  view: FuelView,
  width: number,
  height: number,
  centrePx: number,
): FuelLayout {
  const curvePx = curveHeight(view, height);
  const room = Math.max(LEAST_ROW_PX, height - curvePx - HEAD_PX - AXIS_PX);
  const rows = rowsInSight(view.rows, Math.max(1, Math.floor(room / LEAST_ROW_PX)), centrePx);
  const rowPx = Math.min(MOST_ROW_PX, room / Math.max(1, rows.length));
  const rowsBottom = HEAD_PX + rowPx * rows.length;
  const hasIv = view.rows.some(({ callIv, putIv }) => callIv !== undefined || putIv !== undefined);
  const showsIv = hasIv && view.books.some(({ name }) => name === 'inventory');
  const ivLeft = width - SIDE_PX - (showsIv ? IV_PX : 0);
  const hasValues = view.books.length === 1;
  const left = LABEL_PX + WALL_TAG_PX + SIDE_PX;
  const curveTop = rowsBottom + AXIS_PX + 4;
  return {
    width,
    height,
    rows,
    rowPx,
    rowsTop: HEAD_PX,
    rowsBottom,
    labelRight: LABEL_PX,
    tagLeft: LABEL_PX + 5,
    tagPx: WALL_TAG_PX - 3,
    columns: columnsOf(
      view.books.length,
      left,
      ivLeft - (hasValues ? VALUE_PX : showsIv ? COLUMN_GAP_PX : 0),
    ),
    valueRight: hasValues ? ivLeft - 4 : undefined,
    ivX: showsIv ? [ivLeft + 9, ivLeft + 22] : undefined,
    curve:
      curvePx === 0
        ? undefined
        : { left: LABEL_PX + 5, right: width - SIDE_PX, top: curveTop, bottom: height - AXIS_PX },
  };
}

/** Height of a price among the rows, between two strikes in proportion; undefined outside them. */
export function yOfPrice({ rows, rowPx, rowsTop }: FuelLayout, price: number): number | undefined {
  const centre = (index: number): number => rowsTop + (index + 0.5) * rowPx;
  for (let index = 0; index < rows.length; index += 1) {
    const strike = rows[index]?.strike ?? Number.NaN;
    if (strike === price) return centre(index);
    const above = rows[index - 1]?.strike;
    if (above !== undefined && price > strike && price < above) {
      return centre(index) - ((price - strike) / (above - strike)) * rowPx;
    }
  }
  return undefined;
}

/** The row at a height; undefined outside the rows. */
export function rowAtY(layout: FuelLayout, y: number): StrikeRow | undefined {
  const { rows, rowPx, rowsTop } = layout;
  return rows[Math.floor((y - rowsTop) / rowPx)];
}

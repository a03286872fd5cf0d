import { figureText } from '../core/explanationWords.ts';
import type { GammaColumns, GammaProfile, GammaWalls } from '../core/gammaProfile.ts';
import type { OpenedSession } from '../session/open.ts';
import { clockText, durationText } from './gammaText.ts';
import {
  domainOf,
  linearAxis,
  px,
  svgAxes,
  svgLine,
  svgText,
  unitOf,
  type Axis,
  type Frame,
} from './svgChart.ts';

const WIDTH = 1200;
const LEFT = 110;
const PLOT_WIDTH = WIDTH - LEFT - 40;
const PANEL_HEIGHT = 240;
const FIRST_TOP = 166;
const PANEL_STRIDE = 340;
const HEIGHT = FIRST_TOP + 3 * PANEL_STRIDE - 20;
const MOST_X_TICKS = 16;
const MOST_Y_TICKS = 6;
const GAMMA_NAME = 'shares of delta per 1.00';

/** Calls are solid, puts hatched, sums are diamonds: told apart without their colours. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #22272e; }
  .title { font-size: 19px; font-weight: 600; }
  .name { font-size: 15px; font-weight: 600; }
  .grid { stroke: #dfe3e8; } .zero { stroke: #57606a; } .tick { stroke: #57606a; }
  .spot { stroke: #22272e; stroke-dasharray: 5 4; }
  .flip { stroke: #6e3fb0; stroke-dasharray: 2 3; stroke-width: 1.5; }
  .calls { fill: #1b6ca8; } .puts { fill: url(#hatch); stroke: #a8480b; }
  .net { fill: #fff; stroke: #22272e; stroke-width: 1.5; }
  .later { stroke: #22272e; stroke-width: 3; }
  .curve { fill: none; stroke: #6e3fb0; stroke-width: 2; }
  .flip-name { paint-order: stroke; stroke: #fff; stroke-width: 5px; }
  .wall { fill: #22272e; font-weight: 600; }
`;
const HATCH =
  '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" ' +
  'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>' +
  '<rect width="3" height="6" fill="#d9731a"/></pattern></defs>';

/** The profile as a picture that needs nothing else: both books by strike, and the zero-gamma curve. */
export function gammaSvg(profile: GammaProfile, opened: OpenedSession): string {
  const { curve } = profile;
  const [low = profile.spot / 1.02, high = profile.spot * 1.02] = [
    curve.spots[0],
    curve.spots.at(-1),
  ];
  const x = linearAxis([low, high], [LEFT, LEFT + PLOT_WIDTH], MOST_X_TICKS);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    `<style>${STYLE}</style>`,
    HATCH,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...heading(profile, opened),
    ...bookPanel(profile, frameOf(0), x, {
      name: `Inventory, priced as of now${isDriving(profile, 'inventory')}`,
      columns: profile.inventory,
      walls: profile.walls.inventory,
      later: profile.later.ts === profile.ts ? undefined : profile.later.inventory,
    }),
    ...bookPanel(profile, frameOf(1), x, {
      name: `Flow of the session, frozen at trade time${isDriving(profile, 'flow')}`,
      columns: profile.flow,
      walls: profile.walls.flow,
      later: undefined,
    }),
    ...curvePanel(profile, frameOf(2), x),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

const frameOf = (panel: number): Frame => ({
  left: LEFT,
  top: FIRST_TOP + panel * PANEL_STRIDE,
  width: PLOT_WIDTH,
  height: PANEL_HEIGHT,
});

const isDriving = ({ fuel_book }: GammaProfile, book: GammaProfile['fuel_book']): string =>
  fuel_book === book ? ' (drives the levels)' : '';

function heading(profile: GammaProfile, { name, origin, instrument }: OpenedSession): string[] {
  const { ts, expiry, spot, seconds_to_expiry, totals, later } = profile;
  const { flow, inventory } = totals;
  const left = seconds_to_expiry > 0 ? `${durationText(seconds_to_expiry)} left` : 'expired';
  const start = 'text-anchor="start"';
  const simulated = origin === 'simulated' ? ' SIMULATED' : '';
  const title = `Dealer gamma: ${name}${simulated}, ${instrument}`;
  return [
    svgText(LEFT, 34, title, `${start} class="title"`),
    svgText(
      LEFT,
      58,
      `Options of ${expiry} at ${clockText(ts)} New York, ${left}; spot ${figureText(spot)}`,
      start,
    ),
    svgText(
      LEFT,
      78,
      `Inventory ${figureText(inventory.net, 0)} shares of delta per 1.00 of the underlying, ` +
        `${figureText(inventory.dollar / 1e6, 2)} million dollars per point; ` +
        `flow ${figureText(flow.net, 0)} shares`,
      start,
    ),
    ...legend(later.ts === ts ? undefined : clockText(later.ts)),
  ];
}

/** @param laterTime when the ticks of what time leaves are of; undefined where there are none */
function legend(laterTime: string | undefined): string[] {
  const y = 104;
  const words = 'text-anchor="start"';
  return [
    `<rect x="${LEFT}" y="${y - 10}" width="14" height="12" class="calls"/>`,
    svgText(LEFT + 20, y, 'calls', words),
    `<rect x="${LEFT + 80}" y="${y - 10}" width="14" height="12" class="puts"/>`,
    svgText(LEFT + 100, y, 'puts', words),
    diamond(LEFT + 167, y - 4),
    svgText(LEFT + 180, y, 'both together', words),
    svgLine([LEFT + 295, y - 4], [LEFT + 315, y - 4], 'spot'),
    svgText(LEFT + 322, y, 'spot', words),
    ...(laterTime === undefined
      ? []
      : [
          svgLine([LEFT + 380, y - 4], [LEFT + 400, y - 4], 'later'),
          svgText(LEFT + 407, y, `both together at ${laterTime}, by time alone`, words),
        ]),
  ];
}

const diamond = (x: number, y: number): string =>
  `<path d="M${px(x)} ${px(y - 5)}l5 5l-5 5l-5 -5z" class="net"/>`;

interface Book {
  readonly name: string;
  readonly columns: GammaColumns;
  readonly walls: GammaWalls;
  readonly later: GammaColumns | undefined;
}

function bookPanel(profile: GammaProfile, frame: Frame, x: Axis, book: Book): string[] {
  const { columns, later } = book;
  const rows = rowsInSight(profile);
  const shown = [columns.calls, columns.puts, columns.net, ...(later ? [later.net] : [])];
  const values = rows.flatMap((row) => shown.map((column) => column[row] ?? 0));
  const domain = domainOf(values);
  const y = linearAxis(domain, [frame.top + frame.height, frame.top], MOST_Y_TICKS);
  const bars = rows.flatMap((row) => strikeMarks(profile, rows, row, x, y, book));
  return [
    svgText(LEFT, frame.top - 22, book.name, 'text-anchor="start" class="name"'),
    ...svgAxes(frame, x, y, { x: 'strike, level price', y: GAMMA_NAME, unit: unitOf(domain) }),
    ...bars,
    ...spotLine(profile, frame, x),
    ...wallMarks(book.walls, frame, x),
  ];
}

/** Rows of the strikes within the curve's reach. */
function rowsInSight({ strikes, curve, spot }: GammaProfile): number[] {
  const low = curve.spots[0] ?? spot / 1.02;
  const high = curve.spots.at(-1) ?? spot * 1.02;
  return [...strikes.keys()].filter((row) => {
    const strike = strikes[row] ?? 0;
    return strike >= low && strike <= high;
  });
}

function strikeMarks(
  { strikes }: GammaProfile,
  rows: readonly number[],
  row: number,
  x: Axis,
  y: Axis,
  { columns, later }: Book,
): string[] {
  const centre = x.at(strikes[row] ?? 0);
  const width = Math.min(16, Math.max(1.5, (PLOT_WIDTH / Math.max(rows.length, 8)) * 0.3));
  const bar = (value: number, left: number, className: string): string => {
    const [a, b] = [y.at(0), y.at(value)];
    const box = `y="${px(Math.min(a, b))}" width="${px(width)}" height="${px(Math.abs(a - b))}"`;
    return value === 0 ? '' : `<rect x="${px(left)}" ${box} class="${className}"/>`;
  };
  const net = columns.net[row] ?? 0;
  const then = y.at(later?.net[row] ?? 0);
  return [
    bar(columns.calls[row] ?? 0, centre - width - 1, 'calls'),
    bar(columns.puts[row] ?? 0, centre + 1, 'puts'),
    ...(later === undefined
      ? []
      : [svgLine([centre - width - 3, then], [centre + width + 3, then], 'later')]),
    diamond(centre, y.at(net)),
  ].filter((mark) => mark !== '');
}

const spotLine = ({ spot }: GammaProfile, { top, height }: Frame, x: Axis): string[] => [
  svgLine([x.at(spot), top], [x.at(spot), top + height], 'spot'),
];

/** The put wall is never above the call wall: each has its name on its own side. */
function wallMarks({ call, put }: GammaWalls, { top }: Frame, x: Axis): string[] {
  const mark = (strike: number, name: string, anchor: 'start' | 'end'): string[] => [
    svgText(x.at(strike), top - 2, '▼', 'text-anchor="middle" class="wall"'),
    svgText(
      x.at(strike) + (anchor === 'start' ? 9 : -9),
      top - 2,
      `${name} ${figureText(strike)}`,
      `text-anchor="${anchor}" class="wall"`,
    ),
  ];
  return [
    ...(call === null ? [] : mark(call.strike, 'call wall', 'start')),
    ...(put === null ? [] : mark(put.strike, 'put wall', 'end')),
  ];
}

function curvePanel(profile: GammaProfile, frame: Frame, x: Axis): string[] {
  const { curve, flips } = profile;
  const domain = domainOf(curve.gamma);
  const y = linearAxis(domain, [frame.top + frame.height, frame.top], MOST_Y_TICKS);
  const points = Array.from(
    curve.spots,
    (spot, i) => `${px(x.at(spot))} ${px(y.at(curve.gamma[i] ?? 0))}`,
  );
  return [
    svgText(
      LEFT,
      frame.top - 22,
      `Zero-gamma curve: the whole inventory priced anew at other spots${flips.inventory.length === 0 ? ', of one sign throughout' : ''}`,
      'text-anchor="start" class="name"',
    ),
    ...svgAxes(frame, x, y, { x: 'spot, level price', y: GAMMA_NAME, unit: unitOf(domain) }),
    `<path d="M${points.join('L')}" class="curve"/>`,
    ...spotLine(profile, frame, x),
    ...flips.inventory.flatMap((flip, index) => [
      svgLine([x.at(flip), frame.top], [x.at(flip), frame.top + frame.height], 'flip'),
      svgText(
        x.at(flip) + 5,
        frame.top + 14 + (index % 3) * 15,
        figureText(flip, 2),
        'text-anchor="start" class="flip-name"',
      ),
    ]),
  ];
}

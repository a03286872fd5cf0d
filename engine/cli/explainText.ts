import { basename } from 'node:path';
import type {
  ExplainedComponent,
  ExplainedCondition,
  ExplainedRecords,
  ExplainedRule,
  ExplainedTrigger,
  Explanation,
  RecordPlace,
} from '../core/explanation.ts';
import {
  changeText,
  figureText,
  flipWords,
  lastingWords,
  sensitivityWords,
} from '../core/explanationWords.ts';
import { SIGNING_WORDS } from '../core/signing.ts';
import { newYorkOffsetMs } from '../core/newYork.ts';
import type { OpenedSession } from '../session/open.ts';
import { grouped } from './terminal.ts';
import { alignedRows } from './textTable.ts';

/** The explanation for people: rules, points, what would change them, records. */
export function explanationText(explanation: Explanation, opened: OpenedSession): string {
  const sections = [
    headLines(explanation, opened),
    bookLines(explanation, opened),
    fuelLines(explanation, opened),
    tapeLines(explanation, opened),
    scoreLines(explanation),
    triggerLines(explanation),
    runwayLines(explanation),
    stateFlipLines(explanation),
    signalFlipLines(explanation),
    flowLines(explanation),
    tradeLines(explanation),
    optionLines(explanation),
    positionLines(explanation),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const seconds = (ms: number): string => `${figureText(ms / 1000, 2)} s`;
const indented = (rows: readonly (readonly string[])[], left: readonly number[]): string[] =>
  alignedRows(rows, left).map((line) => `  ${line}`);

/** `HH:MM:SS` New York with the decimals that are given. */
function clock(unixMs: number, decimals: string): string {
  const local = new Date(unixMs + newYorkOffsetMs(unixMs)).toISOString();
  return `${local.slice(11, 19)}.${decimals}`;
}

const nsClock = (nsText: string): string => clock(Number(nsText.slice(0, -6)), nsText.slice(-9));

function headLines(
  { ts, level, trigger, health, note }: Explanation,
  { name, origin, instrument, profile }: OpenedSession,
): string[] {
  const simulated = origin === 'simulated' ? ' SIMULATED' : '';
  const time = clock(ts, String(ts % 1000).padStart(3, '0'));
  const where = level.distance >= 0 ? 'above' : 'below';
  const muted = health.muted === null ? '' : `, muted: ${health.muted}`;
  return [
    `${name}${simulated}: ${instrument}, profile ${profile.name}`,
    `${level.id} ${figureText(level.price)} at ${time} New York: ${trigger.signal}${muted}`,
    `spot ${figureText(level.spot)}, ${figureText(Math.abs(level.distance))} ${where}: ` +
      `${level.direction.toLowerCase()}, breaks ${level.break_direction.toLowerCase()}. ${note}`,
  ];
}

const conditionCells = (each: ExplainedCondition): string[] => [
  each.figure,
  figureText(each.value),
  each.op,
  figureText(each.limit),
  each.limit_name,
  each.holds ? 'yes' : 'no',
];

/** A rule a block: its outcome beside the first condition, and a mark where it decides. */
function ruleRows(rules: readonly ExplainedRule[]): string[][] {
  return rules.flatMap(({ outcome, conditions, decides }) => {
    const mark = decides ? 'decides' : '';
    if (conditions.length === 0) return [[outcome, 'otherwise', '', '', '', '', '', mark]];
    return conditions.map((each, index) => [
      index === 0 ? outcome : '',
      ...conditionCells(each),
      index === 0 ? mark : '',
    ]);
  });
}

const RULE_TEXT_COLUMNS = [1, 3, 5, 6, 7];
const ruleLines = (rules: readonly ExplainedRule[]): string[] =>
  indented(ruleRows(rules), RULE_TEXT_COLUMNS);

function pointsOf(components: readonly ExplainedComponent[], key: string): string {
  const part = components.find((each) => each.key === key);
  if (part === undefined) return '';
  const { weight, score, points } = part;
  return `${figureText(weight)} x ${figureText(score)} = ${points.toFixed(2)} points`;
}

function bookLines({ barrier, score }: Explanation, { config }: OpenedSession): string[] {
  const { figures, zone } = barrier;
  const range =
    zone === null ? 'no tick' : `${figureText(zone.low)} to ${figureText(zone.high)} futures`;
  return [
    `Book: ${barrier.state}, ${pointsOf(score.components, 'liquidity')}`,
    `  ${barrier.side} side, ${range}, ${barrier.known_ticks} of ${barrier.zone_ticks} ticks in ` +
      `sight, last ${config.W_b} s: ${grouped(figures.added)} added, ${grouped(figures.pulled)} ` +
      `pulled, ${grouped(figures.filled)} filled`,
    ...ruleLines(barrier.rules),
  ];
}

function fuelLines({ fuel, score }: Explanation, { config }: OpenedSession): string[] {
  return [
    `Fuel: ${fuel.effect}, ${pointsOf(score.components, 'hedge')}`,
    `  strikes within ${figureText(config.FUEL_STRIKE_RANGE)}: ` +
      `flow of the last ${config.W_g} s ${figureText(fuel.flow_gamma, 1)}, ` +
      `inventory as of now ${figureText(fuel.inventory_gamma, 1)}; the ${fuel.book} drives`,
    ...ruleLines(fuel.rules),
  ];
}

function tapeLines({ tape, score }: Explanation, { config }: OpenedSession): string[] {
  const rows = tape.parts.map(({ part, value, limit, limit_name, score: points }) => [
    part,
    figureText(value),
    'of',
    figureText(limit),
    limit_name,
    `${points.toFixed(2)}`,
  ]);
  return [
    `Tape: ${pointsOf(score.components, 'tape')}`,
    `  within ${figureText(config.TAPE_BAND)}, last ${config.W_t} s: ${grouped(tape.buy_vol)} ` +
      `bought, ${grouped(tape.sell_vol)} sold, activity ${figureText(tape.activity, 0)}`,
    ...indented([...rows], [2, 4]),
  ];
}

function scoreLines({ score, confidence }: Explanation): string[] {
  const rows = score.components.map((part) => [
    part.key,
    `${figureText(part.weight)} x ${figureText(part.score)}`,
    part.points.toFixed(2),
    `${figureText(part.weight)} x ${figureText(part.confidence)}`,
    figureText(part.confidence_part),
  ]);
  return [
    `Score: raw ${score.raw.toFixed(2)}, smooth ${score.smooth.toFixed(2)} ` +
      `(time constant ${figureText(score.tau_s)} s); confidence ${confidence.word}`,
    ...indented(
      [
        ['component', 'weight x score', 'points', 'weight x confidence', 'part'],
        ...rows,
        ['sum', '', score.raw.toFixed(2), '', figureText(confidence.value)],
      ],
      [],
    ),
  ];
}

function triggerLines({ trigger, health, sensitivity }: Explanation): string[] {
  const { signal, rules, leads_to, after_ms } = trigger;
  const outlook =
    leads_to === signal ? '' : `, leads to ${leads_to} after ${seconds(after_ms)} more`;
  const muted = health.muted === null ? '' : ` (muted: ${health.muted}, timers held at zero)`;
  const { fuel_neutral: neutral, fuel_reversed: reversed } = sensitivity;
  return [
    `Trigger: ${signal}${outlook}${muted}`,
    ...ruleLines(rules),
    ...holdLines(rules),
    `  with neutral fuel, ${sensitivityWords(neutral, signal)}`,
    `  with the opposite dealer sign (${reversed.effect}), ${sensitivityWords(reversed, signal)}`,
  ];
}

const holdLines = (rules: readonly ExplainedTrigger[]): string[] =>
  rules
    .filter(({ hold_ms }) => hold_ms > 0)
    .map(
      ({ outcome, held_ms, hold_ms }) =>
        `  ${outcome} has held ${seconds(held_ms)} of ${seconds(hold_ms)}`,
    );

function runwayLines({ runway }: Explanation): string[] {
  const { direction, distance, next_obstacle: next, quality, intermediate_levels } = runway;
  const end = next === null ? 'the horizon' : `${next.id} ${figureText(next.price)}`;
  const between = intermediate_levels.length === 0 ? 'none' : intermediate_levels.join(', ');
  return [
    `Runway: ${direction.toLowerCase()} ${figureText(distance)} to ${end}, ${quality} ` +
      `(obstructed below ${figureText(runway.clear_min)}); weaker levels between: ${between}`,
  ];
}

function stateFlipLines({ flips, barrier }: Explanation): string[] {
  if (flips.state.length === 0) return [`No change of one input ends ${barrier.state}.`];
  return [
    `The least change of one input that ends ${barrier.state}:`,
    ...indented(
      flips.state.map((flip) => [flipWords(flip), flip.outcome]),
      [1],
    ),
  ];
}

function signalFlipLines({ flips, trigger, health }: Explanation): string[] {
  if (health.muted !== null) {
    return [`The signal is muted (${health.muted}) until the feed is sound, whatever the figures.`];
  }
  if (flips.signal.length === 0) return [`No change of one input leads from ${trigger.leads_to}.`];
  return [
    `The least change of one input that leads elsewhere than to ${trigger.leads_to}:`,
    ...indented(
      flips.signal.map((flip) => [
        flipWords(flip) + (flip.via === undefined ? '' : viaWords(flip.via)),
        flip.outcome,
        lastingWords(flip),
        `raw ${flip.raw.toFixed(2)}`,
      ]),
      [1, 2, 3],
    ),
  ];
}

const viaWords = (via: readonly { readonly key: string; readonly change: number }[]): string =>
  via.length === 0
    ? ''
    : `, e.g. ${via.map(({ key, change }) => `${key} ${changeText(Number(change.toFixed(2)))}`).join(' or ')}`;

function recordLines<Row>(
  title: string,
  { total, rows }: ExplainedRecords<Row>,
  head: readonly string[],
  cells: (row: Row) => readonly string[],
  left: readonly number[],
): string[] {
  const rest = total - rows.length;
  const lines = [`${title}: ${grouped(total)}`];
  if (rows.length > 0) lines.push(...indented([head, ...rows.map(cells)], left));
  if (rest > 0) lines.push(`  and ${grouped(rest)} more`);
  return lines;
}

const placeText = (place: RecordPlace | undefined): string => {
  if (place === undefined) return '';
  const { file, record, byte_offset } = place;
  return `${basename(file)} record ${record}${byte_offset === null ? '' : `, byte ${byte_offset}`}`;
};

const flowLines = ({ records }: Explanation): string[] =>
  recordLines(
    'Changes of displayed size in the zone, largest first',
    records.flows,
    ['time', 'futures', 'added', 'pulled', 'filled', 'record'],
    (row) => [
      nsClock(row.ts_ns),
      row.futures_price.toFixed(2),
      grouped(row.added),
      grouped(row.pulled),
      grouped(row.filled),
      placeText(row.place),
    ],
    [5],
  );

const tradeLines = ({ records }: Explanation): string[] =>
  recordLines(
    'Trades in the tape band, largest first',
    records.trades,
    ['time', 'futures', 'size', 'side', 'record'],
    (row) => [
      nsClock(row.ts_ns),
      row.futures_price.toFixed(2),
      grouped(row.size),
      row.aggressor,
      placeText(row.place),
    ],
    [3, 4],
  );

const optionLines = ({ records }: Explanation): string[] =>
  recordLines(
    'Option trades behind the flow, largest first',
    records.options,
    ['time', 'option', 'price', 'size', 'net gamma', 'signed', 'record'],
    (row) => [
      nsClock(row.ts_ns),
      `${row.right} ${figureText(row.strike)}`,
      row.option_price === undefined ? '' : row.option_price.toFixed(2),
      row.size === undefined ? '' : grouped(row.size),
      figureText(row.net_gamma, 1),
      row.signing === null ? '' : SIGNING_WORDS[row.signing],
      placeText(row.place),
    ],
    [1, 5, 6],
  );

const positionLines = ({ records }: Explanation): string[] =>
  recordLines(
    'Positions behind the inventory, largest first',
    records.positions,
    ['option', 'contracts', 'carried in', 'IV', 'from', 'gamma', 'net gamma'],
    (row) => [
      `${row.right} ${figureText(row.strike)}`,
      figureText(row.contracts, 1),
      figureText(row.opening, 1),
      `${(row.iv * 100).toFixed(1)}%`,
      row.iv_source,
      figureText(row.gamma),
      figureText(row.net_gamma, 1),
    ],
    [4],
  );

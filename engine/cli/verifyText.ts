import { basename } from 'node:path';
import { describeFillHabit } from '../market/fills.ts';
import type { OpenedSession } from '../session/open.ts';
import type { Verification } from '../session/verify/verifyRun.ts';
import { grouped } from './terminal.ts';
import { alignedRows } from './textTable.ts';
import { verificationJson, type VerificationJson } from './verifyJson.ts';

/** The verification for people: shares, confusion table, worst places. */
export function verificationText(
  verification: Verification,
  { name, instrument, profile, config }: OpenedSession,
): string {
  const json = verificationJson(verification, config.TICK_SIZE);
  const lines = [
    `${name}: ${instrument}, profile ${profile.name}, ` +
      `fill habit ${describeFillHabit(verification.habit)}`,
    `${grouped(json.truth_rows)} rows of truth, ${grouped(json.places)} decreases, ` +
      `${grouped(json.records)} records, ${grouped(json.snaps)} snaps`,
    '',
    ...alignedRows(confusionRows(json)),
    '',
    ...worstLines(json),
  ];
  return `${lines.join('\n')}\n`;
}

function confusionRows({ sides, confusion }: VerificationJson): string[][] {
  const row = (label: string, { volume, filled, pulled, not_seen, right }: CauseRow): string[] => [
    label,
    grouped(volume),
    grouped(filled),
    grouped(pulled),
    grouped(not_seen),
    right === null ? '' : `${(100 * right).toFixed(2)} %`,
  ];
  const { filled, pulled } = confusion.untold;
  return [
    ['truth', 'contracts', 'filled', 'pulled', 'not seen', 'right'],
    row('FILL', confusion.fill),
    row('  bid', sides.fill.bid),
    row('  ask', sides.fill.ask),
    row('PULL', confusion.pull),
    row('  bid', sides.pull.bid),
    row('  ask', sides.pull.ask),
    ['not in the truth', '', grouped(filled), grouped(pulled)],
  ];
}

type CauseRow = VerificationJson['confusion']['fill'];

function worstLines({ worst }: VerificationJson): string[] {
  if (worst.length === 0) return ['Nothing is wrong.'];
  const rows = worst.map(({ ts_ns, sequence, file, record, side, price, truth, engine, wrong }) => [
    isoNs(ts_ns),
    String(sequence),
    file === null ? 'not seen' : `${basename(file)} ${record}`,
    side,
    String(price),
    grouped(wrong),
    `${truth.fill} / ${truth.pull}`,
    `${engine.filled} / ${engine.pulled}`,
  ]);
  const head = ['time (UTC)', 'sequence', 'record', 'side', 'price', 'wrong'];
  return [
    'The places with the most contracts of the wrong cause (filled / pulled):',
    ...alignedRows([[...head, 'truth', 'engine'], ...rows], [2, 3]),
  ];
}

/** Unix ns as ISO 8601 with all nine decimals. */
function isoNs(text: string): string {
  const seconds = new Date(Number(text.slice(0, -9)) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${text.slice(-9)}Z`;
}

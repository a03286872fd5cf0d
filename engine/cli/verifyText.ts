import { basename } from 'node:path';
import { describeFillHabit } from '../market/fills.ts';
import type { OpenedSession } from '../session/open.ts';
import type { Verification } from '../session/verify/verifyRun.ts';
import { grouped } from './terminal.ts';
import { alignedRows } from './textTable.ts';
import { signingJson } from './signingJson.ts';
import { signingLines } from './signingText.ts';
import { decreaseJson, type DecreaseJson } from './verifyJson.ts';

/** The verification for people: what was found of decreases, and of option trades. */
export function verificationText(
  verification: Verification,
  { name, instrument, profile, config }: OpenedSession,
): string {
  const { decreases, signing, records, snaps } = verification;
  const habit = decreases && `, fill habit ${describeFillHabit(decreases.habit)}`;
  const option = signing && `, option signing ${config.option_signing}`;
  const lines = [
    `${name}: ${instrument}, profile ${profile.name}${habit ?? ''}${option ?? ''}`,
    `${grouped(records)} records, ${grouped(snaps)} snaps`,
  ];
  if (decreases !== undefined) {
    lines.push('', ...decreaseLines(decreaseJson(decreases, verification, config.TICK_SIZE)));
  }
  if (signing !== undefined) lines.push('', ...signingLines(signingJson(signing)));
  return `${lines.join('\n')}\n`;
}

function decreaseLines(json: DecreaseJson): string[] {
  return [
    `${grouped(json.truth_rows)} rows of truth, ${grouped(json.places)} decreases`,
    '',
    ...alignedRows(confusionRows(json)),
    '',
    ...worstLines(json),
  ];
}

function confusionRows({ sides, confusion }: DecreaseJson): string[][] {
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

type CauseRow = DecreaseJson['confusion']['fill'];

function worstLines({ worst }: DecreaseJson): string[] {
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

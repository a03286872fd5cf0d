import type { RunReport } from '../session/runReport.ts';
import { grouped } from './terminal.ts';

/** The closing lines of every replay. */
export function summaryText(report: RunReport): string {
  const { events, records, snaps, records_per_s: speed, fill_habit: habit, digest } = report;
  return (
    `${grouped(events)} events of ${grouped(records)} records, ${grouped(snaps)} snaps, ` +
    `${grouped(speed)} records/s, fill habit ${habit}\ndigest ${digest}\n`
  );
}

/** `--report`: the totals and counts of a run, for people. */
export function reportText(report: RunReport): string {
  const { volume_buy: buy, volume_sell: sell, volume_mid: mid } = report;
  const lines = [
    `trades   ${grouped(report.trades)}`,
    `volume   ${grouped(report.volume)} (${grouped(buy)} / ${grouped(sell)} / ${grouped(mid)})` +
      ' buy / sell / mid',
    `high     ${report.high ?? 'none'}`,
    `low      ${report.low ?? 'none'}`,
    `VWAP     ${report.vwap ?? 'none'}`,
    `states   ${counts(report.states)}`,
    `effects  ${counts(report.effects)}`,
    `signals  ${counts(report.signals)}`,
    `kinds    ${counts(report.kinds)}`,
    `gaps     ${report.gaps.length === 0 ? 'none' : report.gaps.length}`,
    ...report.gaps.map(
      ({ feed, to, cause, records_lost: lost }) =>
        `  ${new Date(to).toISOString()} ${feed}: ${cause}` +
        (lost === null ? '' : `, ${grouped(lost)} records lost`),
    ),
    `warnings ${report.warnings.length === 0 ? 'none' : report.warnings.length}`,
    ...report.warnings.map(({ text }) => `  ${text}`),
  ];
  return `${lines.join('\n')}\n${summaryText(report)}`;
}

const counts = (by: Record<string, number>): string =>
  Object.entries(by)
    .sort((a, b) => b[1] - a[1])
    .map(([name, n]) => `${name} ${grouped(n)}`)
    .join(', ') || 'none';

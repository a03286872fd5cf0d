import type { ReactElement } from 'react';
import type { ScoreSample } from '../model/levelHistory.ts';

const WIDTH = 46;
const HEIGHT = 15;
const SPAN_MS = 60_000;

const yOf = (score: number): string => (HEIGHT - 1 - (score / 100) * (HEIGHT - 2)).toFixed(1);

interface SparklineProps {
  readonly samples: readonly ScoreSample[];
  /** Unix ms at the right end. */
  readonly endTs: number;
  readonly breakThreshold: number;
  readonly rejectThreshold: number;
}

/** Sixty seconds of the raw score against its thresholds. */
export function Sparkline(props: SparklineProps): ReactElement {
  const { samples, endTs, breakThreshold, rejectThreshold } = props;
  const points = samples.map(({ ts, raw }) => {
    const x = WIDTH - 1 - ((endTs - ts) / SPAN_MS) * (WIDTH - 2);
    return `${x.toFixed(1)} ${yOf(raw)}`;
  });
  return (
    <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path
        className="spark-limit"
        d={`M0 ${yOf(breakThreshold)}H${WIDTH}M0 ${yOf(rejectThreshold)}H${WIDTH}`}
      />
      {points.length > 1 && <path className="spark-line" d={`M${points.join('L')}`} />}
    </svg>
  );
}

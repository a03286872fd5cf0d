import { memo } from 'react';

const CENTRE = 25;
const SWEEP_DEGREES = 270;
const START_DEGREES = 135;
/** An arc shorter than this cannot be seen. */
const LEAST_SCORE = 0.8;

function point(score: number, radius: number): string {
  const angle = ((START_DEGREES + (SWEEP_DEGREES * score) / 100) * Math.PI) / 180;
  const x = CENTRE + radius * Math.cos(angle);
  const y = CENTRE + radius * Math.sin(angle);
  return `${x.toFixed(2)} ${y.toFixed(2)}`;
}

function arc(from: number, to: number, radius: number): string {
  const isLarge = (SWEEP_DEGREES * (to - from)) / 100 > 180 ? 1 : 0;
  return `M${point(from, radius)}A${radius} ${radius} 0 ${isLarge} 1 ${point(to, radius)}`;
}

const radial = (score: number, outer: number, inner: number): string =>
  `M${point(score, outer)}L${point(score, inner)}`;

interface DialProps {
  /** Scores 0…100. */
  readonly raw: number;
  readonly smooth: number;
  readonly breakThreshold: number;
  readonly rejectThreshold: number;
  readonly isMuted: boolean;
}

function arcClass({ smooth, breakThreshold, rejectThreshold, isMuted }: DialProps): string {
  if (isMuted) return 'arc-muted';
  if (smooth > breakThreshold) return 'arc-break';
  return smooth < rejectThreshold ? 'arc-hold' : 'arc-plain';
}

/** Score at a glance: arc and large figure smoothed, pointer and small figure raw. */
export const Dial = memo(function Dial(props: DialProps) {
  const { raw, smooth, breakThreshold, rejectThreshold } = props;
  return (
    <svg
      className="dial"
      viewBox="0 0 50 50"
      role="img"
      aria-label={`Score ${smooth.toFixed(0)}, raw ${raw.toFixed(0)}`}
    >
      <path className="arc-track" d={arc(0, 100, 21)} />
      <path className={arcClass(props)} d={arc(0, Math.max(smooth, LEAST_SCORE), 21)} />
      <path className="dial-tick" d={radial(rejectThreshold, 17.5, 24.5)} />
      <path className="dial-tick" d={radial(breakThreshold, 17.5, 24.5)} />
      <path className="dial-raw" d={radial(raw, 24.8, 16)} />
      <text className="dial-smooth-figure" x="25" y="30.5">
        {smooth.toFixed(0)}
      </text>
      <text className="dial-raw-figure" x="25" y="46.5">
        {raw.toFixed(0)}
      </text>
    </svg>
  );
});

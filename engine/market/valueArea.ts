import { TOLERANCE } from '../core/tolerance.ts';

/** Where most of a session's volume traded, in futures ticks. */
export interface ValueArea {
  /** The tick with the largest volume, the point of control. */
  readonly controlTick: number;
  /** Highest and lowest tick of the area that holds {@link VALUE_SHARE} of the volume. */
  readonly highTick: number;
  readonly lowTick: number;
}

/** Share of the volume in the value area: one standard deviation, rounded, by custom. */
const VALUE_SHARE = 0.7;

/**
 * Point of control and value area of a volume profile. The area grows from the point of control by
 * the larger of the next two ticks above and the next two below, both where they are equal, until it
 * holds its share (the Chicago Board of Trade's Market Profile). Of several ticks with the largest
 * volume the one nearest the middle of the range is the point of control, of two equally near the
 * lower.
 *
 * @param volumes contracts per tick from `firstTick` up, of every tick of the range
 * @returns undefined where nothing has traded
 */
export function valueArea(firstTick: number, volumes: Float64Array): ValueArea | undefined {
  const control = controlIndex(volumes);
  const total = volumes.reduce((sum, volume) => sum + volume, 0);
  if (control === undefined || total <= 0) return undefined;
  const pair = (from: number): number => (volumes[from] ?? 0) + (volumes[from + 1] ?? 0);
  let low = control;
  let high = control;
  let held = volumes[control] ?? 0;
  while (held < VALUE_SHARE * total - TOLERANCE) {
    const above = pair(high + 1);
    const below = pair(low - 2);
    if (above >= below) {
      high = Math.min(high + 2, volumes.length - 1);
      held += above;
    }
    if (below >= above) {
      low = Math.max(low - 2, 0);
      held += below;
    }
  }
  return { controlTick: firstTick + control, highTick: firstTick + high, lowTick: firstTick + low };
}

function controlIndex(volumes: Float64Array): number | undefined {
  const middle = (volumes.length - 1) / 2;
  let best: number | undefined;
  volumes.forEach((volume, index) => {
    const most = best === undefined ? 0 : (volumes[best] ?? 0);
    const isNearer = best === undefined || Math.abs(index - middle) < Math.abs(best - middle);
    if (volume > most || (volume === most && volume > 0 && isNearer)) best = index;
  });
  return best;
}

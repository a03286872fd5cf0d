import { describe, expect, it } from 'vitest';
import { UNSEEN_DEPTH } from '../../engine/core/protocol.ts';
import { buildDepth, NOON_TS } from '../model/testing.ts';
import { DepthTrail } from './depthTrail.ts';
import { heatBlocks } from './heatBlocks.ts';
import { layOutHeat } from './heatBuffer.ts';
import { FADE_COLUMNS, HeatPainter } from './heatPainter.ts';
import { heatRamp, RAMP_STEPS, rampSteps } from './heatRamp.ts';

const GROUND = '#000000';
const BRIGHT = '#b0ddf8';
const RAMP = heatRamp([GROUND, BRIGHT]);

function trailOf(...parts: Parameters<typeof buildDepth>[]): DepthTrail {
  const trail = new DepthTrail();
  for (const part of parts) trail.append(buildDepth(...part));
  return trail;
}

describe('the depth that the screen knows', () => {
  it('joins parts, and takes none twice when a reconnect repeats them', () => {
    const first = buildDepth([[5], [6]]);
    const trail = new DepthTrail();
    trail.append(first);
    trail.append(first);
    trail.append(buildDepth([[7]], { firstColumn: 2, firstTs: NOON_TS + 3000 }));
    trail.append(buildDepth());
    expect(trail.count).toBe(3);
    expect([0, 1, 2].map((column) => trail.sizesAt(column)[0])).toEqual([5, 6, 7]);
    expect(trail.tsAt(2)).toBe(NOON_TS + 3000);
    expect(trail.tsAt(3)).toBeNaN();
  });

  it('may begin anywhere in the run, and grows to a day', () => {
    const trail = trailOf([Array.from({ length: 23_400 }, () => [5, 6]), { firstColumn: 40_000 }]);
    expect(trail.count).toBe(23_400);
    expect(trail.sizesAt(23_399)[1]).toBe(6);
    expect(trail.columnFrom(NOON_TS + 2500)).toBe(2);
    expect(trail.columnFrom(Infinity)).toBe(23_400);
  });

  it('takes for large what almost all sizes of the last ten minutes are below', () => {
    const sizes = Array.from({ length: 600 }, (_, i) => [1 + (i % 100), 0]);
    const trail = trailOf([sizes]);
    expect(trail.top).toBe(99);
    expect(new DepthTrail().top).toBe(0);
  });

  it('keeps its scale while the largest sizes change little', () => {
    const next = { firstColumn: 600, firstTs: NOON_TS + 601_000 };
    const trail = trailOf([Array.from({ length: 600 }, () => [100])]);
    trail.append(
      buildDepth(
        Array.from({ length: 600 }, () => [110]),
        next,
      ),
    );
    expect(trail.top).toBe(100);
    trail.append(
      buildDepth(
        Array.from({ length: 600 }, () => [150]),
        { ...next, firstColumn: 1200 },
      ),
    );
    expect(trail.top).toBe(150);
  });
});

describe('the ramp', () => {
  it('goes from the ground to the brightest colour, through every stop', () => {
    const ramp = heatRamp(['#000000', '#102030', '#ffffff']);
    expect(ramp).toHaveLength(RAMP_STEPS);
    expect([ramp[0], ramp.at(-1)]).toEqual([0, 0xffffff]);
    expect(RAMP.at(-1)).toBe(0xf8ddb0);
  });

  it('gives every size up to the top its step', () => {
    const steps = rampSteps(100);
    expect([steps[0], steps[100], steps.length]).toEqual([0, 255, 101]);
    expect(steps[50]).toBeGreaterThan(steps[25] ?? 255);
    expect([...rampSteps(0)]).toEqual([0]);
  });
});

describe('a column of pixels', () => {
  /** Rows of one tick each, from 100.00 (level price) up to 100.75; ratio 1, ticks of 0.25. */
  const ROWS = { lowPx: 99.875, rowPx: 0.25, count: 4 };
  const STYLE = { ramp: RAMP, top: 100, tickSize: 0.25 };
  const OPTIONS = { firstTick: 400, ratio: 1 };

  /** The pixels after the last of these columns, lowest price first, as [opacity, blue]. */
  function pixels(columns: readonly (readonly number[])[], afterMs = 0): [number, number][] {
    const trail = trailOf([columns, OPTIONS]);
    const painter = new HeatPainter(ROWS, STYLE);
    for (let column = 0; column < trail.count; column++) painter.step(trail, column);
    const image = new Uint32Array(ROWS.count);
    painter.paint(image, 1, 0, trail.tsAt(trail.count - 1) + afterMs);
    return Array.from(image, (pixel): [number, number] => [
      pixel >>> 24,
      (pixel >>> 16) & 0xff,
    ]).reverse();
  }

  it('shows what is in sight in full colour, brighter where there is more', () => {
    const [low, high] = pixels([[10, 100, 0, UNSEEN_DEPTH]]);
    expect(high).toEqual([255, 0xf8]);
    expect(low?.[0]).toBe(255);
    expect(low?.[1]).toBeLessThan(0x40);
  });

  it('leaves the ground where nothing is shown, and where nothing was ever seen', () => {
    expect(pixels([[10, 100, 0, UNSEEN_DEPTH]]).slice(2)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('keeps what went out of sight, fainter, until it has faded', () => {
    const out = [UNSEEN_DEPTH, UNSEEN_DEPTH, UNSEEN_DEPTH, UNSEEN_DEPTH];
    const [justGone] = pixels([[100, 0, 0, 0], out]);
    expect(justGone?.[0]).toBeCloseTo(255 * 0.42 * Math.exp(-1 / 60), 0);
    expect(justGone?.[1]).toBe(0xf8);
    const [later] = pixels([[100, 0, 0, 0], out], 60_000);
    expect(later?.[0]).toBeLessThan(45);
    expect(pixels([[100, 0, 0, 0], out], (FADE_COLUMNS + 1) * 1000)[0]).toEqual([0, 0]);
  });

  it('forgets what was seen to be gone', () => {
    expect(
      pixels([
        [100, 0, 0, 0],
        [0, 0, 0, 0],
      ])[0],
    ).toEqual([0, 0]);
  });

  it('puts a tick where its price was, at the ratio of its moment', () => {
    const trail = trailOf([[[100]], { firstTick: 800, ratio: 2 }]);
    const painter = new HeatPainter(ROWS, STYLE);
    painter.step(trail, 0);
    const image = new Uint32Array(ROWS.count);
    painter.paint(image, 1, 0, trail.tsAt(0));
    // Tick 800 at ratio 2 is 100.00, and half as high as a row.
    expect(image.filter((pixel) => pixel !== 0).length).toBeLessThanOrEqual(1);
    expect([...image].slice(0, 3)).toEqual([0, 0, 0]);
  });
});

describe('the picture of the depth', () => {
  it('breaks where there was no book', () => {
    const trail = trailOf([[[1], [1]]], [[[1], [1]], { firstColumn: 2, firstTs: NOON_TS + 9000 }]);
    expect(heatBlocks(trail, 0, 4)).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 4 },
    ]);
    expect(heatBlocks(trail, 1, 1)).toEqual([]);
  });

  it('is never larger than a screen, however much is in sight', () => {
    const trail = trailOf([Array.from({ length: 23_400 }, () => [1])]);
    const sight = { from: 0, to: 23_400, lowPx: 600, highPx: 700 };
    const { pixels, rows, stride, first } = layOutHeat(trail, sight, 0.25);
    expect(pixels).toBeLessThanOrEqual(1600);
    expect(rows.count).toBeLessThanOrEqual(701);
    expect(first + pixels * stride).toBeGreaterThanOrEqual(sight.to);
    expect(rows.lowPx).toBeLessThan(sight.lowPx);
    expect(rows.lowPx + rows.count * rows.rowPx).toBeGreaterThan(sight.highPx);
  });
});

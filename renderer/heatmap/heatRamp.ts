/** From displayed size to colour: the design's ramp from the ground to the brightest. */

/** Steps of the ramp between ground and top. */
export const RAMP_STEPS = 256;
/** Bends the scale a little, so that middling sizes still show. */
const BEND = 0.92;

const channels = (colour: string): readonly [number, number, number] => {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
};

/**
 * The ramp as pixels without their opacity, `0x00bbggrr` as an image's bytes lie in memory.
 * @param stops colours `#rrggbb` at equal distances, at least two
 */
export function heatRamp(stops: readonly string[]): Uint32Array {
  const colours = stops.map(channels);
  return Uint32Array.from({ length: RAMP_STEPS }, (_, step) => {
    const at = (step / (RAMP_STEPS - 1)) * (colours.length - 1);
    const index = Math.min(Math.floor(at), colours.length - 2);
    const from = colours[index] ?? [0, 0, 0];
    const to = colours[index + 1] ?? from;
    const [red = 0, green = 0, blue = 0] = from.map((value, channel) =>
      Math.round(value + ((to[channel] ?? value) - value) * (at - index)),
    );
    return (blue << 16) | (green << 8) | red;
  });
}

/** The ramp's step of each size from 0 to `top`; larger ones have the last. */
export function rampSteps(top: number): Uint8Array {
  return Uint8Array.from({ length: Math.floor(top) + 1 }, (_, size) =>
    Math.round((RAMP_STEPS - 1) * Math.min(1, (size / Math.max(1, top)) ** BEND)),
  );
}

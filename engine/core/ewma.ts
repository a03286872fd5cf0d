import { NS_PER_S } from './time.ts';

/**
 * Weight of the new value in an exponentially weighted moving average over uneven time (SPEC §8):
 * α = 1 − exp(−Δt/τ). Everything that smooths computes it in this one way, to the last bit.
 *
 * @param elapsedNs Δt since the previous value
 * @param tauS the time constant τ in seconds
 */
export const ewmaAlpha = (elapsedNs: number, tauS: number): number =>
  1 - Math.exp(-(elapsedNs / NS_PER_S) / tauS);

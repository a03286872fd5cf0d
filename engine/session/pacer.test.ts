import { describe, expect, it } from 'vitest';
import { Pacer } from './pacer.ts';
import { SpeedMeter } from './speedMeter.ts';

describe('the pacer', () => {
  it('draws a straight line from its anchor', () => {
    const pacer = new Pacer();
    pacer.anchor(1000, 50_000, 10);
    expect(pacer.dueMs(1000)).toBe(50_000);
    expect(pacer.dueMs(1100)).toBe(51_000);
    expect(pacer.waitMs(1000, 50_250)).toBe(25);
    expect(pacer.waitMs(2000, 50_250)).toBe(0);
  });

  it('forgives a long delay and keeps a short one', () => {
    const pacer = new Pacer();
    pacer.anchor(0, 0, 1);
    pacer.forgiveLag(600, 250);
    expect(pacer.dueMs(600)).toBe(600);
    pacer.forgiveLag(60_000, 250);
    expect(pacer.dueMs(60_000)).toBe(750);
  });
});

describe('the speed meter', () => {
  it('says nothing before it has seen enough', () => {
    const meter = new SpeedMeter();
    expect(meter.speed).toBeNull();
    meter.note(0, 0);
    meter.note(100, 1000);
    expect(meter.speed).toBeNull();
  });

  it('measures over the last second only', () => {
    const meter = new SpeedMeter();
    for (let wallMs = 0; wallMs <= 5000; wallMs += 100) meter.note(wallMs, wallMs * 2);
    for (let wallMs = 5100; wallMs <= 6500; wallMs += 100)
      meter.note(wallMs, 10_000 + wallMs - 5000);
    expect(meter.speed).toBe(1);
    meter.clear();
    expect(meter.speed).toBeNull();
  });
});

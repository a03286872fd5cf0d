import { describe, expect, it } from 'vitest';
import type { HotzoneEvent } from '../core/events.ts';
import { withEdit, zonesFromStart, type SessionZones } from './sessionZones.ts';

const zone = (id: string, action: HotzoneEvent['action'] = 'add', price = 687): HotzoneEvent => ({
  action,
  id,
  price,
  label: '',
  strong: false,
});

const made = (...edits: readonly (readonly [ts: number, event: HotzoneEvent])[]): SessionZones =>
  edits.reduce((zones, [ts, event]) => withEdit(zones, ts, event), zonesFromStart([zone('first')]));

const shortly = ({ edits }: SessionZones): string =>
  edits.map(({ ts, event }) => `${ts} ${event.action} ${event.id}`).join(', ');

describe('what is done to zones while a session plays', () => {
  it('stands by time, and in the order it was done at one snap', () => {
    const zones = made(
      [5000, zone('a')],
      [9000, zone('b')],
      [7000, zone('c')],
      [7000, zone('c', 'move')],
    );
    expect(shortly(zones)).toBe('5000 add a, 7000 add c, 7000 move c, 9000 add b');
    expect(zones.initial).toEqual([zone('first')]);
  });

  it('takes the place of what was done to the same zone further on', () => {
    const zones = made(
      [5000, zone('a')],
      [9000, zone('a', 'move')],
      [9500, zone('b')],
      [7000, zone('a', 'remove')],
    );
    expect(shortly(zones)).toBe('5000 add a, 7000 remove a, 9500 add b');
  });

  it('brings a zone forward that was made later', () => {
    const zones = made([9000, zone('a')], [4000, zone('a', 'move', 688)]);
    expect(zones.edits).toEqual([{ ts: 4000, event: zone('a', 'move', 688) }]);
  });
});

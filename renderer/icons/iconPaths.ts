/** Line drawings of the design, one set for the page (SVG) and for the chart (canvas). */

/** One path of an icon; filled when it has no stroke width. */
export interface IconPath {
  readonly d: string;
  readonly width?: number;
  readonly dash?: readonly number[];
}

const icons = {
  break: [{ d: 'M3 2.5l5 4.6 5-4.6M3 8.4l5 4.6 5-4.6', width: 2.2 }],
  reject: [
    { d: 'M1.5 2h13', width: 2.2 },
    { d: 'M4 14V8.2a3.6 3.6 0 0 1 7.2 0V13M8.4 10.6l2.8 2.9 2.8-2.9', width: 1.9 },
  ],
  contested: [
    { d: 'M1.5 8h13', width: 1.8 },
    { d: 'M8 .8v4.4M5.6 3.2L8 5.6l2.4-2.4M8 15.2v-4.4M5.6 12.8L8 10.4l2.4 2.4', width: 1.7 },
  ],
  neutral: [
    { d: 'M2.4 8a5.6 5.6 0 1 0 11.2 0a5.6 5.6 0 1 0 -11.2 0', width: 1.5 },
    { d: 'M5.4 8h5.2', width: 1.7 },
  ],
  muted: [
    { d: 'M2.2 8a5.8 5.8 0 1 0 11.6 0a5.8 5.8 0 1 0 -11.6 0', width: 1.5 },
    { d: 'M3.9 12.1L12.1 3.9', width: 1.7 },
  ],
  vacuum: [{ d: 'M2 3.5h12M4 8h8M6.5 12.5h3', width: 1.9, dash: [3, 2.2] }],
  wall: [{ d: 'M1.8 3h12.4v10H1.8zM1.8 8h12.4M6 3v5M10.4 8v5', width: 1.6 }],
  consumed: [{ d: 'M2.5 13V3.4M6.2 13V6.4M9.9 13V9.2M13.6 13v-1.6', width: 2 }],
  absorption: [{ d: 'M8 1.6v6.6M5.2 5.6L8 8.4l2.8-2.8M2 8.4v5h12v-5', width: 1.7 }],
  weak: [{ d: 'M1.5 8h2.4M6.8 8h2.4M12.1 8h2.4', width: 2 }],
  amplify: [{ d: 'M5.8 3.6L1.6 8l4.2 4.4M10.2 3.6L14.4 8l-4.2 4.4', width: 1.9 }],
  dampen: [{ d: 'M1.6 3.6L5.8 8l-4.2 4.4M14.4 3.6L10.2 8l4.2 4.4', width: 1.9 }],
  run: [{ d: 'M6.2 1h3.6v7h3.7L8 15 2.5 8h3.7z' }],
  runstop: [
    { d: 'M8 1v2.4M8 5v2', width: 2 },
    { d: 'M3.6 7.4h8.8L8 12z' },
    { d: 'M2 14.4h12', width: 2.2 },
  ],
  up: [{ d: 'M8 3l5.6 9.5H2.4z' }],
  down: [{ d: 'M8 13L2.4 3.5h11.2z' }],
  arrow: [{ d: 'M2 8h11M9 4l4.2 4L9 12', width: 1.7 }],
  check: [{ d: 'M2.8 8.6l3.4 3.6 7-8', width: 2 }],
  cross: [{ d: 'M3.5 3.5l9 9M12.5 3.5l-9 9', width: 1.9 }],
  warn: [
    { d: 'M8 1.8l6.6 12H1.4z', width: 1.6 },
    { d: 'M8 6v3.8M8 11.9v.2', width: 1.8 },
  ],
  stop: [
    { d: 'M5 1.8h6L14.2 5v6L11 14.2H5L1.8 11V5z', width: 1.6 },
    { d: 'M5.4 8h5.2', width: 1.8 },
  ],
  caret: [{ d: 'M4 6l4 4.2L12 6', width: 1.7 }],
  play: [{ d: 'M4.5 2.4l9 5.6-9 5.6z' }],
  pause: [{ d: 'M4 2.5h2.8v11H4zM9.2 2.5H12v11H9.2z' }],
  step: [{ d: 'M4 3l6.4 5L4 13z' }, { d: 'M12.4 3v10', width: 1.9 }],
  next: [{ d: 'M2 3l5.6 5L2 13zM8 3l5.6 5L8 13z' }],
  touch: [
    { d: 'M1.6 3.4l4.6 4.6-4.6 4.6z' },
    { d: 'M8.2 13h6.6M11.5 2.6v7M9 7.2l2.5 2.5L14 7.2', width: 1.7 },
  ],
  eyeoff: [
    { d: 'M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8z', width: 1.4 },
    { d: 'M6 8a2 2 0 1 0 4 0a2 2 0 1 0-4 0' },
    { d: 'M2.5 13.5l11-11', width: 1.6 },
  ],
  loop: [
    {
      d: 'M3 7V6a2.5 2.5 0 0 1 2.5-2.5H12M10 1.4l2.2 2.1L10 5.6M13 9v1a2.5 2.5 0 0 1-2.5 2.5H4M6 14.6l-2.2-2.1L6 10.4',
      width: 1.5,
    },
  ],
  help: [
    { d: 'M1.8 8a6.2 6.2 0 1 0 12.4 0a6.2 6.2 0 1 0 -12.4 0', width: 1.4 },
    { d: 'M6.2 6.4c.1-2.4 3.7-2.2 3.6 0-.1 1.3-1.7 1.3-1.8 2.7M8 11.4v.2', width: 1.5 },
  ],
  pin: [{ d: 'M6 2h4l-.6 4.4L12 9H4l2.6-2.6zM8 9v5', width: 1.4 }],
  plus: [{ d: 'M8 3v10M3 8h10', width: 1.8 }],
  file: [{ d: 'M3.5 1.8h6L12.5 5v9.2h-9zM9.2 1.8V5.4h3.3', width: 1.4 }],
  folder: [{ d: 'M1.8 12.8V3.2h4.4l1.5 1.9h6.5v7.7z', width: 1.4 }],
  flag: [{ d: 'M3.8 1.8h8.4v12.4L8 10.8l-4.2 3.4z', width: 1.6 }],
  notes: [{ d: 'M3 1.8h10v12.4H3zM5.6 5.2h4.8M5.6 8h4.8M5.6 10.8h2.8', width: 1.5 }],
  repeat: [{ d: 'M4.4 3H2v10h2.4M11.6 3H14v10h-2.4M4.8 8h6M8.6 5.6L11 8l-2.4 2.4', width: 1.6 }],
  sweep: [{ d: 'M2 13L13 3M8.6 2.6H13.4V7.4', width: 1.9 }],
  fuel: [
    { d: 'M8 1.4c2.8 3.4 4.4 5.6 4.4 8a4.4 4.4 0 0 1-8.8 0c0-2.4 1.6-4.6 4.4-8z', width: 1.6 },
  ],
  turn: [
    {
      d: 'M4.6 13.6V2.8M1.8 5.6l2.8-2.9 2.8 2.9M11.4 2.4v10.8M8.6 10.4l2.8 2.9 2.8-2.9',
      width: 1.7,
    },
  ],
  apart: [{ d: 'M2 6.4c2-2.4 4-2.4 6 0s4 2.4 6 0M2 11.2c2-2.4 4-2.4 6 0s4 2.4 6 0', width: 1.6 }],
  differ: [{ d: 'M2.6 5.6h10.8M2.6 10.4h10.8M11 1.8L5 14.2', width: 1.8 }],
  compare: [{ d: 'M2 2.8h4.6v10.4H2zM9.4 2.8H14v10.4H9.4z', width: 1.5 }],
  parameters: [
    { d: 'M1.6 4.6h5M10.6 4.6h3.8M1.6 11.4h2M7.6 11.4h6.8', width: 1.6 },
    {
      d: 'M6.8 4.6a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0-3.6 0M3.8 11.4a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0-3.6 0',
      width: 1.5,
    },
  ],
  gap: [{ d: 'M1.5 8h3.4M11.1 8h3.4M6.6 4.5l-1.4 7M10.8 4.5l-1.4 7', width: 1.6 }],
} as const satisfies Record<string, readonly IconPath[]>;

export type IconName = keyof typeof icons;

/** Icons on a field of 16 × 16. */
export const ICONS: Readonly<Record<IconName, readonly IconPath[]>> = icons;

/** The brand's mark, on a field of 20 × 20. */
export const MARK: IconPath = {
  d: 'M2 13.2c2-5.6 3.6-8.4 6-8.4 3.4 0 2.6 5 6 5 1.6 0 2.9-.8 4-2.2M2 17h16',
  width: 2.1,
};

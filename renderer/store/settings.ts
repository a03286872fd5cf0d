/** What the screen remembers between visits, in the browser's local storage. */
import { z } from 'zod';
import { SPEEDS } from '../../engine/core/protocol.ts';
import { TAPE_NOTIONALS } from '../../engine/core/tape.ts';
import { INTERVALS_S } from '../chart/candles.ts';
import { FUEL_BOOK_CHOICES, FUEL_UNITS } from '../fuel/fuelView.ts';
import { TAPE_SIDES } from '../tape/tapeFilter.ts';

const KEY = 'breakwater.settings';
const MAX_RECENT = 12;

export const LOG_FILTERS = ['all', 'signals', 'states', 'sweeps', 'walls', 'gaps'] as const;

/** Layers of the chart that can be switched off. */
export const CHART_LAYERS = ['heatmap', 'prints', 'sweeps'] as const;
export type ChartLayer = (typeof CHART_LAYERS)[number];
export type LayerChoice = Readonly<Record<ChartLayer, boolean>>;

const ALL_LAYERS: LayerChoice = { heatmap: true, prints: true, sweeps: true };
const layersSchema = z.object({
  heatmap: z.boolean(),
  prints: z.boolean(),
  sweeps: z.boolean(),
});

/** Panels that share a place: on a narrow screen all four, on a wide one the ladder stands apart. */
export const SIDE_PANELS = ['ladder', 'events', 'fuel', 'tape'] as const;
export type SidePanel = (typeof SIDE_PANELS)[number];

const openedSchema = z.object({
  paths: z.array(z.string()).min(1),
  profile: z.string().optional(),
  symbol: z.string().optional(),
});

/** What was named to open a session: its paths, and the profile and instrument if chosen. */
export type OpenedSession = z.infer<typeof openedSchema>;

const settingsSchema = z.object({
  intervalS: z.literal(INTERVALS_S).catch(5),
  chartStyle: z.enum(['candles', 'line']).catch('candles'),
  /** What is drawn beside price and levels. */
  layers: layersSchema.catch(ALL_LAYERS),
  ladderMode: z.enum(['centre', 'free']).catch('centre'),
  logFilter: z.enum(LOG_FILTERS).catch('all'),
  sidePanel: z.enum(SIDE_PANELS).catch('ladder'),
  fuelBook: z.enum(FUEL_BOOK_CHOICES).catch('both'),
  fuelUnit: z.enum(FUEL_UNITS).catch('shares'),
  /** Smallest price × contracts on the tape. */
  tapeNotional: z.literal(TAPE_NOTIONALS).catch(250_000),
  tapeSide: z.enum(TAPE_SIDES).catch('both'),
  /** Hides on the timeline what lies ahead of the playhead. */
  isBlind: z.boolean().catch(false),
  speed: z.union([z.literal(SPEEDS), z.literal('max')]).catch(1),
  /** Sessions that were opened, newest first. */
  recent: z.array(openedSchema).max(MAX_RECENT).catch([]),
});

export type Settings = z.infer<typeof settingsSchema>;

/** The part of `Storage` that is used; the browser's own or a test's. */
export type SettingsStorage = Pick<Storage, 'getItem' | 'setItem'>;

const parse = (value: unknown): Settings =>
  settingsSchema.parse(typeof value === 'object' && value !== null ? value : {});

/** Stored settings; every value that is missing or unusable is the default. */
export function loadSettings(storage: SettingsStorage): Settings {
  try {
    return parse(JSON.parse(storage.getItem(KEY) ?? '{}'));
  } catch {
    // Storage may be denied, or hold what is not JSON: defaults serve as well.
    return parse({});
  }
}

/** Keeps the settings; a browser that denies storage forgets them, nothing else. */
export function saveSettings(storage: SettingsStorage, settings: Settings): void {
  try {
    storage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Denied or full: the settings hold for this visit.
  }
}

/** The list with this session first, each set of paths once, and not longer than it may be. */
export function rememberSession(
  recent: readonly OpenedSession[],
  opened: OpenedSession,
): OpenedSession[] {
  const key = opened.paths.join('\n');
  const others = recent.filter((entry) => entry.paths.join('\n') !== key);
  return [opened, ...others].slice(0, MAX_RECENT);
}

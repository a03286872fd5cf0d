import { BreakwaterError } from '../../core/errors.ts';
import { ES_MAKERS, SMALL_TICK_MAKERS, type MakerHabits } from './market/conditions.ts';
import { TEN_MINUTES } from './market/demoScript.ts';
import type { PhaseSource } from './market/director.ts';
import { NO_VISITORS, VISITOR_KINDS, type Happening, type Visitors } from './market/happenings.ts';
import { scriptedPath, walkingPath, type Walk } from './market/paths.ts';
import type { Prng } from './prng.ts';

/** What a simulated market goes through. */
export interface Scenario {
  readonly name: string;
  /** One sentence for people. */
  readonly summary: string;
  /** Its natural length; longer runs repeat its happenings and go on with its path. */
  readonly minutes: number;
  readonly makers: MakerHabits;
  /** Draws where price is steered. */
  readonly path: (prng: Prng) => PhaseSource;
  /** Arrivals over the day: even, or as in a session from 09:30 to 16:00 New York, busy at its ends. */
  readonly intraday: 'even' | 'session';
  readonly visitors: Visitors;
  readonly happenings: readonly Happening[];
}

const WALK: Walk = {
  centsPerMinute: 14,
  driftCentsPerMinute: 0,
  levelPerMille: 300,
  activityPercent: 100,
};

const walking =
  (walk: Partial<Walk>): Scenario['path'] =>
  (prng) =>
    walkingPath(prng, { ...WALK, ...walk });

/** An hour of ordinary trading; what the scenarios below vary. */
const ORDINARY: Omit<Scenario, 'name' | 'summary'> = {
  minutes: 60,
  makers: ES_MAKERS,
  path: walking({}),
  intraday: 'even',
  visitors: NO_VISITORS,
  happenings: [],
};

const NAMED: readonly Scenario[] = [
  {
    ...ORDINARY,
    name: 'demo',
    summary: 'Ten minutes that visit every barrier state, both signals and one outage.',
    minutes: 10,
    path: (prng) => scriptedPath(prng, TEN_MINUTES, 20),
  },
  {
    ...ORDINARY,
    name: 'day',
    summary: 'A regular session: busy at both ends, with levels fought over and planned traders.',
    minutes: 390,
    intraday: 'session',
    visitors: { spoofs: 14, defences: 12, icebergs: 40, hidden: 60, vacuums: 8, sweeps: 10 },
  },
  {
    ...ORDINARY,
    name: 'quiet',
    summary: 'Little trading, small moves, nothing planned.',
    path: walking({ centsPerMinute: 4, levelPerMille: 0, activityPercent: 45 }),
  },
  {
    ...ORDINARY,
    name: 'trend',
    summary: 'Price climbs about four ES points a minute through one level after the other.',
    minutes: 30,
    path: walking({ driftCentsPerMinute: 18, levelPerMille: 500, activityPercent: 140 }),
    visitors: { ...NO_VISITORS, sweeps: 30 },
  },
  {
    ...ORDINARY,
    name: 'news',
    summary:
      'News every half hour: depth leaves, 50,000 orders a second for a moment, price jumps.',
    minutes: 30,
    happenings: [{ kind: 'news', atMinute: 6, perS: 50_000, seconds: 1.2, jumpCents: 55 }],
  },
  {
    ...ORDINARY,
    name: 'spoofs',
    summary: 'Large walls that vanish when price comes near, beside walls that are defended.',
    minutes: 30,
    visitors: { ...NO_VISITORS, spoofs: 150, defences: 60 },
  },
  {
    ...ORDINARY,
    name: 'icebergs',
    summary: 'Iceberg orders that refresh in the same event, and hidden size.',
    minutes: 30,
    visitors: { ...NO_VISITORS, icebergs: 240, hidden: 300 },
  },
  {
    ...ORDINARY,
    name: 'vacuum',
    summary: 'Depth near the best price is pulled again and again; sweeps run through the gaps.',
    minutes: 30,
    visitors: { ...NO_VISITORS, vacuums: 120, sweeps: 60 },
  },
  {
    ...ORDINARY,
    name: 'halt',
    summary: 'Trading halts for two minutes and reopens with an auction.',
    minutes: 30,
    happenings: [{ kind: 'halt', atMinute: 8, seconds: 120 }],
  },
  {
    ...ORDINARY,
    name: 'auction',
    summary: 'A pre-open with a crossed book, then the opening auction.',
    minutes: 30,
    happenings: [{ kind: 'auction', atMinute: 0, seconds: 45 }],
  },
  {
    ...ORDINARY,
    name: 'outage',
    summary: 'The feed loses packets: a doubtful book, a clear, silence, an image.',
    minutes: 30,
    happenings: [{ kind: 'outage', atMinute: 4 }],
  },
  {
    ...ORDINARY,
    name: 'smallTick',
    summary: 'A tick small against the spread: few contracts, gaps between occupied prices.',
    makers: SMALL_TICK_MAKERS,
    path: walking({ centsPerMinute: 25, levelPerMille: 100 }),
    visitors: { ...NO_VISITORS, icebergs: 30, hidden: 60, sweeps: 20 },
  },
];

/** The scenarios by name. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(
  NAMED.map((scenario) => [scenario.name, scenario]),
);

/**
 * Lays scenarios over each other: the first gives makers, path, hours and length; each further one
 * adds its visitors and its happenings.
 * @param names one or more names joined by `+`, e.g. `day+news+halt`
 * @throws BreakwaterError for a name that does not exist
 */
export function composeScenario(names: string): Scenario {
  const [first, ...others] = names.split('+').map((name) => findScenario(name.trim()));
  if (first === undefined) return findScenario(names);
  return others.reduce(overlaid, first);
}

function findScenario(name: string): Scenario {
  const scenario = SCENARIOS.get(name);
  if (scenario !== undefined) return scenario;
  const known = [...SCENARIOS.keys()].join(', ');
  throw new BreakwaterError('usage', `There is no scenario ${JSON.stringify(name)}.`, {
    place: { expected: known, found: name },
    remedy: `Choose from ${known}; join several with +, e.g. day+news.`,
  });
}

function overlaid(base: Scenario, added: Scenario): Scenario {
  const visitors: Record<keyof Visitors, number> = { ...base.visitors };
  for (const kind of VISITOR_KINDS) visitors[kind] += added.visitors[kind];
  return {
    ...base,
    name: `${base.name}+${added.name}`,
    summary: `${base.summary} ${added.summary}`,
    visitors,
    happenings: [...base.happenings, ...repeated(added, base.minutes)],
  };
}

/** What happens in a scenario, as often as it fits into a longer one. */
function repeated({ happenings, minutes }: Scenario, withinMinutes: number): Happening[] {
  const all: Happening[] = [];
  for (let from = 0; from < withinMinutes; from += minutes) {
    // A day has one opening.
    for (const happening of happenings) {
      if (happening.kind === 'auction' && from > 0) continue;
      all.push({ ...happening, atMinute: happening.atMinute + from });
    }
  }
  return all;
}

import { BreakwaterError } from '../../core/errors.ts';
import type { OpenedSession } from '../open.ts';
import { SessionRun } from '../run.ts';
import { DecreaseCheck, type DecreaseFindings } from './decreaseCheck.ts';
import { OPTION_TRUTH_COLUMN } from './optionTruth.ts';
import { SigningCheck, type SigningFindings } from './signingCheck.ts';
import type { TruthCheck } from './truthCheck.ts';
import { truthColumns } from './truthFile.ts';

const BATCH_EVENTS = 20_000;

/** What a comparison of a run with truth files found. */
export interface Verification {
  /** Of a file that knows what took each decrease of the book; undefined where none was given. */
  readonly decreases: DecreaseFindings | undefined;
  /** Of a file that knows the customer's side of each option trade; undefined where none was given. */
  readonly signing: SigningFindings | undefined;
  readonly records: number;
  readonly snaps: number;
  /** Unix ms that the verdicts' times count from. */
  readonly epochMs: number;
  readonly damages: readonly BreakwaterError[];
}

/** The truth files of a comparison by what they know. */
interface TruthPaths {
  readonly decreases?: string;
  readonly signing?: string;
}

/**
 * Runs the engine over a session, snaps included, and compares what it infers with truth files.
 *
 * @param opened closed at the end
 * @param truthPaths each is known by its heading; at most one of a kind
 * @param onProgress hears the share of the session that is done, 0…1
 * @throws BreakwaterError (bad-input) for what cannot be used in a truth file, (usage) for two of a kind
 */
export async function verifyRun(
  opened: OpenedSession,
  truthPaths: readonly string[],
  onProgress: (share: number) => void = () => undefined,
): Promise<Verification> {
  const checks: TruthCheck[] = [];
  const run = await SessionRun.start(opened, {
    onSnap: () => {
      for (const check of checks) check.noteSnap?.();
    },
    onEvent: (source) => {
      for (const check of checks) check.noteEvent(source);
    },
  });
  try {
    const paths = await kindsOf(truthPaths);
    const decreases =
      paths.decreases && (await DecreaseCheck.open(paths.decreases, run, opened.config));
    if (decreases) checks.push(decreases);
    const signing = paths.signing && (await SigningCheck.open(paths.signing, run));
    if (signing) checks.push(signing);
    while ((await run.advance({ maxEvents: BATCH_EVENTS })) === 'more') {
      for (const check of checks) await check.advance();
      onProgress(run.progress);
    }
    for (const check of checks) await check.finish();
    return {
      decreases: decreases ? decreases.findings : undefined,
      signing: signing ? signing.findings : undefined,
      records: run.recordCount,
      snaps: run.snapCount,
      epochMs: run.clock.epochMs,
      damages: run.damages,
    };
  } finally {
    for (const check of checks) check.close();
    await run.close();
  }
}

/** Tells truth files apart by their headings. */
async function kindsOf(truthPaths: readonly string[]): Promise<TruthPaths> {
  const paths: { decreases?: string; signing?: string } = {};
  for (const path of truthPaths) {
    const columns = await truthColumns(path);
    const kind = columns.includes(OPTION_TRUTH_COLUMN) ? 'signing' : 'decreases';
    const known = paths[kind];
    if (known !== undefined) {
      throw new BreakwaterError('usage', 'Two truth files know the same.', {
        place: { file: path, field: '--truth', found: `${known} and ${path}` },
        remedy: 'Give one file of each kind: of fills and pulls, and of option trades.',
      });
    }
    paths[kind] = path;
  }
  return paths;
}

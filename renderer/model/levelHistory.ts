/** What the screen remembers of each level from one drawn snap to the next. */
import type { EngineConfig } from '../../engine/core/config.ts';
import type { LevelPayload, SnapPayload } from '../../engine/core/payload.ts';
import type { LogRow } from '../../engine/core/protocol.ts';
import { armingOf, watchTrigger, type Arming, type TriggerWatch } from './arming.ts';

/** Length of a card's sparkline in session time. */
const SPARKLINE_MS = 60_000;

/** A raw score 0…100 at a snap; ts in Unix ms. */
export interface ScoreSample {
  readonly ts: number;
  readonly raw: number;
}

interface LevelMemory {
  readonly samples: readonly ScoreSample[];
  readonly signal: string;
  readonly sinceTs: number | undefined;
  readonly trigger: TriggerWatch;
  readonly arming: Arming | undefined;
  readonly lastTs: number;
}

/** What a card shows beside the engine's figures. */
export interface LevelTrace {
  readonly samples: readonly ScoreSample[];
  /** Unix ms since when the signal is what it is; undefined when that was before we looked. */
  readonly sinceTs: number | undefined;
  readonly arming: Arming | undefined;
}

/** Memory of one run and epoch; start a new one when the epoch changes. */
export class LevelHistory {
  readonly #levels = new Map<string, LevelMemory>();
  readonly #signalRows = new Map<string, LogRow>();
  /** Number and time of the last drawn snap; undefined before the first. */
  #last: { readonly sequence: number; readonly ts: number } | undefined;

  /** @param sequence number of the snap in the run; a jump means that snaps were not drawn */
  update(payload: SnapPayload, sequence: number, config: EngineConfig): void {
    const isNextSnap = sequence === 0 || sequence === (this.#last?.sequence ?? Infinity) + 1;
    const isFirstLook = sequence !== 0 && this.#last === undefined;
    for (const level of payload.levels) {
      const before = this.#levels.get(level.id);
      const active = before?.lastTs === this.#last?.ts ? before : undefined;
      const trigger = watchTrigger(active?.trigger, level, payload.ts, isNextSnap, config);
      this.#levels.set(level.id, {
        samples: appendSample(before, payload.ts, level),
        signal: level.signal,
        sinceTs:
          before?.signal === level.signal ? before.sinceTs : isFirstLook ? undefined : payload.ts,
        trigger,
        arming: armingOf(trigger, level, payload.ts, config),
        lastTs: payload.ts,
      });
    }
    for (const [id, memory] of this.#levels) {
      if (payload.ts - memory.lastTs > SPARKLINE_MS) this.#levels.delete(id);
    }
    this.#last = { sequence, ts: payload.ts };
  }

  /** Log rows tell the exact time of a change, also of one that was not drawn. */
  noteRows(rows: readonly LogRow[]): void {
    for (const row of rows) {
      if (row.kind === 'signal' && row.level !== null) this.#signalRows.set(row.level, row);
    }
  }

  traceOf(id: string): LevelTrace {
    const memory = this.#levels.get(id);
    if (memory === undefined) return { samples: [], sinceTs: undefined, arming: undefined };
    const row = this.#signalRows.get(id);
    return {
      samples: memory.samples,
      sinceTs: row?.value === memory.signal ? row.ts : memory.sinceTs,
      arming: memory.arming,
    };
  }
}

function appendSample(
  before: LevelMemory | undefined,
  ts: number,
  level: LevelPayload,
): readonly ScoreSample[] {
  const kept = before?.samples.filter((sample) => ts - sample.ts < SPARKLINE_MS) ?? [];
  return [...kept, { ts, raw: level.break_score_raw }];
}

import type { FaultyFile } from './fault.ts';

/** Mistakes in the order of events and in the clock of snaps. */
export const SESSION_FAULTS: readonly FaultyFile[] = [
  {
    file: 'session/snapClock.ts',
    tests: ['session/snapClock.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'a snap misses the events of its own time',
        original: 'if (this.#dueNs >= nextEventNs) return undefined;',
        replacement: 'if (this.#dueNs > nextEventNs) return undefined;',
      },
      {
        section: '1',
        breaks: 'snapping pauses a snap late',
        original: 'this.#dueNs - this.#lastEventNs >= MAX_SILENCE_NS',
        replacement: 'this.#dueNs - this.#lastEventNs > MAX_SILENCE_NS',
      },
      {
        section: '1',
        breaks: 'the grid starts at the epoch of the session',
        original: '(clock.epochMs % intervalMs) * NS_PER_MS',
        replacement: '0 * clock.epochMs',
      },
    ],
  },
  {
    file: 'session/eventMerge.ts',
    tests: ['session/eventMerge.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'capture time goes before kind',
        original: 'if (a.rank !== b.rank) return a.rank < b.rank;',
        replacement: '',
      },
      {
        section: '1',
        breaks: 'sequence is not compared',
        original: 'return a.sequence < b.sequence;',
        replacement: 'return false;',
      },
    ],
  },
  {
    file: 'session/eventMerge.ts',
    tests: ['session/following.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'growing files do not wait for each other',
        original: "if (source.isWaiting === true) return 'waiting';",
        replacement: '',
      },
    ],
  },
  {
    file: 'feeds/dbn/fileBytes.ts',
    tests: ['session/following.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'growing files end at their present end',
        original: 'return isOpen ? NOTHING_YET : undefined;',
        replacement: 'return undefined;',
      },
    ],
  },
  {
    file: 'feeds/dbn/frameCopy/copyChunks.ts',
    tests: ['session/cache/frameCopies.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'in place of a damaged copy its file plays from too early',
        original: 'this.#skip = this.#dataOffset - dataOffset;',
        replacement: 'this.#skip = 0;',
      },
    ],
  },
  {
    file: 'session/sessionBoundary.ts',
    tests: ['session/sessionBoundary.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'the moment of the boundary belongs to the old session',
        original: 'if (nowNs < this.#nextNs) return false;',
        replacement: 'if (nowNs <= this.#nextNs) return false;',
      },
    ],
  },
  {
    file: 'session/verify/signingJoin.ts',
    tests: ['session/verify/signingJoin.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'prints of one sweep meet the truth in reverse',
        original: 'const trade = waiting?.shift();',
        replacement: 'const trade = waiting?.pop();',
      },
      {
        section: '2',
        breaks: 'the truth is asked for no more while trades of its time may come',
        original: 'if ((trades[0]?.timeNs ?? 0) >= timeNs) return;',
        replacement: 'if ((trades[0]?.timeNs ?? 0) > timeNs) return;',
      },
    ],
  },
  {
    file: 'feeds/parquet/normalized.ts',
    tests: ['feeds/parquet/parquetReader.test.ts', 'session/parquetSession.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'the upper half of a 64-bit field is lost',
        original: '((${PREFIX}${name} >> 32) & ${LOW})',
        replacement: '((${PREFIX}${name} >> 33) & ${LOW})',
      },
      {
        section: '1',
        breaks: 'the prices of bid and ask are exchanged',
        original: '? [LEVEL.bidPx, LEVEL.bidSz, LEVEL.bidCt]',
        replacement: '? [LEVEL.askPx, LEVEL.bidSz, LEVEL.bidCt]',
      },
    ],
  },
  {
    file: 'feeds/parquet/preparedFile.ts',
    tests: ['feeds/parquet/parquetReader.test.ts', 'session/parquetSession.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'rows that stand out of order play as they stand',
        original: 'if (value < (last[at] ?? 0)) isOrdered[at] = false;',
        replacement: 'if (value < 0) isOrdered[at] = false;',
      },
      {
        section: '1',
        breaks: 'rows read from a place on begin one late',
        original: 'SELECT ${selection} FROM ${this.#table} WHERE file_row_number >= ${ordinal})`;',
        replacement:
          'SELECT ${selection} FROM ${this.#table} WHERE file_row_number > ${ordinal})`;',
      },
    ],
  },
  {
    file: 'session/run.ts',
    tests: ['session/zoneRerun.test.ts', 'session/badCheckpoints.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'an edit of a hotzone is forgotten when its snap is passed again',
        original: 'for (const edit of this.#edits.get(payload.ts) ?? []) this.#edit(edit);',
        replacement: '',
      },
      {
        section: '1',
        breaks: 'the state of another session is taken up',
        original: "!== this.#identity) throw new Error('it is of another session');",
        replacement: '=== undefined) return;',
      },
    ],
  },
  {
    file: 'session/checkpoints.ts',
    tests: ['session/zoneRerun.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'a checkpoint at the very snap of an edit is kept, without the edit',
        original: 'branch.#kept = this.#kept.filter((checkpoint) => checkpoint.ts < ts);',
        replacement: 'branch.#kept = this.#kept.filter((checkpoint) => checkpoint.ts <= ts);',
      },
    ],
  },
  {
    file: 'session/sessionZones.ts',
    tests: ['session/sessionZones.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'what was done to a hotzone later outlasts a change made before it',
        original: 'edits.filter((edit) => edit.ts <= ts || edit.event.id !== event.id)',
        replacement: 'edits.filter((edit) => edit.ts <= ts || event.id !== undefined)',
      },
    ],
  },
];

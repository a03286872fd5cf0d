import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { HotzoneEvent } from '../../core/events.ts';
import type { OpenedSession } from '../open.ts';
import { engineCodeDigest } from './engineCode.ts';
import { filesOf, identifyFile, type FileIdentity } from './fileIdentity.ts';

/** A folder with more files is no session, or changes too often to be worth it. */
const MAX_FILES = 1000;

/** Names of one survey, in hexadecimal. */
export interface SurveyKeys {
  /** Of what it comes to: the files, what they are computed with, and the engine. Equal keys, equal bytes. */
  readonly key: string;
  /** Of the run, whenever files of this content lie there and whichever engine runs it. */
  readonly run: string;
}

/**
 * Names what a survey comes to.
 * @param paths what was asked to be opened: all that lies in a folder may have a part in its session
 * @param hotzones the trader's own, there from the start
 * @returns undefined where there are too many files to look at
 * @throws when a file cannot be read
 */
export async function surveyKey(
  paths: readonly string[],
  opened: OpenedSession,
  hotzones: readonly HotzoneEvent[],
): Promise<SurveyKeys | undefined> {
  const named = [...(await filesOf(paths)), ...opened.infos.map(({ path }) => path)];
  const files = [...new Set(named.map((path) => resolve(path)))];
  if (files.length > MAX_FILES) return undefined;
  const identities = await Promise.all(files.map(identifyFile));
  const content = {
    profile: opened.profile.name,
    config: opened.config,
    instrument: opened.instrument,
    columnMap: opened.columnMap,
    openInterest: opened.openInterest?.sha256,
    hotzones: [opened.hotzones, opened.timedHotzones, hotzones],
  };
  const engine = await engineCodeDigest();
  return {
    key: digestOf({ engine, files: identities, ...content }),
    run: digestOf({ files: identities.map(contentOf), ...content }),
  };
}

const contentOf = ({ name, sizeBytes, endsSha256 }: FileIdentity): object => ({
  name,
  sizeBytes,
  endsSha256,
});

const digestOf = (content: object): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');

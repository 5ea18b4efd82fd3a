import fs from 'node:fs';
import path from 'node:path';
import type { FeatureSettings } from '../dataset/features.ts';
import { type SiteColumn, siteColumnName } from '../dataset/site-column.ts';
import { jsonText } from '../protocol/json-text.ts';
import type { RunRecord } from '../protocol/run.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { RunGone, syncFolder } from './run-folder.ts';
import { runFile, vocabularyFile } from './run-paths.ts';
import { seal } from './sealed-files.ts';

/** What a model's columns and outputs mean; written next to every run and every exported model. */
export interface Vocabulary {
  /** Column = code · sites.length + site. */
  readonly codes: readonly string[];
  readonly sites: readonly SiteColumn[];
  readonly classes: ReadonlyMap<string, readonly string[]>;
  readonly features: FeatureSettings;
}

/**
 * Makes the folder of a new run with its record and vocabulary: all of it, or nothing. The run is locked from the start.
 *
 * @returns the record as written, and the lock of the run
 */
export function createRun<T extends RunRecord>(
  run: string,
  record: T,
  vocabulary: Vocabulary,
): { readonly record: T; readonly lock: FolderLock } {
  const hidden = path.join(path.dirname(run), `.new-${path.basename(run)}`);
  const document = `${jsonText({ ...vocabulary, sites: vocabulary.sites.map(siteColumnName) })}\n`;
  const written = { ...record, files: [seal('oap.json', document)] };
  fs.mkdirSync(path.join(hidden, 'fits'), { recursive: true });
  let lock: FolderLock | undefined;
  try {
    lock = lockFolder(hidden);
    writeFileAtomic(vocabularyFile(hidden), document);
    writeRun(hidden, written);
    syncFolder(hidden);
    fs.renameSync(hidden, run);
    lock.moved(run);
    syncFolder(path.dirname(run));
    return { record: written, lock };
  } catch (error) {
    lock?.release();
    fs.rmSync(hidden, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Replaces a run's record.
 *
 * @throws RunUnreadable if the run's folder is gone
 */
export function writeRun(run: string, record: RunRecord): void {
  try {
    writeFileAtomic(runFile(run), `${JSON.stringify(record, null, 1)}\n`);
  } catch (error) {
    if (!fs.existsSync(run)) throw new RunGone(run);
    throw error;
  }
}

import fs from 'node:fs';
import path from 'node:path';
import type { FeatureSettings } from '../dataset/features.ts';
import { jsonText } from '../protocol/json-text.ts';
import type { RunRecord } from '../protocol/run.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { runFile, vocabularyFile } from './run-paths.ts';

/** What a model's columns and outputs mean; stands beside every run and every exported model. */
export interface Vocabulary {
  /** Column = code · sites.length + site. */
  readonly codes: readonly string[];
  readonly sites: readonly string[];
  readonly classes: ReadonlyMap<string, readonly string[]>;
  readonly features: FeatureSettings;
}

/** Makes the folder of a new run with its record and vocabulary: all of it, or nothing. */
export function createRun(run: string, record: RunRecord, vocabulary: Vocabulary): void {
  const hidden = path.join(path.dirname(run), `.new-${path.basename(run)}`);
  fs.mkdirSync(hidden, { recursive: true });
  try {
    writeFileAtomic(vocabularyFile(hidden), `${jsonText(vocabulary)}\n`);
    writeRun(hidden, record);
    fs.renameSync(hidden, run);
  } catch (error) {
    fs.rmSync(hidden, { recursive: true, force: true });
    throw error;
  }
}

/** Replaces a run's record. */
export function writeRun(run: string, record: RunRecord): void {
  writeFileAtomic(runFile(run), `${JSON.stringify(record, null, 1)}\n`);
}

import fs from 'node:fs';
import { describeFileFailure, isFileFailure } from '../dataset/file-failure.ts';
import { InputError } from '../dataset/input-error.ts';
import { refuseWhatIsNoFile } from '../dataset/input-source.ts';
import { maxExperimentLength, sniffedCharacters, whyNoExperiment } from './no-experiment.ts';

/**
 * The text of an experiment. If the file is too large for one, perhaps a history, only its beginning is read.
 *
 * @throws InputError
 */
export function readExperimentFile(file: string): string {
  try {
    const stats = fs.statSync(file);
    refuseWhatIsNoFile(file, stats);
    if (stats.size > maxExperimentLength) {
      const unfit = whyNoExperiment(beginningOf(file), stats.size);
      if (unfit !== undefined) throw new InputError(unfit, file, 1, 1);
    }
    return withoutMark(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(describeReadFailure(error), file);
  }
}

function beginningOf(file: string): string {
  const bytes = Buffer.alloc(sniffedCharacters);
  const handle = fs.openSync(file, 'r');
  try {
    return withoutMark(bytes.toString('utf8', 0, fs.readSync(handle, bytes, 0, bytes.length, 0)));
  } finally {
    fs.closeSync(handle);
  }
}

/** Columns are counted as in editors, which do not show a byte-order mark. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

function describeReadFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'there is no such file, expected an experiment file';
    case 'EISDIR':
      return 'this is a folder, expected an experiment file';
    default:
      if (!isFileFailure(error)) throw error;
      return describeFileFailure(error, 'read');
  }
}

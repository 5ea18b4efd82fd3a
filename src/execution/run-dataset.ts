import { contentFingerprint } from '../dataset/content-fingerprint.ts';
import { InputError } from '../dataset/input-error.ts';
import { readHistory } from '../dataset/read-history.ts';
import { buildDataset, type Dataset } from '../experiment/dataset.ts';
import { featuresOf } from '../experiment/model-specification.ts';
import { type CheckedRun, experimentOfRun } from '../experiment/read-specification.ts';
import { historyOfRun } from '../runs/run-paths.ts';

/** The data that a run was trained on; undefined if its history has changed, or is gone. */
export async function readRunDataset(run: string, record: CheckedRun): Promise<Dataset | undefined> {
  try {
    const history = await readHistory(historyOfRun(run, record));
    const isSame =
      history.fingerprint === record.history.sha256 || contentFingerprint(history) === record.history.content;
    const experiment = experimentOfRun(record);
    return isSame ? buildDataset(history, experiment, [featuresOf(experiment, record.specification)]) : undefined;
  } catch (error) {
    // It can no longer be read, so its tasks are unknown.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

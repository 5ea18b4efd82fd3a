import path from 'node:path';
import type { InputError } from '../dataset/input-error.ts';
import type { Experiment } from './definition.ts';
import { type ExperimentReading, problemError } from './read-experiment.ts';
import { TargetError } from './target-error.ts';

/** The history file of an experiment, as an absolute path. */
export function historyPath(experimentFile: string, { history }: Experiment): string {
  return path.resolve(path.dirname(experimentFile), history);
}

/**
 * Moves an error about an experiment's history to the part of the experiment that caused it: a target that the history does not
 * have, a history that cannot be opened, a split that its tasks do not allow. Errors inside the history keep their place there.
 */
export function placeError(
  error: InputError,
  experimentFile: string,
  text: string,
  experiment: Experiment,
  reading: ExperimentReading,
): InputError {
  const at = (where: readonly PropertyKey[], message: string): InputError =>
    problemError({ ...reading.locate(where), message }, text, experimentFile);
  const { reason, file, line } = error;
  if (error instanceof TargetError) return at(error.place, reason);
  if (file === undefined) return at(['split'], reason);
  if (file === historyPath(experimentFile, experiment) && line === undefined)
    return at(['history'], `${file}: ${reason}`);
  return error;
}

import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import type { RunRecord } from '../protocol/run.ts';

/** Where the files of a run are (design: `.oap/runs/<id>/`). */
export const runFile = (run: string): string => path.join(run, 'run.json');
export const vocabularyFile = (run: string): string => path.join(run, 'oap.json');
export const fitFolder = (run: string, target: string, index: number): string =>
  path.join(run, 'fits', folderName(target), String(index));

export const fitFile = (fit: string): string => path.join(fit, 'fit.json');
export const epochsFile = (fit: string): string => path.join(fit, 'epochs.jsonl');
/** Its name in version 0.1. */
export const oldEpochsFile = (fit: string): string => path.join(fit, 'history.jsonl');
export const predictionsFile = (fit: string): string => path.join(fit, 'predictions.jsonl');

export const calibrationFile = (fit: string): string => path.join(fit, 'calibration.json');

/** The folder of a run's experiment, which holds `.oap`. */
export function experimentFolder(run: string): string {
  return path.resolve(run, '..', '..', '..');
}

/** A run's history, whether it is still there or not. */
export function historyOfRun(run: string, { experimentFile, history }: RunRecord): string {
  return path.resolve(experimentFolder(run), path.dirname(experimentFile), history.file);
}

/** The folder that holds the runs of an experiment file. */
export function runsFolder(experimentFile: string): string {
  return path.join(path.dirname(path.resolve(experimentFile)), '.oap', 'runs');
}

/**
 * Whether a folder lies where runs are kept: in `.oap/runs`, or in a folder of runs that the user named.
 *
 * @param named the folder of runs that the user named, if any
 */
export function isInRunsFolder(run: string, named?: string): boolean {
  const parent = path.dirname(path.resolve(run));
  if (named !== undefined && path.resolve(named) === parent) return true;
  return path.basename(parent) === 'runs' && path.basename(path.dirname(parent)) === '.oap';
}

/**
 * A name from data as the name of a folder: letters, digits, `_` and `-` stand for themselves, everything else is written
 * as `%` and the hexadecimal UTF-8 byte; a name that would get too long is cut and ends in its hash. Different names give
 * different folders, also where upper and lower case are the same.
 */
export function folderName(name: string): string {
  const escaped = Array.from(Buffer.from(name), (byte) => {
    const char = String.fromCharCode(byte);
    return /[a-z0-9_-]/.test(char) ? char : `%${byte.toString(16).padStart(2, '0')}`;
  }).join('');
  if (escaped.length <= 80 && escaped !== '') return escaped;
  return `${escaped.slice(0, 60)}%${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

/** A new run's id: when, what, and six random digits so that two windows never choose the same. */
export function newRunId(model: string, protocol: string, now: Date): string {
  const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${time}-${model.replaceAll(/[^A-Za-z0-9+_-]/g, '_').slice(0, 40)}-${protocol}-${randomBytes(3).toString('hex')}`;
}

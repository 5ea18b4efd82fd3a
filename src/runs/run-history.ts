import path from 'node:path';
import type { RunRecord } from '../protocol/run.ts';

/** The history of a run, whether it is still there or not. */
export function historyOfRun(run: string, { experimentFile, history }: RunRecord): string {
  return path.resolve(run, '..', '..', '..', path.dirname(experimentFile), history.file);
}

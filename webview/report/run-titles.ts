import type { ReportedRun } from '../../src/protocol/report.ts';
import { runNames } from '../compare/run-names.ts';

/** What the tabs of the runs are called, no two alike: as in their comparison. */
export function runTitles(runs: readonly ReportedRun[]): string[] {
  return runNames(runs.map(({ key, name, snapshot }) => ({ folder: key, name, run: snapshot.run, error: null })));
}

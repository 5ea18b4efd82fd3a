import { traitsOf } from '../../../../src/models/registry.ts';
import type { ReportedRun } from '../../../../src/protocol/report.ts';
import type { RunRecord, TargetSummary } from '../../../../src/protocol/run.ts';
import { nothingAsked } from '../../../../src/runs/report/report-models.ts';
import { summarizeFits } from '../../../../src/runs/summary.ts';
import { fitRecord, runRecord } from '../../../records.ts';

/** A run of a report without curves and predictions. */
export function reportedRun(changes: Partial<ReportedRun> = {}, record: Partial<RunRecord> = {}): ReportedRun {
  return {
    key: 'one',
    name: 'simple',
    snapshot: {
      kind: 'snapshot',
      run: runRecord(record),
      traits: traitsOf('simple'),
      maxEpochs: 10,
      fits: [],
      cancellable: false,
      notices: [],
    },
    samples: [],
    thresholds: [],
    intervals: { argument: null, answer: [] },
    history: null,
    historyState: { stale: false },
    ...nothingAsked,
    ...changes,
  };
}

/** Results of one fit of a target. */
export function results(target: string): TargetSummary {
  return summarizeFits(target, [fitRecord({ target })]);
}

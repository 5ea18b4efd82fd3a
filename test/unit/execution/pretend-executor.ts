import type { Executor } from '../../../src/execution/executor.ts';
import type { FitJob } from '../../../src/execution/worker-service.ts';
import type { FitRecord } from '../../../src/protocol/run.ts';
import type { SmallStudy } from './small-dataset.ts';

/** An executor that does not train: `act` says what becomes of each job, a record or the reason why there is none. */
export function pretend({ dataset }: SmallStudy, act: (job: FitJob) => FitRecord | Error): Executor {
  return {
    load: async () => ({ dataset, problems: [], problemCount: 0, skipped: 0 }),
    execute: async (_, jobs, hear) => {
      for (const fit of jobs) {
        hear({ kind: 'fit-started', fit });
        const result = act(fit);
        hear(
          result instanceof Error
            ? { kind: 'fit-failed', fit, error: result }
            : { kind: 'fit-done', fit, record: result },
        );
      }
    },
    close: async () => {},
  };
}

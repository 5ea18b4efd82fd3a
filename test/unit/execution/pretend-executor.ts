import type { Executor, FitListener } from '../../../src/execution/executor.ts';
import type { FitJob } from '../../../src/execution/worker-service.ts';
import type { SmallStudy } from './small-dataset.ts';

/** An executor that does not train: `act` says what becomes of each job. */
export function pretend({ dataset }: SmallStudy, act: (job: FitJob, listener: FitListener) => void): Executor {
  return {
    load: async () => ({ dataset, problems: [], problemCount: 0, skipped: 0 }),
    execute: async (_, jobs, listener) => {
      for (const job of jobs) {
        listener.started(job);
        act(job, listener);
      }
    },
    close: async () => {},
  };
}

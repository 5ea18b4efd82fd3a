import { type History, taskName, workflowOf } from './history.ts';

/** Which tasks belong together. */
export interface Workflows {
  /** [tasks] number of the workflow each task belongs to, in order of first appearance; in shared memory. */
  readonly numbers: Int32Array;
  /** All names begin with `synthetic_`: the history was generated. */
  readonly synthetic: boolean;
}

export function numberWorkflows(history: History): Workflows {
  const numbers = new Int32Array(new SharedArrayBuffer(history.tasks.count * 4));
  const known = new Map<string, number>();
  let synthetic = history.tasks.count > 0;
  for (let task = 0; task < history.tasks.count; task++) {
    const workflow = workflowOf(taskName(history, task));
    const number = known.get(workflow) ?? known.size;
    known.set(workflow, number);
    numbers[task] = number;
    synthetic &&= workflow.startsWith('synthetic_');
  }
  return { numbers, synthetic };
}

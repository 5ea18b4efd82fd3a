import { workflowOf } from '../dataset/history.ts';
import type { PredictedTasks } from '../learning/bootstrap.ts';
import type { Evaluation } from './evaluation.ts';

/** Workflow → number, in the order of the sorted names, so that the draws depend on the tasks alone. */
export function workflowNumbers({ tasks }: Evaluation): ReadonlyMap<string, number> {
  const names = new Set([...tasks.values()].map(({ name }) => workflowOf(name)));
  return new Map([...names].sort().map((name, number) => [name, number]));
}

/** A run's predictions with their tasks' workflows, for a bootstrap. @param order whose classes give the order */
export function predictedTasks(
  run: Evaluation,
  order: Evaluation,
  workflows: ReadonlyMap<string, number>,
): PredictedTasks {
  const classes = order.classes.length;
  const place = run.classes.map((name) => order.classes.indexOf(name));
  const cluster: number[] = [];
  const cell: number[] = [];
  for (const { name, truth, predicted } of run.tasks.values()) {
    const workflow = workflows.get(workflowOf(name)) ?? 0;
    for (const { fit, class: named } of predicted) {
      cluster.push(workflow);
      cell.push(fit * classes * classes + place[truth] * classes + place[named]);
    }
  }
  return { classes, fits: run.fits, cluster: Int32Array.from(cluster), cell: Int32Array.from(cell) };
}

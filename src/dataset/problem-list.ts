import type { Problem } from './history.ts';

/** How many problems are kept to be shown; the others are counted. */
export const maxProblems = 100;

/** Problems of the tasks that were left out. */
export class ProblemList {
  readonly kept: Problem[] = [];
  count = 0;

  add(problem: Problem): void {
    if (this.kept.length < maxProblems) this.kept.push(problem);
    this.count++;
  }
}

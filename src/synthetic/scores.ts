import { codeProfiles } from './code-profiles.ts';
import type { Random } from './random.ts';
import type { SyntheticTask } from './workflow.ts';

/*
 * The evidence for each decision. The weights follow what is known of the operators' procedures and of published models
 * (99109 → clone; 50660 → more memory; drained sites and unreadable files → read through xrootd; wall-clock limits → finer
 * splitting; the number of listed sites is informative). The noise cannot be learned; it is set so that a network reaches about
 * the recalls of the study.
 */

export interface TaskScores {
  /** More memory is needed. */
  readonly memory: number;
  /** Much more memory is needed. */
  readonly memorySize: number;
  readonly splitting: number;
  /** Much finer splitting. */
  readonly splittingSize: number;
  readonly xrootd: number;
}

export interface WorkflowScores {
  readonly clone: number;
  readonly special: number;
}

type Weights = readonly (readonly [code: string, weight: number])[];

const clone: Weights = [
  ['99109', 2.4],
  ['73', 1.6],
  ['50664', 1],
  ['71305', 1.1],
  ['99401', 1],
  ['8001', 0.6],
  ['99303', 0.35],
  ['50660', -0.5],
  ['85', -0.4],
  ['92', -0.3],
];
const special: Weights = [
  ['71104', 0.9],
  ['60450', 2.5],
  ['71', 2.5],
  ['53', 2],
  ['8026', 2.2],
  ['50115', 1.8],
  ['137', 1.8],
  ['92', -0.5],
  ['50660', -0.5],
];
const memory: Weights = [
  ['50660', 3.2],
  ['50661', 3],
  ['8021', 2.2],
  ['8004', 2.4],
  ['132', 2],
  ['99109', -0.3],
];
const memorySize: Weights = [
  ['50660', 1],
  ['8021', -2.5],
  ['8004', -3],
  ['132', -2],
  ['50661', -0.8],
  ['139', -1.2],
];
const splitting: Weights = [
  ['50664', 2],
  ['71304', 2.4],
  ['71305', 0.7],
  ['99303', 0.5],
  ['8002', 0.5],
];
const splittingSize: Weights = [
  ['50664', 1],
  ['71304', -1.5],
  ['99303', 0.8],
];
const xrootd: Weights = [
  ['92', 1.5],
  ['71104', 1.5],
  ['85', 0.9],
  ['84', 1],
  ['71102', 1.6],
  ['139', -0.6],
  ['8001', -0.8],
  ['99303', -0.5],
];

const codeIndex = new Map(codeProfiles.map(({ code }, i) => [code, i]));

/** Presence counts most, the number of failures a little. */
function evidence(sums: Float64Array, weights: Weights): number {
  let sum = 0;
  for (const [code, weight] of weights) {
    const count = sums[codeIndex.get(code) ?? -1] ?? 0;
    if (count > 0) sum += weight * (0.6 + 0.2 * Math.log(count));
  }
  return sum;
}

export function scoreTask({ sums, listed }: SyntheticTask, random: Random): TaskScores {
  return {
    memory: evidence(sums, memory) + 0.3 * random.normal(),
    memorySize: evidence(sums, memorySize) + 0.15 * random.normal(),
    splitting: evidence(sums, splitting) + 0.65 * random.normal(),
    splittingSize: evidence(sums, splittingSize) + 0.7 * random.normal(),
    xrootd: evidence(sums, xrootd) + 0.15 * Math.log(listed) + 0.7 * random.normal(),
  };
}

export function scoreWorkflow(tasks: readonly SyntheticTask[], random: Random): WorkflowScores {
  const mean = (weights: Weights): number =>
    tasks.reduce((sum, { sums }) => sum + evidence(sums, weights), 0) / tasks.length;
  const listed = Math.log(tasks[0].listed);
  return {
    clone: mean(clone) + 0.3 * listed + 0.3 * random.normal(),
    special: mean(special) - 0.3 * listed + 0.2 * random.normal(),
  };
}

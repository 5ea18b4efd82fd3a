import { Random } from './random.ts';
import { scoreTask, scoreWorkflow, type TaskScores, type WorkflowScores } from './scores.ts';
import type { SyntheticWorkflow } from './workflow.ts';

/** What the operator decided for a task; empty = default. */
export interface Decision {
  readonly action: string;
  readonly memory: string;
  readonly splitting: string;
  readonly xrootd: string;
}

/** Tasks of the study's history, of which the frequencies below are counts. */
const studyTasks = 9522;
const actions = { clone: 934, special: 138 };
/** Raw values of memory by class, largest first, with their number of tasks. */
const memory: readonly (readonly (readonly [string, number])[])[] = [
  [
    ['20000', 225],
    ['18000', 148],
    ['19000', 3],
    ['180000', 1],
    ['40000', 1],
    ['32000', 1],
    ['30000', 1],
    ['28000', 1],
    ['25000', 1],
    ['20480', 1],
  ],
  [
    ['12000', 56],
    ['10000', 35],
    ['14900', 16],
    ['15000', 5],
    ['16000', 3],
    ['11000', 2],
    ['15200', 1],
  ],
  [
    ['4000', 51],
    ['9000', 49],
    ['6000', 38],
    ['5000', 24],
    ['8000', 18],
    ['7000', 6],
    ['2000', 3],
    ['3000', 1],
  ],
];
const splitting: readonly (readonly (readonly [string, number])[])[] = [
  [
    ['10x', 56],
    ['max', 18],
    ['100x', 11],
    ['20x', 9],
    ['50x', 3],
  ],
  [
    ['2x', 30],
    ['3x', 5],
  ],
];
const xrootd = { enabled: 2666, disabled: 1 };

/** A task, or all tasks of a cloned workflow: what one decision is about. */
interface Unit {
  readonly tasks: readonly number[];
  readonly scores: TaskScores;
}

/** Collects the scores of all workflows, then decides so that every class is exactly as frequent as in the study. */
export class Decider {
  readonly #workflows: { readonly first: number; readonly tasks: number; readonly scores: WorkflowScores }[] = [];
  readonly #scores: TaskScores[] = [];

  add({ tasks, random }: SyntheticWorkflow): void {
    this.#workflows.push({ first: this.#scores.length, tasks: tasks.length, scores: scoreWorkflow(tasks, random) });
    for (const task of tasks) this.#scores.push(scoreTask(task, random));
  }

  /** @returns a decision for each task, in the order in which they were added */
  decide(seed: number): Decision[] {
    const total = this.#scores.length;
    const action = new Array<string>(total).fill('acdc');
    this.#takeWorkflows(action, 'special', quota(actions.special, total));
    this.#takeWorkflows(action, 'clone', quota(actions.clone, total));
    const units = this.#units(action);
    const random = new Random(seed, -1);
    const memories = chooseValues(units, total, memory, 'memory', 'memorySize', random);
    const splittings = chooseValues(units, total, splitting, 'splitting', 'splittingSize', random);
    const reading = chooseXrootd(
      units.filter(({ tasks }) => action[tasks[0]] === 'acdc'),
      total,
      random,
    );
    return action.map((name, task) => ({
      action: name,
      memory: memories.get(task) ?? '',
      splitting: splittings.get(task) ?? '',
      xrootd: reading.get(task) ?? '',
    }));
  }

  /** Gives an action to the workflows with the highest scores, of those that have none and still fit. */
  #takeWorkflows(action: string[], name: keyof WorkflowScores, wanted: number): void {
    let left = wanted;
    const ranked = [...this.#workflows].sort((a, b) => b.scores[name] - a.scores[name]);
    for (const { first, tasks } of ranked) {
      if (left === 0) return;
      if (tasks > left || action[first] !== 'acdc') continue;
      action.fill(name, first, first + tasks);
      left -= tasks;
    }
  }

  /** Tasks with parameters of their own; special ones have none. */
  #units(action: readonly string[]): Unit[] {
    return this.#workflows.flatMap(({ first, tasks }) => {
      const all = Array.from({ length: tasks }, (_, i) => first + i);
      if (action[first] === 'special') return [];
      if (action[first] === 'clone') return [{ tasks: all, scores: this.#scores[first] }];
      return all.map((task) => ({ tasks: [task], scores: this.#scores[task] }));
    });
  }
}

function quota(inStudy: number, total: number): number {
  return Math.round((inStudy * total) / studyTasks);
}

/** The units with the highest need get a value: the larger their size, the larger the value's class. */
function chooseValues(
  units: readonly Unit[],
  total: number,
  classes: readonly (readonly (readonly [string, number])[])[],
  need: keyof TaskScores,
  size: keyof TaskScores,
  random: Random,
): Map<number, string> {
  const values = classes.map((counts) =>
    shuffled(
      counts.flatMap(([value, count]) => Array<string>(quota(count, total)).fill(value)),
      random,
    ),
  );
  const wanted = values.reduce((sum, { length }) => sum + length, 0);
  const needy = take(
    [...units].sort((a, b) => b.scores[need] - a.scores[need]),
    wanted,
  );
  const largestFirst = needy.sort((a, b) => b.scores[size] - a.scores[size]);
  const queue = values.flat();
  const chosen = new Map<number, string>();
  for (const { tasks } of largestFirst) {
    const [value] = queue.splice(0, tasks.length);
    for (const task of tasks) chosen.set(task, value);
  }
  return chosen;
}

function chooseXrootd(units: readonly Unit[], total: number, random: Random): Map<number, string> {
  const ranked = [...units].sort((a, b) => b.scores.xrootd - a.scores.xrootd);
  const enabled = take(ranked, quota(xrootd.enabled, total));
  const chosen = new Map<number, string>(enabled.flatMap(({ tasks }) => tasks.map((task) => [task, 'enabled'])));
  const others = ranked.filter(({ tasks }) => !chosen.has(tasks[0]));
  for (let i = 0; i < quota(xrootd.disabled, total); i++)
    chosen.set(others[random.below(others.length)].tasks[0], 'disabled');
  return chosen;
}

/** The first units that together have the wanted number of tasks. */
function take(units: readonly Unit[], wanted: number): Unit[] {
  let left = wanted;
  return units.filter(({ tasks }) => {
    if (tasks.length > left) return false;
    left -= tasks.length;
    return true;
  });
}

function shuffled<T>(values: T[], random: Random): T[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}

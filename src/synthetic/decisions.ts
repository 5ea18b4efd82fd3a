import { grown } from '../dataset/growing-arrays.ts';
import { Random } from './random.ts';
import { scoreTask, scoreWorkflow } from './scores.ts';
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

const [acdc, clone, special] = [0, 1, 2];
const actionNames = ['acdc', 'clone', 'special'];

/** The tasks of one decision: first … first + count − 1, a single task or all tasks of a cloned workflow. */
interface Unit {
  readonly first: number;
  readonly count: number;
}

/**
 * Collects the scores of all workflows, then decides so that every class is as frequent as in the study. A cloned workflow has
 * the same raw values in all of its tasks, so the number of a raw value may be off by one or two.
 */
export class Decider {
  /** Number of tasks. */
  private tasks = 0;
  private workflows = 0;
  /** [workflows + 1] first task of each. */
  private first = new Int32Array(1024);
  private cloneScore = new Float32Array(1024);
  private specialScore = new Float32Array(1024);
  private memoryScore = new Float32Array(1024);
  private memorySize = new Float32Array(1024);
  private splittingScore = new Float32Array(1024);
  private splittingSize = new Float32Array(1024);
  private xrootdScore = new Float32Array(1024);

  add({ tasks, random }: SyntheticWorkflow): void {
    this.makeRoom(tasks.length);
    const scores = scoreWorkflow(tasks, random);
    this.cloneScore[this.workflows] = scores.clone;
    this.specialScore[this.workflows] = scores.special;
    for (const task of tasks) {
      const { memory, memorySize, splitting, splittingSize, xrootd } = scoreTask(task, random);
      this.memoryScore[this.tasks] = memory;
      this.memorySize[this.tasks] = memorySize;
      this.splittingScore[this.tasks] = splitting;
      this.splittingSize[this.tasks] = splittingSize;
      this.xrootdScore[this.tasks++] = xrootd;
    }
    this.first[++this.workflows] = this.tasks;
  }

  /** @returns the decision for each task, numbered in the order in which they were added */
  decide(seed: number): (task: number) => Decision {
    const { tasks } = this;
    const action = new Uint8Array(tasks);
    this.takeWorkflows(action, special, this.specialScore, quota(actions.special, tasks));
    this.takeWorkflows(action, clone, this.cloneScore, quota(actions.clone, tasks));
    const units = this.units(action);
    const random = new Random(seed, -1);
    const memories = chooseValues(
      takeUnits(units, this.memoryScore, total(memory, tasks)),
      this.memorySize,
      memory,
      tasks,
      random,
    );
    const split = [acdc, clone].flatMap((name) => {
      // As frequent for clones as for others (the poster of the study counts 1.6 % for both).
      const candidates = units.filter(({ first }) => action[first] === name);
      const wanted = (total(splitting, tasks) * taskCount(candidates)) / taskCount(units);
      return takeUnits(candidates, this.splittingScore, Math.round(wanted));
    });
    const splittings = chooseValues(split, this.splittingSize, splitting, tasks, random);
    const readings = this.chooseXrootd(
      units.filter(({ first }) => action[first] === acdc),
      random,
    );
    return (task) => ({
      action: actionNames[action[task]],
      memory: memories.get(task) ?? '',
      splitting: splittings.get(task) ?? '',
      xrootd: readings[task] === 0 ? '' : readings[task] === 1 ? 'enabled' : 'disabled',
    });
  }

  private makeRoom(tasks: number): void {
    if (this.workflows + 2 > this.cloneScore.length) {
      this.first = grown(this.first, this.workflows + 2);
      this.cloneScore = grown(this.cloneScore, this.workflows + 2);
      this.specialScore = grown(this.specialScore, this.workflows + 2);
    }
    const needed = this.tasks + tasks;
    if (needed <= this.memoryScore.length) return;
    this.memoryScore = grown(this.memoryScore, needed);
    this.memorySize = grown(this.memorySize, needed);
    this.splittingScore = grown(this.splittingScore, needed);
    this.splittingSize = grown(this.splittingSize, needed);
    this.xrootdScore = grown(this.xrootdScore, needed);
  }

  /** Gives an action to the workflows with the highest scores that have none yet and still fit. */
  private takeWorkflows(action: Uint8Array, name: number, scores: Float32Array, wanted: number): void {
    let left = wanted;
    for (const workflow of ranked(this.workflows, (i) => scores[i])) {
      if (left === 0) return;
      const from = this.first[workflow];
      const to = this.first[workflow + 1];
      if (to - from > left || action[from] !== acdc) continue;
      action.fill(name, from, to);
      left -= to - from;
    }
  }

  /** Special tasks have no parameters; those of a cloned workflow have the same. */
  private units(action: Uint8Array): Unit[] {
    const units: Unit[] = [];
    for (let workflow = 0; workflow < this.workflows; workflow++) {
      const first = this.first[workflow];
      const to = this.first[workflow + 1];
      if (action[first] === clone) units.push({ first, count: to - first });
      if (action[first] === acdc) for (let task = first; task < to; task++) units.push({ first: task, count: 1 });
    }
    return units;
  }

  /** @returns for each task 0 = default, 1 = enabled, 2 = disabled */
  private chooseXrootd(units: readonly Unit[], random: Random): Uint8Array {
    const readings = new Uint8Array(this.tasks);
    for (const { first } of takeUnits(units, this.xrootdScore, quota(xrootd.enabled, this.tasks))) readings[first] = 1;
    const others = units.filter(({ first }) => readings[first] === 0);
    const disabled = Math.min(quota(xrootd.disabled, this.tasks), others.length);
    for (let i = 0; i < disabled; i++) readings[others[random.below(others.length)].first] = 2;
    return readings;
  }
}

type Values = readonly (readonly (readonly [value: string, inStudy: number])[])[];

function quota(inStudy: number, tasks: number): number {
  return Math.round((inStudy * tasks) / studyTasks);
}

function total(values: Values, tasks: number): number {
  return values.flat().reduce((sum, [, inStudy]) => sum + quota(inStudy, tasks), 0);
}

function taskCount(units: readonly Unit[]): number {
  return units.reduce((sum, { count }) => sum + count, 0);
}

/** Numbers 0 … n − 1 by descending score, equal ones in their order. */
function ranked(n: number, score: (i: number) => number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => score(b) - score(a));
}

/** The units with the highest scores, by their first tasks, that together have the wanted number of tasks. */
function takeUnits(units: readonly Unit[], scores: Float32Array, wanted: number): Unit[] {
  const taken: Unit[] = [];
  let left = wanted;
  for (const i of ranked(units.length, (unit) => scores[units[unit].first])) {
    if (left === 0) break;
    if (units[i].count > left) continue;
    taken.push(units[i]);
    left -= units[i].count;
  }
  return taken;
}

/** Gives values to units, the largest sizes to the first class; within a class they are dealt at random. */
function chooseValues(
  units: readonly Unit[],
  sizes: Float32Array,
  classes: Values,
  tasks: number,
  random: Random,
): Map<number, string> {
  const queue = classes.flatMap((values) =>
    shuffled(
      values.flatMap(([value, inStudy]) => Array<string>(quota(inStudy, tasks)).fill(value)),
      random,
    ),
  );
  const chosen = new Map<number, string>();
  let next = 0;
  for (const i of ranked(units.length, (unit) => sizes[units[unit].first])) {
    const { first, count } = units[i];
    for (let task = first; task < first + count; task++) chosen.set(task, queue[next]);
    next += count;
  }
  return chosen;
}

function shuffled<T>(values: T[], random: Random): T[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}

import type { SparseRows } from '../../../src/dataset/sparse-rows.ts';
import type { Learner, LearnerFile } from '../../../src/learning/learner.ts';
import { sparseRows } from '../sparse-rows.ts';

/** Rows without entries: what they hold does not matter to a learner that follows a script. */
export function emptyRows(rows: number): SparseRows {
  return sparseRows(new Array<[null]>(rows).fill([null]));
}

/**
 * A learner for two classes whose probabilities are written down beforehand: in epoch e it names class 1 with the
 * probability script[e] for every example. It records what it is asked, and overwrites its last answer with NaN at each
 * call, as the interface allows.
 */
export class ScriptedLearner implements Learner {
  readonly calls: string[] = [];
  private epoch = -1;
  private kept = -1;
  private answer = new Float32Array(0);

  constructor(
    private readonly script: readonly number[],
    private readonly names: ReadonlyMap<SparseRows, string> = new Map(),
  ) {}

  step(): void {
    this.called('step');
    this.epoch++;
  }

  predict(examples: SparseRows): Float32Array {
    this.called(`predict ${this.names.get(examples) ?? 'unknown'} at ${this.epoch}`);
    const p = this.script[this.epoch];
    this.answer = Float32Array.from({ length: examples.rows * 2 }, (_, i) => (i % 2 === 1 ? p : 1 - p));
    return this.answer;
  }

  keep(): void {
    this.called('keep');
    this.kept = this.epoch;
  }

  restore(): void {
    this.called('restore');
    this.epoch = this.kept;
  }

  save(): readonly LearnerFile[] {
    return [{ name: 'epoch', bytes: Uint8Array.of(this.epoch) }];
  }

  private called(name: string): void {
    this.calls.push(name);
    this.answer.fill(Number.NaN);
  }
}

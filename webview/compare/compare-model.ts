import type { ComparedRun, HostToComparePanel, MeanCurves, PairResult } from '../../src/protocol/compare-panel.ts';
import type { RunRecord, TargetSummary } from '../../src/protocol/run.ts';
import { runNames } from './run-names.ts';

/** A readable run, under the name by which it is told apart here. */
export interface NamedRun {
  readonly folder: string;
  readonly name: string;
  readonly run: RunRecord;
}

/** A run that predicts a target; without a summary before its first fit is complete. */
export interface TargetRun extends NamedRun {
  readonly summary: TargetSummary | null;
}

/** What the panel may ask the host for. */
export type Question =
  | { readonly kind: 'curves'; readonly folder: string; readonly target: string }
  | { readonly kind: 'pair'; readonly target: string; readonly baseline: string; readonly other: string };

/** The comparison as the host has told so far. What is old stays in sight until the new is there. */
export class CompareModel {
  /** Null before the first message; in the order in which they were chosen. */
  runs: readonly NamedRun[] | null = null;
  unreadable: readonly { readonly name: string; readonly error: string }[] = [];
  #compared: readonly ComparedRun[] = [];
  readonly #curves = new Map<string, MeanCurves>();
  readonly #pairs = new Map<string, PairResult>();
  /** Questions that were asked, and whose answers are not old. */
  readonly #asked = new Map<string, Question>();

  apply(message: HostToComparePanel): void {
    switch (message.kind) {
      case 'runs':
        this.#asked.clear();
        this.#setRuns(message.runs);
        return;
      case 'run':
        this.#forget(message.run.folder);
        this.#setRuns(this.#compared.map((run) => (run.folder === message.run.folder ? message.run : run)));
        return;
      case 'curves':
        this.#curves.set(keyOf(message), message.curves);
        return;
      case 'pair':
        this.#pairs.set(keyOf(message), message.result);
        return;
      default:
        throw new Error(`no message ${message satisfies never}`);
    }
  }

  /** Targets of all runs, in the order in which the runs have them. */
  targets(): string[] {
    return [...new Set((this.runs ?? []).flatMap(({ run }) => run.targets.map(({ target }) => target)))];
  }

  runsOf(target: string): TargetRun[] {
    return (this.runs ?? [])
      .filter(({ run }) => run.targets.some((one) => one.target === target))
      .map((shown) => ({ ...shown, summary: shown.run.summary.find((one) => one.target === target) ?? null }));
  }

  curvesOf(folder: string, target: string): MeanCurves | undefined {
    return this.#curves.get(keyOf({ kind: 'curves', folder, target }));
  }

  pairOf(target: string, baseline: string, other: string): PairResult | undefined {
    return this.#pairs.get(keyOf({ kind: 'pair', target, baseline, other }));
  }

  /** Of these questions those that must be asked now; they count as asked from here on. */
  ask(questions: readonly Question[]): Question[] {
    const open = questions.filter((question) => !this.#asked.has(keyOf(question)));
    for (const question of open) this.#asked.set(keyOf(question), question);
    return open;
  }

  #setRuns(runs: readonly ComparedRun[]): void {
    this.#compared = runs;
    const names = runNames(runs);
    this.runs = runs.flatMap(({ folder, run }, i) => (run ? { folder, run, name: names[i] } : []));
    this.unreadable = runs.flatMap(({ run, error }, i) => (run ? [] : { name: names[i], error: error ?? '' }));
  }

  #forget(folder: string): void {
    for (const [key, question] of this.#asked) {
      const folders = question.kind === 'curves' ? [question.folder] : [question.baseline, question.other];
      if (folders.includes(folder)) this.#asked.delete(key);
    }
  }
}

function keyOf(question: Question): string {
  const { target } = question;
  return question.kind === 'curves'
    ? JSON.stringify([target, question.folder])
    : JSON.stringify([target, question.baseline, question.other]);
}

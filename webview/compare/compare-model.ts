import type { ComparedRun, ComparisonUpdate } from '../../src/protocol/compare-panel.ts';
import type { RunRecord, TargetSummary } from '../../src/protocol/run.ts';
import { runNames } from './run-names.ts';

/** A readable run, under a name that no other run has here. */
export interface NamedRun {
  readonly folder: string;
  readonly name: string;
  readonly run: RunRecord;
}

/** A run that predicts a target; without a summary before its first fit is complete. */
export interface TargetRun extends NamedRun {
  readonly summary: TargetSummary | null;
}

/** The runs as the host has reported them so far. */
export class CompareModel {
  /** Null before the first message; in the order in which they were chosen. */
  runs: readonly NamedRun[] | null = null;
  unreadable: readonly { readonly name: string; readonly error: string }[] = [];
  #compared: readonly ComparedRun[] = [];
  /** How often all runs were reported, and each by its folder: what is known of one is as old as these. */
  #reports = 0;
  readonly #changes = new Map<string, number>();

  apply(update: ComparisonUpdate): void {
    if (update.kind === 'runs') {
      this.#reports++;
      this.#setRuns(update.runs);
      return;
    }
    const { folder } = update.run;
    this.#changes.set(folder, (this.#changes.get(folder) ?? 0) + 1);
    this.#setRuns(this.#compared.map((run) => (run.folder === folder ? update.run : run)));
  }

  /** Of what is known of these runs; another one once one of them has changed. */
  versionOf(...folders: readonly string[]): string {
    return [this.#reports, ...folders.map((folder) => this.#changes.get(folder) ?? 0)].join(' ');
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

  #setRuns(runs: readonly ComparedRun[]): void {
    this.#compared = runs;
    const names = runNames(runs);
    this.runs = runs.flatMap(({ folder, run }, i) => (run ? { folder, run, name: names[i] } : []));
    this.unreadable = runs.flatMap(({ run, error }, i) => (run ? [] : { name: names[i], error: error ?? '' }));
  }
}

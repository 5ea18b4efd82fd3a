import * as l10n from '@vscode/l10n';
import { InputError } from '../../dataset/input-error.ts';
import type { FoundTasks, HistoryState, RunSamples, RunTask, RunThresholds } from '../../protocol/run-panel.ts';
import { readRun } from '../../runs/read-run.ts';
import { readSamples, thresholdsOf } from '../../runs/run-samples.ts';
import { SamplesHistory, type TaskPlace } from '../../runs/samples-history.ts';

/** The part of the history that a target's samples are of, or why there is none. */
type ReadPart = { readonly history: SamplesHistory } | { readonly problem: string };

/**
 * Answers what a run's panel asks about its samples. Keeps the samples of one target, and of the history their tasks, until
 * another target is asked for or the file changes.
 */
export class SampleAnswers {
  #samples: { readonly target: string; readonly read: Promise<RunSamples> } | undefined;
  #part: { readonly target: string; readonly read: Promise<ReadPart> } | undefined;

  /**
   * @param folder      of the run
   * @param historyFile of the run, whether it is there or not
   */
  constructor(
    readonly folder: string,
    readonly historyFile: () => string,
  ) {}

  /** Reads them again: more fits may have come since. */
  samples(target: string): Promise<RunSamples> {
    this.#part = undefined;
    this.#samples = { target, read: readSamples(this.folder, readRun(this.folder), target) };
    return this.#samples.read;
  }

  /** Undefined if there are no samples, or no such class. */
  async thresholds(target: string, fit: number | null, positive: number): Promise<RunThresholds | undefined> {
    const samples = await this.#kept(target);
    const classes = readRun(this.folder).targets.find((one) => one.target === target)?.classes.length ?? 0;
    if (samples.task.length === 0 || positive < 0 || positive >= classes) return undefined;
    return thresholdsOf(samples, classes, positive, fit);
  }

  async task(target: string, name: string): Promise<RunTask> {
    const part = await this.#historyOf(target);
    const errors = 'history' in part ? part.history.errorsOf(name) : undefined;
    return { kind: 'task', name, history: this.#stateOf(part), errors: errors ?? null };
  }

  async find(target: string, code: string, site: string): Promise<FoundTasks> {
    const { names } = await this.#kept(target);
    const part = await this.#historyOf(target);
    const tasks = 'history' in part ? part.history.find(names, code, site) : [];
    return { kind: 'found', target, code, site, history: this.#stateOf(part), tasks };
  }

  /** Where a task is in the history as it is now. @returns a sentence if it is nowhere */
  async placeOf(target: string, name: string): Promise<(TaskPlace & { readonly file: string }) | string> {
    const part = await this.#historyOf(target);
    if ('problem' in part) return part.problem;
    const place = await part.history.placeOf(name);
    return place === undefined ? absent(name, this.#stateOf(part)) : { ...place, file: part.history.file };
  }

  #kept(target: string): Promise<RunSamples> {
    return this.#samples?.target === target ? this.#samples.read : this.samples(target);
  }

  async #historyOf(target: string): Promise<ReadPart> {
    const kept = this.#part?.target === target ? await this.#part.read : undefined;
    if (kept !== undefined && 'history' in kept && kept.history.current) return kept;
    this.#part = { target, read: this.#readPart(target) };
    return this.#part.read;
  }

  async #readPart(target: string): Promise<ReadPart> {
    const { names } = await this.#kept(target);
    try {
      return { history: await SamplesHistory.read(this.historyFile(), names) };
    } catch (error) {
      if (error instanceof InputError) return { problem: error.message };
      throw error;
    }
  }

  #stateOf(part: ReadPart): HistoryState {
    if ('problem' in part) return { stale: false, problem: part.problem };
    return { stale: part.history.fingerprint !== readRun(this.folder).history.sha256 };
  }
}

function absent(name: string, { stale }: HistoryState): string {
  return stale
    ? l10n.t('{0} is not in the history any more: the file has changed since the run.', name)
    : l10n.t('{0} is not in the history.', name);
}

import * as l10n from '@vscode/l10n';
import { InputError } from '../../dataset/input-error.ts';
import { Cancelled } from '../../execution/cancelled.ts';
import { LastingThread } from '../../execution/lasting-thread.ts';
import type { DriverScope } from '../../protocol/drivers.ts';
import type { TaskCount } from '../../protocol/explanation.ts';
import type { DriversProgress, RunDrivers, RunExplanation, TaskErrors } from '../../protocol/run-panel.ts';
import { RunUnreadable, readRun } from '../../runs/read-run.ts';
import type { SampleAnswers } from './run-samples-answers.ts';

/** What drives a class, in the tasks that a fit evaluated; null = in those of all fits. */
export interface DriversQuestion {
  readonly target: string;
  readonly fit: number | null;
  readonly class: number;
  readonly scope: DriverScope;
}

/** Answers why a run decides as it does, in worker threads: one for single tasks, one for what drives a class. */
export class ExplanationAnswers {
  readonly #tasks: LastingThread;
  readonly #drivers: LastingThread;

  /**
   * @param folder      of the run
   * @param historyFile of the run, whether it is there or not
   * @param workerFile  the worker's bundle
   * @param samples     know the errors of the evaluated tasks
   * @param onFault     hears of what nobody can mend
   */
  constructor(
    readonly folder: string,
    readonly historyFile: () => string,
    workerFile: string,
    readonly samples: SampleAnswers,
    readonly onFault: (error: Error) => void,
  ) {
    this.#tasks = new LastingThread(workerFile);
    this.#drivers = new LastingThread(workerFile);
  }

  /** @throws Cancelled if another task is asked for before */
  async explain(target: string, name: string, fit: number, explained: number): Promise<RunExplanation> {
    const head = { kind: 'explanation' as const, target, name, fit, class: explained };
    try {
      const { history, errors } = await this.samples.task(target, name);
      if (errors === null)
        return { ...head, explanation: null, unknown: 0, problem: history.problem ?? l10n.t('no such task') };
      const counts = countsOf(errors);
      const question = { kind: 'explain' as const, run: this.folder, target, index: fit, class: explained, counts };
      const answer = await this.#tasks.ask(question);
      if (answer.kind !== 'explained') throw new Error(`the worker answered ${answer.kind} to explain`);
      return { ...head, explanation: answer.explanation, unknown: answer.unknown };
    } catch (error) {
      return { ...head, explanation: null, unknown: 0, problem: this.#problemOf(error) };
    }
  }

  /** @throws Cancelled if others are asked for before */
  async drivers(question: DriversQuestion, onProgress: (progress: DriversProgress) => void): Promise<RunDrivers> {
    const { fit, ...others } = question;
    const head = { kind: 'drivers' as const, ...question };
    try {
      const history = this.historyFile();
      const asked = { kind: 'drivers' as const, run: this.folder, history, index: fit, ...others };
      const answer = await this.#drivers.ask(asked, (event) => {
        if (event.kind !== 'progress') return;
        onProgress({ ...question, kind: 'drivers-progress', done: event.done, tasks: event.tasks });
      });
      if (answer.kind !== 'drivers') throw new Error(`the worker answered ${answer.kind} to drivers`);
      const stale = answer.fingerprint !== readRun(this.folder).history.sha256;
      return { ...head, stale, drivers: answer.drivers };
    } catch (error) {
      return { ...head, stale: false, drivers: null, problem: this.#problemOf(error) };
    }
  }

  dispose(): void {
    void this.#tasks.close();
    void this.#drivers.close();
  }

  /** A sentence for the panel. @throws Cancelled */
  #problemOf(error: unknown): string {
    if (error instanceof Cancelled) throw error;
    const fault = error instanceof Error ? error : new Error(String(error));
    if (!(fault instanceof InputError || fault instanceof RunUnreadable)) this.onFault(fault);
    return fault.message;
  }
}

function countsOf({ codes, sites, counts }: TaskErrors): TaskCount[] {
  return codes.flatMap(({ code }, c) =>
    sites.flatMap(({ site, good }, s) => (counts[c][s] === 0 ? [] : [{ code, site, good, count: counts[c][s] }])),
  );
}

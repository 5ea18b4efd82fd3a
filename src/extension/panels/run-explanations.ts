import * as l10n from '@vscode/l10n';
import { Cancelled } from '../../execution/cancelled.ts';
import { type LastingWorker, lastingWorker, Newest } from '../../execution/lasting-worker.ts';
import type { WorkerService } from '../../execution/worker-service.ts';
import type { DriverScope } from '../../protocol/drivers.ts';
import type { TaskCount } from '../../protocol/explanation.ts';
import type { DriversProgress, RunDrivers, RunExplanation, TaskErrors } from '../../protocol/run-panel.ts';
import { readRun } from '../../runs/read-run.ts';
import { isMendable } from '../../runs/regular-file.ts';
import type { SampleAnswers } from './run-samples-answers.ts';

/** What drives a class, in the tasks that a fit evaluated; null = in those of all fits. */
export interface DriversOfFits {
  readonly target: string;
  readonly fit: number | null;
  readonly class: number;
  readonly scope: DriverScope;
}

/** Answers why a run decides as it does, in worker threads: one for single tasks, one for what drives a class. */
export class ExplanationAnswers {
  readonly #tasks: LastingWorker<WorkerService>;
  readonly #drivers: LastingWorker<WorkerService>;
  readonly #newestTask = new Newest();
  readonly #newestDrivers = new Newest();

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
    this.#tasks = lastingWorker(workerFile);
    this.#drivers = lastingWorker(workerFile);
  }

  /** @throws Cancelled if another task is asked for before */
  async explain(target: string, name: string, fit: number, explained: number): Promise<RunExplanation> {
    const head = { kind: 'explanation' as const, target, name, fit, class: explained };
    try {
      const { history, errors } = await this.samples.task(target, name);
      if (errors === null)
        return { ...head, explanation: null, unknown: 0, problem: history.problem ?? l10n.t('no such task') };
      const counts = countsOf(errors);
      const question = { run: this.folder, target, index: fit, class: explained, counts };
      return { ...head, ...(await this.#tasks.calls.explain(question, { signal: this.#newestTask.next() })) };
    } catch (error) {
      return { ...head, explanation: null, unknown: 0, problem: this.#problemOf(error) };
    }
  }

  /** @throws Cancelled if others are asked for before */
  async drivers(question: DriversOfFits, onProgress: (progress: DriversProgress) => void): Promise<RunDrivers> {
    const { fit, ...others } = question;
    const head = { kind: 'drivers' as const, ...question };
    try {
      const history = this.historyFile();
      const asked = { run: this.folder, history, index: fit, ...others };
      const answer = await this.#drivers.calls.drivers(asked, {
        signal: this.#newestDrivers.next(),
        onProgress: (progress) => onProgress({ ...question, kind: 'drivers-progress', ...progress }),
      });
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
    if (!isMendable(fault)) this.onFault(fault);
    return fault.message;
  }
}

function countsOf({ codes, sites, counts }: TaskErrors): TaskCount[] {
  return codes.flatMap(({ code }, c) =>
    sites.flatMap(({ site, good }, s) => (counts[c][s] === 0 ? [] : [{ code, site, good, count: counts[c][s] }])),
  );
}

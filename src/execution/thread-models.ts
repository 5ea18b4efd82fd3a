import type { ToWorker } from '../protocol/worker.ts';
import type { DriversOf, ReportModels } from '../runs/report/report-models.ts';
import { type WorkerAnswer, WorkerThread } from './worker-thread.ts';

/** Asks the models of runs in a worker thread, which keeps what it has loaded from question to question. */
export class ThreadModels implements ReportModels {
  readonly #thread: WorkerThread;

  /** @param workerFile the worker's bundle */
  constructor(
    workerFile: string,
    readonly signal: AbortSignal,
  ) {
    this.#thread = new WorkerThread(workerFile);
  }

  async drivers(run: string, history: string, of: DriversOf): ReturnType<ReportModels['drivers']> {
    const answer = await this.#ask({ kind: 'drivers', run, history, index: null, ...of });
    if (answer.kind !== 'drivers') throw new Error(`the worker answered ${answer.kind} to drivers`);
    return answer;
  }

  async embeddings(run: string, target: string, fit: number): ReturnType<ReportModels['embeddings']> {
    const answer = await this.#ask({ kind: 'embeddings', run, target, index: fit });
    if (answer.kind !== 'embeddings') throw new Error(`the worker answered ${answer.kind} to embeddings`);
    return answer.map;
  }

  async reconstruction(run: string, history: string, fit: number): ReturnType<ReportModels['reconstruction']> {
    const answer = await this.#ask({ kind: 'reconstruction', run, history, index: fit });
    if (answer.kind !== 'reconstruction') throw new Error(`the worker answered ${answer.kind} to reconstruction`);
    return answer;
  }

  end(): Promise<void> {
    return this.#thread.end();
  }

  #ask(question: ToWorker): Promise<WorkerAnswer> {
    return this.#thread.request(question, () => {}, this.signal);
  }
}

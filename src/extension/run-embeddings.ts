import { InputError } from '../dataset/input-error.ts';
import { WorkerThread } from '../execution/worker-thread.ts';
import type { RunEmbeddings, RunReconstruction } from '../protocol/run-panel.ts';
import type { FromWorker, ToWorker } from '../protocol/worker.ts';
import { readRun } from '../runs/read-run.ts';

/** Answers what a run's panel asks about embeddings, in a thread of its own. A question is given up for the next of its kind. */
export class EmbeddingAnswers {
  readonly #asking = new Map<ToWorker['kind'], AbortController>();

  /**
   * @param folder      of the run
   * @param historyFile of the run, whether it is there or not
   * @param workerFile  the worker's bundle
   */
  constructor(
    readonly folder: string,
    readonly historyFile: () => string,
    readonly workerFile: string,
  ) {}

  /** @throws Cancelled */
  async map(target: string, fit: number): Promise<RunEmbeddings> {
    const head = { kind: 'embeddings' as const, target, fit };
    try {
      const answer = await this.#ask({ kind: 'embeddings', run: this.folder, target, index: fit });
      if (answer.kind !== 'embeddings') throw new Error(`the worker answered ${answer.kind} to embeddings`);
      return { ...head, map: answer.map };
    } catch (error) {
      if (error instanceof InputError) return { ...head, map: null, problem: error.message };
      throw error;
    }
  }

  /** @throws Cancelled */
  async reconstruction(target: string, fit: number): Promise<RunReconstruction> {
    const head = { kind: 'reconstruction' as const, target, fit };
    try {
      const history = this.historyFile();
      const answer = await this.#ask({ kind: 'reconstruction', run: this.folder, history, index: fit });
      if (answer.kind !== 'reconstruction') throw new Error(`the worker answered ${answer.kind} to reconstruction`);
      const stale = answer.fingerprint !== readRun(this.folder).history.sha256;
      return { ...head, history: { stale }, curve: answer.curve };
    } catch (error) {
      if (error instanceof InputError)
        return { ...head, history: { stale: false, problem: error.message }, curve: null };
      throw error;
    }
  }

  dispose(): void {
    for (const asking of this.#asking.values()) asking.abort();
  }

  async #ask(request: ToWorker): Promise<FromWorker> {
    this.#asking.get(request.kind)?.abort();
    const asking = new AbortController();
    this.#asking.set(request.kind, asking);
    const thread = new WorkerThread(this.workerFile);
    try {
      return await thread.request(request, () => {}, asking.signal);
    } finally {
      await thread.end();
    }
  }
}

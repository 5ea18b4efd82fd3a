import { Newest } from '../../execution/lasting-worker.ts';
import type { WorkerClient } from '../../execution/worker-service.ts';
import { askOnce } from '../../execution/worker-thread.ts';
import type { Asking } from '../../protocol/port.ts';
import type { RunEmbeddings, RunReconstruction } from '../../protocol/run-panel.ts';
import { readRun } from '../../runs/read-run.ts';
import { isMendable } from '../../runs/regular-file.ts';

/** Answers what a run's panel asks about embeddings, in a thread of its own. A question is given up for the next of its kind. */
export class EmbeddingAnswers {
  readonly #maps = new Newest();
  readonly #curves = new Newest();

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
      const question = { run: this.folder, target, index: fit };
      const ask = (calls: WorkerClient, asking: Asking) => calls.embeddings(question, asking);
      return { ...head, map: await askOnce(this.workerFile, ask, this.#maps.next()) };
    } catch (error) {
      if (isMendable(error)) return { ...head, map: null, problem: error.message };
      throw error;
    }
  }

  /** @throws Cancelled */
  async reconstruction(target: string, fit: number): Promise<RunReconstruction> {
    const head = { kind: 'reconstruction' as const, target, fit };
    try {
      const question = { run: this.folder, history: this.historyFile(), index: fit };
      const ask = (calls: WorkerClient, asking: Asking) => calls.reconstruction(question, asking);
      const answer = await askOnce(this.workerFile, ask, this.#curves.next());
      const stale = answer.fingerprint !== readRun(this.folder).history.sha256;
      return { ...head, history: { stale }, curve: answer.curve };
    } catch (error) {
      if (isMendable(error)) return { ...head, history: { stale: false, problem: error.message }, curve: null };
      throw error;
    }
  }

  dispose(): void {
    this.#maps.cancel();
    this.#curves.cancel();
  }
}

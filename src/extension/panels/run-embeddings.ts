import { InputError } from '../../dataset/input-error.ts';
import { askOnce } from '../../execution/ask-once.ts';
import type { RunEmbeddings, RunReconstruction } from '../../protocol/run-panel.ts';
import type { ToWorker } from '../../protocol/worker.ts';
import { readRun } from '../../runs/read-run.ts';

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
      const question = { kind: 'embeddings', run: this.folder, target, index: fit } as const;
      const { map } = await askOnce(this.workerFile, question, 'embeddings', this.#newest(question));
      return { ...head, map };
    } catch (error) {
      if (error instanceof InputError) return { ...head, map: null, problem: error.message };
      throw error;
    }
  }

  /** @throws Cancelled */
  async reconstruction(target: string, fit: number): Promise<RunReconstruction> {
    const head = { kind: 'reconstruction' as const, target, fit };
    try {
      const question = {
        kind: 'reconstruction',
        run: this.folder,
        history: this.historyFile(),
        index: fit,
      } as const;
      const answer = await askOnce(this.workerFile, question, 'reconstruction', this.#newest(question));
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

  /** Gives up the question of the same kind before. */
  #newest({ kind }: ToWorker): AbortSignal {
    this.#asking.get(kind)?.abort();
    const asking = new AbortController();
    this.#asking.set(kind, asking);
    return asking.signal;
  }
}

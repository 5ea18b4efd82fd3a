import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Cancelled } from '../../execution/cancelled.ts';
import { type LastingWorker, predictionWorker } from '../../execution/lasting-worker.ts';
import { WorkerDied } from '../../execution/worker-thread.ts';
import type { PredictionService, TaskPrediction } from '../../protocol/prediction.ts';
import { RunUnreadable } from '../../runs/read-run.ts';
import type { HistoryDocument, OpenTask } from './history-document.ts';
import { policyFileOf } from './policy-setting.ts';
import type { PredictingRun, PredictingRuns } from './predicting-runs.ts';

export type Answer =
  | { readonly kind: 'predicted'; readonly tasks: readonly TaskPrediction[] }
  | { readonly kind: 'failed'; readonly reason: string };

/** Predictions for tasks of open histories, from a worker. */
export class Predictions implements vscode.Disposable {
  readonly #worker: LastingWorker<PredictionService>;

  constructor(
    readonly runs: PredictingRuns,
    workerFile: string,
    readonly log: vscode.LogOutputChannel,
  ) {
    this.#worker = predictionWorker(workerFile, (reason) => this.#reportDeath(reason));
  }

  /**
   * What a run predicts for tasks as they are in the editor.
   *
   * @param explained say why, too
   * @returns [tasks] predictions, or why there are none
   */
  async of(
    run: PredictingRun,
    { index }: HistoryDocument,
    tasks: readonly OpenTask[],
    explained: boolean,
    token: vscode.CancellationToken,
  ): Promise<Answer> {
    const cancelled = new AbortController();
    const listener = token.onCancellationRequested(() => cancelled.abort());
    try {
      const texts = tasks.map(({ text }) => text);
      const layout = index?.layout ?? 'object';
      const question = { run: run.folder, texts, layout, explained, policy: policyFileOf(run.folder) };
      return { kind: 'predicted', tasks: await this.#worker.calls.predict(question, { signal: cancelled.signal }) };
    } catch (error) {
      if (error instanceof Cancelled) {
        return { kind: 'failed', reason: l10n.t({ message: 'cancelled', comment: 'Why there is no prediction' }) };
      }
      if (!(error instanceof RunUnreadable || error instanceof WorkerDied)) {
        this.log.error(error instanceof Error ? error : String(error));
      }
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      listener.dispose();
    }
  }

  /** Loads the run of an opened history, while its text is still being read. */
  async warm(document: vscode.TextDocument): Promise<void> {
    const run = await this.runs.of(document);
    if (run) await this.#worker.calls.warm({ run: run.folder }).catch(() => {});
  }

  /** Why a policy cannot be used for a run; empty if it can. */
  async policyProblem(run: string, file: string): Promise<string> {
    try {
      return await this.#worker.calls.policyProblem({ run, file });
    } catch (error) {
      if (error instanceof Cancelled) return '';
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Gives the thread's memory back until predictions are wanted again. */
  rest(): void {
    void this.#worker.close();
  }

  dispose(): void {
    this.rest();
  }

  #reportDeath(reason: string): void {
    this.log.error(`the thread that predicts died: ${reason}`);
    vscode.window.setStatusBarMessage(
      `$(warning) ${l10n.t('The prediction worker stopped unexpectedly and was restarted.')}`,
      10_000,
    );
  }
}

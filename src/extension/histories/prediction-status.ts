import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { HistoryDocuments } from './history-documents.ts';
import { plainText } from './markdown-text.ts';
import { isWrong, markedLine, markOf, predictionLine, spokenPrediction } from './prediction-words.ts';
import type { Predictions } from './predictions.ts';

/** The cursor rests this long before a prediction is requested. */
const pauseMilliseconds = 120;

/** The prediction for the task at the cursor, in the status bar. */
export class PredictionStatus implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('operatorActions.prediction', vscode.StatusBarAlignment.Right, 90);
  readonly #subscriptions: vscode.Disposable[];
  #asked: vscode.CancellationTokenSource | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly documents: HistoryDocuments,
    readonly predictions: Predictions,
  ) {
    this.#item.name = l10n.t('Operator Actions Prediction');
    const soon = (): void => this.#soon();
    this.#subscriptions = [
      this.#item,
      vscode.window.onDidChangeActiveTextEditor(soon),
      vscode.window.onDidChangeTextEditorSelection(soon),
      documents.onDidChange(soon),
      documents.onDidIndex(soon),
      predictions.runs.onDidChange(soon),
    ];
    soon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#asked?.cancel();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#show(), pauseMilliseconds);
  }

  async #show(): Promise<void> {
    this.#asked?.cancel();
    const asked = new vscode.CancellationTokenSource();
    this.#asked = asked;
    const editor = vscode.window.activeTextEditor;
    const history = editor && this.documents.of(editor.document);
    const task = editor && history?.taskNear(editor.selection.active);
    const run = history && (await this.predictions.runs.of(history.document));
    if (asked.token.isCancellationRequested) return;
    if (!task || !history || !run) {
      this.#item.hide();
      return;
    }
    const answer = await this.predictions.of(run, history, [task], false, asked.token);
    if (asked.token.isCancellationRequested) return;
    if (answer.kind === 'failed' || answer.tasks[0].targets.length === 0) {
      this.#item.hide();
      return;
    }
    const [{ name, targets }] = answer.tasks;
    const judged = targets.find(({ standing }) => standing === 'held-out');
    const line = predictionLine(targets, plainText);
    const spoken = spokenPrediction(plainText(name), targets);
    const text = markedLine(line, targets);
    const mark = markOf(targets);
    this.#item.text = `$(${isWrong(targets) ? 'error' : 'sparkle'}) ${text.replaceAll('$(', '$ (')}`;
    this.#item.tooltip = l10n.t({
      message: '{0}, predicted by {1}, {2}',
      args: [plainText(name), plainText(run.name), run.about],
      comment: '{0} = task, {1} = name of a run, {2} = its protocol and time',
    });
    this.#item.accessibilityInformation = { label: mark === '' ? spoken : `${spoken}; ${mark}` };
    this.#item.command = judged
      ? {
          command: 'operatorActions.openSample',
          title: l10n.t('Show Sample'),
          arguments: [run.folder, judged.target, name],
        }
      : { command: 'operatorActions.openRun', title: l10n.t('Open Run'), arguments: [{ folder: run.folder }] };
    this.#item.show();
  }
}

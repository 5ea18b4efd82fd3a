import * as vscode from 'vscode';
import { readTokens } from '../../dataset/task-tokens.ts';
import type { TaskPrediction } from '../../protocol/prediction.ts';
import type { HistoryDocument, OpenTask } from './history-document.ts';
import type { HistoryDocuments } from './history-documents.ts';
import { plainText } from './markdown-text.ts';
import { isWrong, markedLine, predictionLine } from './prediction-words.ts';
import type { Predictions } from './predictions.ts';
import type { ShownPredictions } from './shown-predictions.ts';

/** Scrolling and typing pause this long before predictions are requested. */
const pauseMilliseconds = 80;
/** Tasks of an editor that get a prediction at a time, at most. */
const maxTasks = 300;
/** A longer line has its prediction behind the task's name: its end is out of sight. */
const longLine = 160;

/** Predictions at the end of visible lines, and marks next to incorrectly predicted tasks. */
export class InlinePredictions implements vscode.Disposable {
  readonly #plain: vscode.TextEditorDecorationType;
  readonly #wrong: vscode.TextEditorDecorationType;
  readonly #subscriptions: vscode.Disposable[];
  readonly #asked = new Map<vscode.TextEditor, vscode.CancellationTokenSource>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly documents: HistoryDocuments,
    readonly predictions: Predictions,
    readonly shown: ShownPredictions,
    extension: vscode.Uri,
  ) {
    const after = { margin: '0 1em 0 2em', color: new vscode.ThemeColor('editorCodeLens.foreground') };
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extension, 'media', `wrong-${theme}.svg`);
    this.#plain = vscode.window.createTextEditorDecorationType({ after });
    this.#wrong = vscode.window.createTextEditorDecorationType({
      after: { ...after, color: new vscode.ThemeColor('editorWarning.foreground') },
      overviewRulerColor: new vscode.ThemeColor('editorWarning.foreground'),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
      light: { gutterIconPath: icon('light') },
      dark: { gutterIconPath: icon('dark') },
      gutterIconSize: 'contain',
    });
    const soon = (): void => this.#soon();
    this.#subscriptions = [
      this.#plain,
      this.#wrong,
      vscode.window.onDidChangeTextEditorVisibleRanges(soon),
      vscode.window.onDidChangeVisibleTextEditors(soon),
      vscode.workspace.onDidChangeTextDocument(soon),
      documents.onDidIndex(soon),
      shown.onDidChange(soon),
      predictions.runs.onDidChange(soon),
    ];
    soon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const asked of this.#asked.values()) asked.cancel();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#forgetHidden();
      for (const editor of vscode.window.visibleTextEditors) void this.#draw(editor);
    }, pauseMilliseconds);
  }

  /** An editor that is no longer in sight is another one when it comes back. */
  #forgetHidden(): void {
    for (const [editor, asked] of this.#asked) {
      if (vscode.window.visibleTextEditors.includes(editor)) continue;
      asked.cancel();
      this.#asked.delete(editor);
    }
  }

  async #draw(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    this.#asked.get(editor)?.cancel();
    const history = this.documents.of(document);
    if (!history) return;
    const asked = new vscode.CancellationTokenSource();
    this.#asked.set(editor, asked);
    const version = document.version;
    const run = this.shown.shown(document) ? await this.predictions.runs.of(document) : undefined;
    if (!run) {
      this.#decorate(editor, [], []);
      return;
    }
    const tasks = visibleTasks(editor, history);
    const answer = await this.predictions.of(run, history, tasks, false, asked.token);
    if (asked.token.isCancellationRequested || document.version !== version) return;
    if (answer.kind === 'predicted') this.#show(editor, history, tasks, answer.tasks);
    else this.#decorate(editor, [], []);
  }

  #show(
    editor: vscode.TextEditor,
    history: HistoryDocument,
    tasks: readonly OpenTask[],
    predicted: readonly TaskPrediction[],
  ): void {
    const plain: vscode.DecorationOptions[] = [];
    const wrong: vscode.DecorationOptions[] = [];
    for (const [i, { targets }] of predicted.entries()) {
      if (targets.length === 0) continue;
      const line = predictionLine(targets, plainText);
      const contentText = markedLine(line, targets);
      const place = placeOf(history, tasks[i]);
      (isWrong(targets) ? wrong : plain).push({
        range: new vscode.Range(place, place),
        renderOptions: { after: { contentText } },
      });
    }
    this.#decorate(editor, plain, wrong);
  }

  #decorate(
    editor: vscode.TextEditor,
    plain: readonly vscode.DecorationOptions[],
    wrong: readonly vscode.DecorationOptions[],
  ): void {
    editor.setDecorations(this.#plain, plain);
    editor.setDecorations(this.#wrong, wrong);
  }
}

function visibleTasks({ visibleRanges }: vscode.TextEditor, history: HistoryDocument): OpenTask[] {
  const numbers = visibleRanges.flatMap((range) => history.tasksIn(range, maxTasks));
  return [...new Set(numbers)].slice(0, maxTasks).flatMap((number) => history.task(number) ?? []);
}

/** The end of the task's first line, or that of its name. */
function placeOf({ document, index }: HistoryDocument, { range, text }: OpenTask): vscode.Position {
  const end = document.lineAt(range.start.line).range.end;
  if (end.character <= longLine) return end;
  const name = readTokens(text, index?.layout ?? 'object').find(({ role }) => role === 'task');
  // Behind the colon or comma, which belongs to the name.
  const to = name === undefined ? 0 : name.to + (/[:,]/.test(text.charAt(name.to)) ? 1 : 0);
  return document.positionAt(document.offsetAt(range.start) + to);
}

import * as vscode from 'vscode';
import { readTokens, type TaskToken, tokenAt } from '../../dataset/task-tokens.ts';
import type { TaskPrediction } from '../../protocol/prediction.ts';
import type { CodeMeanings } from './code-meanings.ts';
import type { HistoryDocument, OpenTask } from './history-document.ts';
import type { HistoryDocuments } from './history-documents.ts';
import {
  codeText,
  explanationText,
  linkedCommands,
  linksText,
  noRunText,
  predictionText,
  siteText,
} from './hover-text.ts';
import { escaped } from './markdown-text.ts';
import type { Predictions } from './predictions.ts';

/** What hovers are made of. */
export interface HoverSources {
  readonly documents: HistoryDocuments;
  readonly predictions: Predictions;
  readonly meanings: CodeMeanings;
}

interface Place {
  readonly history: HistoryDocument;
  readonly task: OpenTask;
  readonly token: TaskToken | undefined;
  readonly range: vscode.Range;
}

/** What a code or site is, and what the run predicts for the task around it. */
export async function hover(
  sources: HoverSources,
  document: vscode.TextDocument,
  position: vscode.Position,
  token: vscode.CancellationToken,
): Promise<vscode.Hover | undefined> {
  const place = await placeAt(sources, document, position);
  if (!place || token.isCancellationRequested) return undefined;
  const [words, predicted] = await Promise.all([
    wordsOf(place, sources.meanings),
    predictionOf(place, sources.predictions, token),
  ]);
  if (token.isCancellationRequested) return undefined;
  return new vscode.Hover([...words, predicted].map(trusted), place.range);
}

/** Why the run predicts so. It takes longer than the prediction, which is not to wait for it. */
export async function explanationHover(
  sources: HoverSources,
  document: vscode.TextDocument,
  position: vscode.Position,
  token: vscode.CancellationToken,
): Promise<vscode.Hover | undefined> {
  const place = await placeAt(sources, document, position);
  const run = place && (await sources.predictions.runs.of(document));
  if (!place || !run) return undefined;
  const answer = await sources.predictions.of(run, place.history, [place.task], true, token);
  const text = answer.kind === 'predicted' ? explanationText(answer.tasks[0]) : '';
  return text === '' || token.isCancellationRequested ? undefined : new vscode.Hover(trusted(text), place.range);
}

async function placeAt(
  { documents }: HoverSources,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<Place | undefined> {
  if (!vscode.workspace.getConfiguration('operatorActions', document).get<boolean>('hovers')) return undefined;
  const history = documents.of(document);
  const index = await history?.whenIndexed();
  const task = index && history?.taskAt(position);
  if (!history || !task) return undefined;
  const start = document.offsetAt(task.range.start);
  const hovered = tokenAt(readTokens(task.text, index.layout), document.offsetAt(position) - start);
  const range = hovered
    ? new vscode.Range(document.positionAt(start + hovered.from), document.positionAt(start + hovered.to))
    : new vscode.Range(position, position);
  return { history, task, token: hovered, range };
}

/** Meanings of what is under the pointer. */
async function wordsOf({ history, token }: Place, meanings: CodeMeanings): Promise<string[]> {
  const { document, description } = history;
  if (!token) return [];
  const code = token.role === 'code' ? token.text : token.role === 'count' ? token.code : undefined;
  const codes = description?.codes.map(({ name }) => name) ?? [];
  const site = token.role === 'site' ? token.text : token.role === 'count' ? token.site : undefined;
  return [
    ...(code === undefined ? [] : [codeText(code, await meanings.meaning(document, code, codes), description)]),
    ...(site === undefined ? [] : [siteText(site, description)]),
  ];
}

async function predictionOf(
  { history, task }: Place,
  predictions: Predictions,
  token: vscode.CancellationToken,
): Promise<string> {
  const uri = history.document.uri.toString();
  const run = await predictions.runs.of(history.document);
  if (!run) return noRunText(uri);
  const answer = await predictions.of(run, history, [task], false, token);
  if (answer.kind === 'failed') return `$(warning) ${escaped(answer.reason)}\n\n${linksText(run, undefined, uri)}`;
  const [prediction] = answer.tasks;
  return `${predictionText(prediction, run)}\n\n${linksText(run, sampleOf(prediction), uri)}`;
}

/** The sample of a task in the panel of a run that was evaluated on it. */
function sampleOf({ name, targets }: TaskPrediction): { target: string; name: string } | undefined {
  const judged = targets.find(({ standing }) => standing === 'held-out');
  return judged && { target: judged.target, name };
}

function trusted(markdown: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString(markdown, true);
  text.isTrusted = { enabledCommands: linkedCommands };
  return text;
}

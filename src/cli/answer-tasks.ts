import { type History, taskName } from '../dataset/history.ts';
import { readHistoryChunks } from '../dataset/read-history.ts';
import { readTaskTexts } from '../dataset/read-task-texts.ts';
import { isTaskLine } from '../dataset/task-line.ts';
import type { CalibratedPredictor } from '../execution/calibrated-predictor.ts';
import { predictTasks, type TaskPredictions } from '../execution/predict-tasks.ts';
import type { RunTarget } from '../execution/run-predictor.ts';
import { formatCount } from './table.ts';
import { documentLine, printTexts, reportLines } from './terminal.ts';

/** How tasks are answered. */
export interface Answering {
  readonly predictor: CalibratedPredictor;
  readonly targets: readonly RunTarget[];
  readonly explain: boolean;
  /** What is printed of a task, whole lines. */
  readonly textOf: (task: TaskPredictions) => string;
}

/** Answers all tasks of a history, and says what was wrong with others. */
export function answerHistory(history: History, { predictor, targets, explain, textOf }: Answering): void {
  for (const { line, column, message } of history.problems) {
    reportLines([`${history.file}:${line}:${column}: ${message}`]);
  }
  if (history.skipped > 0) reportLines([`${formatCount(history.skipped, 'task')} skipped`]);
  const tasks = predictor.run.tasksOf(history);
  const unknown = tasks.unknown.reduce((sum, count) => sum + count, 0);
  if (unknown > 0) {
    reportLines([`${unknown} counts are of codes or sites that the run has never seen; they count for nothing`]);
  }
  const nameOf = (task: number): string => taskName(history, task);
  printTexts(map(predictTasks(predictor, nameOf, tasks, targets, explain), textOf));
}

/**
 * Answers JSON Lines as they come: what has arrived is answered before more is waited for. A line that is no task is answered
 * by what is wrong with it. What does not begin as JSON Lines is read to its end, as a history file is.
 */
export async function answerStream(input: AsyncIterable<Uint8Array>, answering: Answering): Promise<void> {
  const lines = new LineReader();
  const read: Uint8Array[] = [];
  const chunks = input[Symbol.asyncIterator]();
  let isLines: boolean | undefined;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    if (isLines === undefined) read.push(next.value);
    const some = lines.push(next.value);
    isLines ??= some.length > 0 ? isTaskLine(some[0]) : undefined;
    if (isLines) answerLines(some, answering);
    if (isLines === false) break;
  }
  const last = lines.finish();
  if (isLines ?? (last.length > 0 && isTaskLine(last[0]))) answerLines(last, answering);
  else answerHistory(await readHistoryChunks('-', followedBy(read, chunks)), answering);
}

async function* followedBy(first: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Puts bytes together to lines; those that are blank are left out. */
class LineReader {
  readonly #decoder = new TextDecoder();
  #kept = '';

  /** @returns the lines that are complete now */
  push(bytes: Uint8Array): string[] {
    const [first, ...others] = this.#decoder.decode(bytes, { stream: true }).split('\n');
    const ended = others.length === 0 ? [] : [this.#kept + first, ...others.slice(0, -1)];
    this.#kept = others.at(-1) ?? this.#kept + first;
    return withoutBlank(ended);
  }

  /** The last line, if it has no end. */
  finish(): string[] {
    return withoutBlank([this.#kept]);
  }
}

function withoutBlank(lines: readonly string[]): string[] {
  return lines.filter((line) => line.trim() !== '');
}

function answerLines(lines: readonly string[], { predictor, targets, explain, textOf }: Answering): void {
  if (lines.length === 0) return;
  const { row, problem, name, counts } = readTaskTexts(lines, 'lines');
  const names = name.filter((_, line) => row[line] >= 0);
  const tasks = predictor.run.tasksOf(counts);
  const answers = predictTasks(predictor, (task) => names[task], tasks, targets, explain);
  const texts = lines.map((_, line) => {
    if (row[line] < 0) return documentLine({ task: name[line] === '' ? null : name[line], problem: problem[line] });
    const next = answers.next();
    return next.done ? '' : textOf(next.value);
  });
  printTexts(texts);
}

function* map<A, B>(items: Iterable<A>, change: (item: A) => B): Generator<B> {
  for (const item of items) yield change(item);
}

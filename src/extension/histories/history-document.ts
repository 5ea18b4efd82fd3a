import * as vscode from 'vscode';
import { TaskIndex } from '../../dataset/task-index.ts';
import { Cancelled } from '../../execution/cancelled.ts';
import { indexText, type TextLines } from '../../execution/index-text.ts';
import type { DescribedText } from '../../protocol/text-index.ts';

/** After a change the whole text is read again in the background: so long after the last of them… */
const pauseMilliseconds = 300;
/** … and a millisecond more for so many characters, up to a limit. */
const charactersPerMillisecond = 20_000;
const maxPause = 2000;

/** A task of an open history. */
export interface OpenTask {
  readonly number: number;
  /** Of its entry. */
  readonly range: vscode.Range;
  readonly text: string;
}

/**
 * An open history: where its tasks are, as the editor has it, saved or not. The index follows every change; what else is
 * known of the text comes from a worker thread a little later.
 */
export class HistoryDocument implements vscode.Disposable {
  #index: TaskIndex | undefined;
  #description: DescribedText | undefined;
  #job: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #length = 0;
  #waiting: (() => void)[] = [];
  #closed = false;
  readonly #indexed = new vscode.EventEmitter<void>();
  readonly #described = new vscode.EventEmitter<void>();

  /** The index is there, or another one. */
  readonly onDidIndex = this.#indexed.event;
  /** There is a new description. */
  readonly onDidDescribe = this.#described.event;

  constructor(
    readonly document: vscode.TextDocument,
    readonly workerFile: string,
    readonly log: vscode.LogOutputChannel,
  ) {
    void this.#look();
  }

  /** Where the tasks are, if that is known at the moment. */
  get index(): TaskIndex | undefined {
    return this.#index;
  }

  /** What is in the text, as it was a little while ago. */
  get description(): DescribedText | undefined {
    return this.#description;
  }

  /** Waits for the index; undefined if the document was closed before. */
  async whenIndexed(): Promise<TaskIndex | undefined> {
    while (!this.#index && !this.#closed) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.#index;
  }

  /** The text has changed. */
  follow(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    if (changes.length === 0) return;
    this.#job?.abort();
    this.#job = undefined;
    this.#followIndex(changes);
    clearTimeout(this.#timer);
    const pause = Math.min(pauseMilliseconds + this.#length / charactersPerMillisecond, maxPause);
    // While there is no index, nothing else can be done.
    this.#timer = setTimeout(() => void this.#look(), this.#index ? pause : pauseMilliseconds / 3);
  }

  task(number: number): OpenTask | undefined {
    const index = this.#index;
    if (!index || number < 0 || number >= index.count) return undefined;
    const { document } = this;
    const range = new vscode.Range(document.positionAt(index.from(number)), document.positionAt(index.to(number)));
    return { number, range, text: document.getText(range) };
  }

  /** The task at a place. */
  taskAt(position: vscode.Position): OpenTask | undefined {
    return this.task(this.#index?.taskAt(this.document.offsetAt(position)) ?? -1);
  }

  /** The task at a place, or the one that begins in its line. */
  taskNear(position: vscode.Position): OpenTask | undefined {
    const [first] = this.tasksIn(new vscode.Range(position, position), 1);
    return this.taskAt(position) ?? (first === undefined ? undefined : this.task(first));
  }

  /** Numbers of the tasks that begin in some lines, at most so many. */
  tasksIn(range: vscode.Range, most: number): number[] {
    const { document } = this;
    const index = this.#index;
    if (!index) return [];
    const end = document.offsetAt(document.validatePosition(range.end.with(undefined, Number.MAX_SAFE_INTEGER)));
    const numbers: number[] = [];
    const start = document.offsetAt(range.start.with(undefined, 0));
    for (let task = index.firstFrom(start); task < index.count && numbers.length < most; task++) {
      if (index.from(task) > end) break;
      if (index.from(task) >= start) numbers.push(task);
    }
    return numbers;
  }

  dispose(): void {
    this.#closed = true;
    this.#job?.abort();
    clearTimeout(this.#timer);
    this.#wake();
    this.#indexed.dispose();
    this.#described.dispose();
  }

  #followIndex(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const { document } = this;
    const length = lengthOf(document);
    const moved = changes.map(({ rangeOffset, rangeLength, text }) => ({
      from: rangeOffset,
      removed: rangeLength,
      added: text.length,
    }));
    const expected = moved.reduce((sum, { removed, added }) => sum + added - removed, this.#length);
    this.#length = length;
    const textOf = (from: number, to: number): string =>
      document.getText(new vscode.Range(document.positionAt(from), document.positionAt(to)));
    // Where line breaks are another kind now, the changes do not tell all.
    if (expected !== length || !this.#index?.follow(moved, length, textOf)) this.#index = undefined;
    else this.#indexed.fire();
  }

  /** Reads the whole text in a worker thread. */
  async #look(): Promise<void> {
    const job = new AbortController();
    this.#job?.abort();
    this.#job = job;
    const { document } = this;
    const started = performance.now();
    this.#length = lengthOf(document);
    try {
      const { index, description } = await indexText(linesOf(document), this.workerFile, job.signal);
      if (job.signal.aborted) return;
      this.log.debug(
        `found ${index.count} tasks of ${document.fileName} in ${Math.round(performance.now() - started)} ms`,
      );
      this.#index = index;
      this.#wake();
      this.#indexed.fire();
      const described = await description;
      if (job.signal.aborted) return;
      this.#description = described;
      this.#described.fire();
    } catch (error) {
      if (error instanceof Cancelled || job.signal.aborted) return;
      // Hovers continue without it; the next change tries again.
      this.log.error(error instanceof Error ? error : String(error));
      this.#index ??= new TaskIndex('object', false, new Uint32Array(0), new Uint32Array(0));
      this.#wake();
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(new vscode.Position(document.lineCount - 1, Number.MAX_SAFE_INTEGER));
}

function linesOf(document: vscode.TextDocument): TextLines {
  const count = document.lineCount;
  return {
    count,
    length: lengthOf(document),
    text: (from, to) => document.getText(new vscode.Range(from, 0, to, 0)),
  };
}

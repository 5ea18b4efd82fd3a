import fs from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Layout } from '../dataset/layout.ts';
import type { FromPredictor, TaskPrediction, ToPredictor } from '../protocol/prediction.ts';
import { RunUnreadable } from '../runs/read-run.ts';
import { runFile } from '../runs/run-paths.ts';
import { TaskPredictor } from './task-predictor.ts';

/** Tasks that are answered before other requests are looked at. */
const together = 32;
/** Runs that stay loaded, and answers that are kept of each, at most. */
const mostRuns = 2;
const mostAnswers = 4096;
/** Longer texts are asked for once: they are not kept. */
const longestKept = 1 << 16;

/** A run that is loaded, with the answers it gave. */
interface Desk {
  /** What the run's record was when it was loaded. */
  readonly stamp: string;
  readonly predictor: Promise<TaskPredictor>;
  readonly answers: Map<string, TaskPrediction>;
}

type Request = Extract<ToPredictor, { kind: 'predict' }>;

/** Answers requests one after the other; one that is cancelled is dropped where it stands. */
export class PredictionDesk {
  /** By the run's folder, the one that was asked last at the end. */
  readonly #runs = new Map<string, Desk>();
  readonly #cancelled = new Set<number>();
  readonly #send: (message: FromPredictor) => void;
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(send: (message: FromPredictor) => void) {
    this.#send = send;
  }

  hear(message: ToPredictor): void {
    if (message.kind === 'cancel') {
      if (this.#waiting > 0) this.#cancelled.add(message.id);
      return;
    }
    if (message.kind === 'warm') {
      this.#queue = this.#queue.then(() => this.#warm(message.run));
      return;
    }
    this.#waiting++;
    this.#queue = this.#queue.then(async () => {
      const answer = await this.#answer(message);
      if (!this.#cancelled.delete(message.id) && answer) this.#send(answer);
      if (--this.#waiting === 0) this.#cancelled.clear();
    });
  }

  async #warm(run: string): Promise<void> {
    try {
      await (await this.#deskOf(run).predictor).warm();
    } catch {
      // Whoever asks the run will hear what is wrong with it.
      this.#runs.delete(run);
    }
  }

  async #answer({ id, run, texts, layout, explained }: Request): Promise<FromPredictor | undefined> {
    try {
      const desk = this.#deskOf(run);
      const predictor = await desk.predictor;
      const tasks: TaskPrediction[] = [];
      for (let from = 0; from < texts.length; from += together) {
        // Lets messages in: this request may be cancelled by now.
        await nextTurn();
        if (this.#cancelled.has(id)) return undefined;
        tasks.push(
          ...(await predictKept(desk.answers, predictor, texts.slice(from, from + together), layout, explained)),
        );
      }
      return { kind: 'predicted', id, tasks };
    } catch (error) {
      this.#runs.delete(run);
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      const unreadable = error instanceof RunUnreadable;
      return { kind: 'failed', id, message, unreadable, ...(stack !== undefined && { stack }) };
    }
  }

  #deskOf(run: string): Desk {
    const stamp = stampOf(run);
    const known = this.#runs.get(run);
    const desk =
      known?.stamp === stamp ? known : { stamp, predictor: TaskPredictor.load(run), answers: new Map<string, never>() };
    this.#runs.delete(run);
    this.#runs.set(run, desk);
    for (const oldest of [...this.#runs.keys()].slice(0, -mostRuns)) this.#runs.delete(oldest);
    return desk;
  }
}

/** Answers that were given before are given again. */
async function predictKept(
  answers: Map<string, TaskPrediction>,
  predictor: TaskPredictor,
  texts: readonly string[],
  layout: Layout,
  explained: boolean,
): Promise<TaskPrediction[]> {
  const keyOf = (text: string): string => `${layout} ${explained} ${text}`;
  const asked = [...new Set(texts)].filter((text) => !answers.has(keyOf(text)));
  const predicted = asked.length === 0 ? [] : await predictor.predict(asked, layout, explained);
  const given = new Map(predicted.map((task, i) => [asked[i], task]));
  for (const [text, task] of given) if (text.length <= longestKept) answers.set(keyOf(text), task);
  const all = texts.map((text) => given.get(text) ?? answers.get(keyOf(text)));
  for (const oldest of [...answers.keys()].slice(0, -mostAnswers)) answers.delete(oldest);
  return all.filter((task) => task !== undefined);
}

/** Size and time of change of the run's record: it is written anew when fits are added. */
function stampOf(run: string): string {
  const stats = fs.statSync(runFile(run), { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.size} ${stats.mtimeMs}`;
}

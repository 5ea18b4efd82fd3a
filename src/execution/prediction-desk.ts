import fs from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Asked, Implementation } from '../protocol/port.ts';
import type { PredictionService, TaskPrediction } from '../protocol/prediction.ts';
import type { ArgumentOf } from '../protocol/service.ts';
import { runFile } from '../runs/run-paths.ts';
import { Cancelled } from './cancelled.ts';
import { TaskPredictor } from './task-predictor.ts';

/** Tasks answered before other questions get their turn. */
const together = 32;
/** Runs that stay loaded, and answers that are kept of each, at most. */
const maxRuns = 2;
const maxAnswers = 1024;
/** Answers about longer texts are not kept. */
const maxKeptLength = 1 << 14;

/** A run that is loaded, with the answers it gave. */
interface Desk {
  /** What the run's record was when it was loaded. */
  readonly stamp: string;
  readonly predictor: Promise<TaskPredictor>;
  readonly answers: Map<string, TaskPrediction>;
}

type Question = ArgumentOf<PredictionService['predict']>;

/**
 * Answers questions one after the other; one that is cancelled is dropped where it is. Explanations take much longer than
 * predictions and do not hold them up for longer than one target takes.
 */
export class PredictionDesk implements Implementation<PredictionService> {
  /** By the run's folder, the one that was asked last at the end. */
  readonly #runs = new Map<string, Desk>();
  #predictions: Promise<unknown> = Promise.resolve();
  #explanations: Promise<unknown> = Promise.resolve();

  predict(question: Question, { signal }: Pick<Asked, 'signal'>): Promise<TaskPrediction[]> {
    // Earlier questions come first; later predictions overtake explanations.
    const before = question.explained ? Promise.all([this.#explanations, this.#predictions]) : this.#predictions;
    const answer = before.then(() => this.#answer(question, signal));
    const answered = answer.catch(() => {});
    if (question.explained) this.#explanations = answered;
    else this.#predictions = answered;
    return answer;
  }

  async policyProblem({ run, file }: { readonly run: string; readonly file: string }): Promise<string> {
    return (await this.#deskOf(run).predictor).policy.problemOf(file);
  }

  warm({ run }: { readonly run: string }): Promise<null> {
    const warm = this.#predictions.then(() => this.#warm(run));
    this.#predictions = warm;
    return warm;
  }

  async #warm(run: string): Promise<null> {
    try {
      await (await this.#deskOf(run).predictor).warm();
    } catch {
      // The next question to the run gets the reason.
      this.#runs.delete(run);
    }
    return null;
  }

  async #answer({ run, texts, layout, explained, policy }: Question, signal: AbortSignal): Promise<TaskPrediction[]> {
    /** Lets messages in: this question may be cancelled by now. */
    const pause = async (): Promise<void> => {
      await nextTurn();
      if (signal.aborted) throw new Cancelled();
    };
    if (signal.aborted) throw new Cancelled();
    try {
      const desk = this.#deskOf(run);
      const predictor = await desk.predictor;
      const tasks: TaskPrediction[] = [];
      for (let from = 0; from < texts.length; from += together) {
        await pause();
        const some = texts.slice(from, from + together);
        const ask = (asked: readonly string[]): Promise<TaskPrediction[]> =>
          predictor.predict(asked, layout, explained, explained ? pause : undefined);
        tasks.push(...(await askNew(desk.answers, some, (text) => `${layout} ${explained} ${text}`, ask)));
      }
      return policy === undefined ? tasks : predictor.policy.apply(policy, tasks);
    } catch (error) {
      if (!(error instanceof Cancelled)) this.#runs.delete(run);
      throw error;
    }
  }

  #deskOf(run: string): Desk {
    const stamp = stampOf(run);
    const known = this.#runs.get(run);
    const desk =
      known?.stamp === stamp ? known : { stamp, predictor: TaskPredictor.load(run), answers: new Map<string, never>() };
    this.#runs.delete(run);
    this.#runs.set(run, desk);
    for (const oldest of [...this.#runs.keys()].slice(0, -maxRuns)) this.#runs.delete(oldest);
    return desk;
  }
}

/** Asks for what is not known: answers that were given before are given again. */
async function askNew(
  answers: Map<string, TaskPrediction>,
  texts: readonly string[],
  keyOf: (text: string) => string,
  ask: (texts: readonly string[]) => Promise<TaskPrediction[]>,
): Promise<TaskPrediction[]> {
  const known = new Map<string, TaskPrediction>();
  for (const text of texts) {
    const kept = answers.get(keyOf(text));
    if (kept) known.set(text, kept);
  }
  const asked = [...new Set(texts)].filter((text) => !known.has(text));
  const given = asked.length === 0 ? [] : await ask(asked);
  for (const [i, text] of asked.entries()) {
    known.set(text, given[i]);
    if (text.length <= maxKeptLength) answers.set(keyOf(text), given[i]);
  }
  for (const oldest of [...answers.keys()].slice(0, -maxAnswers)) answers.delete(oldest);
  return texts.flatMap((text) => known.get(text) ?? []);
}

/** Size and time of change of the run's record: it is written again when fits are added. */
function stampOf(run: string): string {
  const stats = fs.statSync(runFile(run), { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.size} ${stats.mtimeMs}`;
}

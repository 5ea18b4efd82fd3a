import { isDeepStrictEqual } from 'node:util';
import type { RunRecord } from '../protocol/run.ts';

/** The rule by which a model is chosen, in words for people. */
export const winnerRule =
  'The best model has the best confusion MSE on most targets (slide 18); ties go to the better mean rank over the targets.';

export interface Standing {
  readonly model: string;
  /** Targets on which no other model has a lower mean confusion MSE. */
  readonly wins: number;
  /** Mean over the targets of 1 + the number of models that are better. */
  readonly meanRank: number;
}

/**
 * The newest complete cross-validation of every model, of those on the same data, folds and targets as the newest of all.
 *
 * @param runs newest first
 */
export function latestSelection(runs: readonly RunRecord[]): RunRecord[] {
  const complete = runs.filter(({ protocol, state }) => protocol === 'cross-validation' && state === 'done');
  const [newest] = complete;
  const comparable = complete.filter((run) => sameQuestion(run, newest));
  return comparable.filter(({ model }, i) => comparable.findIndex((run) => run.model === model) === i);
}

/** Whether the scores of two runs can be set side by side. */
function sameQuestion(a: RunRecord, b: RunRecord): boolean {
  const questionOf = ({ history, seed, fitsPerTarget, targets }: RunRecord) => [
    history.sha256,
    seed,
    fitsPerTarget,
    targets,
  ];
  return isDeepStrictEqual(questionOf(a), questionOf(b));
}

/** Complete runs of a selection, the best model first. Equal in both numbers, they stay in the experiment's order. */
export function rankModels(runs: readonly RunRecord[]): Standing[] {
  const complete = runs.filter(({ state }) => state === 'done');
  const scores = complete.map(({ summary }) => summary.map(({ confusionMse }) => confusionMse.mean));
  const standings = complete.map(({ model }, i) => {
    const ranks = scores[i].map((score, t) => 1 + scores.filter((other) => other[t] < score).length);
    return {
      model,
      wins: ranks.filter((rank) => rank === 1).length,
      meanRank: ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length,
    };
  });
  return standings.sort((a, b) => b.wins - a.wins || a.meanRank - b.meanRank);
}

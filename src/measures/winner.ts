import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../protocol/run.ts';
import { meanOf } from './spread.ts';

/** A model's place among others. */
export interface Standing {
  readonly model: string;
  /** Targets on which no other model has a lower mean confusion MSE. */
  readonly wins: number;
  /** Mean over the targets of 1 + the number of models that are better. */
  readonly meanRank: number;
}

/** Models that were cross-validated together, all of them to an end. */
export interface Selection {
  /** In the order of the experiment. */
  readonly runs: readonly RunRecord[];
  /** The best model first; those that failed have none. */
  readonly standings: readonly Standing[];
  /** When the last of the runs ended. */
  readonly finishedAt: string;
}

/**
 * The selection that ended last: what "the best model" means wherever nobody names a selection.
 *
 * @param runs of one experiment, in any order
 */
export function lastSelection(runs: readonly RunRecord[]): Selection | undefined {
  const wholes = new Map<string, readonly RunRecord[]>();
  for (const run of runs) {
    const members = run.protocol === 'cross-validation' ? membersOf(run, runs) : [];
    if (members.length > 1) wholes.set(JSON.stringify(members.map(({ id }) => id)), members);
  }
  const finished = [...wholes.values()].flatMap((members) => finishedSelection(members) ?? []);
  return finished.sort((a, b) => newestFirst(a.finishedAt, b.finishedAt) || newestFirst(begin(a), begin(b)))[0];
}

/** What runs that were cross-validated together say; undefined as long as one of them can continue, or if all failed. */
export function finishedSelection(runs: readonly RunRecord[]): Selection | undefined {
  const hasEnded = runs.every(({ state }) => state === 'done' || state === 'failed');
  const standings = hasEnded ? rankModels(runs) : [];
  if (standings.length === 0) return undefined;
  const [finishedAt] = runs.map((run) => run.finishedAt ?? run.createdAt).sort(newestFirst);
  return { runs, standings, finishedAt };
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
      meanRank: meanOf(ranks),
    };
  });
  return standings.sort((a, b) => b.wins - a.wins || a.meanRank - b.meanRank);
}

/**
 * The standings of runs that are set side by side; empty unless all are complete cross-validations on the same data, folds and targets,
 * of a model each.
 */
export function standingsOf(runs: readonly RunRecord[]): Standing[] {
  const isSelection =
    runs.length > 1 &&
    runs.every(({ protocol, state }) => protocol === 'cross-validation' && state === 'done') &&
    new Set(runs.map(({ model }) => model)).size === runs.length &&
    new Set(runs.map(questionOf)).size === 1;
  return isSelection ? rankModels(runs) : [];
}

/** What scores of cross-validations must have in common to be set side by side. */
function questionOf({ history, seed, fitsPerTarget, targets }: RunRecord): string {
  return JSON.stringify([history.sha256, seed, fitsPerTarget, targets]);
}

/** Mean over the targets of the mean confusion MSE, the one number that runs are ordered by; undefined without results. */
export function meanConfusionMse(run: Pick<RunRecord, 'summary'> | undefined): number | undefined {
  if (!run || run.summary.length === 0) return undefined;
  return meanOf(run.summary.map(({ confusionMse }) => confusionMse.mean));
}

/** Which model is best and why, a sentence: `embedding is best on 3 of 4 targets.` */
export function winnerText([best, ...others]: readonly Standing[], targets: number): string {
  const { model, wins, meanRank } = best;
  const isBest =
    targets === 1
      ? l10n.t('{0} is best on {1} of 1 target.', model, wins)
      : l10n.t('{0} is best on {1} of {2} targets.', model, wins, targets);
  const equal = others.filter((other) => other.wins === wins);
  if (equal.length === 0) return isBest;
  const names = equal.map((other) => other.model).join(', ');
  const isTied = equal.some((other) => other.meanRank === meanRank);
  return isTied
    ? `${isBest} ${l10n.t('Equally good, but later in the experiment: {0}.', names)}`
    : `${isBest} ${l10n.t('On as many, but with a worse mean rank: {0}.', names)}`;
}

/**
 * The runs that were compared with one, in the order of the experiment. A run of an earlier version does not name them: it has a
 * group in common with them.
 */
function membersOf(run: RunRecord, runs: readonly RunRecord[]): readonly RunRecord[] {
  if (run.selection) return run.selection.flatMap((id) => runs.find((other) => other.id === id) ?? []);
  if (run.group === undefined || isTuning(run.group)) return [];
  return runs
    .filter(({ group, selection }) => group === run.group && selection === undefined)
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));
}

/** Whether a group of runs are the calls of a search for settings. */
export function isTuning(group: string): boolean {
  return /-tuning-[0-9a-f]{6}$/.test(group);
}

function begin({ runs }: Selection): string {
  return runs.map(({ createdAt }) => createdAt).sort(newestFirst)[0];
}

function newestFirst(a: string, b: string): number {
  return b.localeCompare(a);
}

import type { PairResult } from '../../protocol/compare-panel.ts';
import type { Report, ReportedRun } from '../../protocol/report.ts';
import { comparePair } from '../compare.ts';
import { RunUnreadable } from '../read-run.ts';

/** Two runs that are to be compared on a target. */
export interface Pair {
  readonly target: string;
  readonly baseline: ReportedRun;
  readonly other: ReportedRun;
}

/** Pairs of runs with results for a target: each way if they are not too many, else every run with the first. */
export function pairsOf(runs: readonly ReportedRun[], most: number): Pair[] {
  const targets = [...new Set(runs.flatMap(({ snapshot }) => snapshot.run.targets.map(({ target }) => target)))];
  const ofTargets = targets.map((target) => ({ target, runs: runs.filter((run) => hasResults(run, target)) }));
  const all = ofTargets.reduce((sum, { runs: some }) => sum + some.length * (some.length - 1), 0);
  return ofTargets.flatMap(({ target, runs: some }) => {
    const baselines = all <= most ? some : some.slice(0, 1);
    return baselines.flatMap((baseline) =>
      some.flatMap((other) => (other === baseline ? [] : [{ target, baseline, other }])),
    );
  });
}

function hasResults({ snapshot }: ReportedRun, target: string): boolean {
  return snapshot.run.summary.some((one) => one.target === target);
}

/** @param folderOf the folder of a run, by its key. @param disagreements that are listed each way */
export async function reportPair(
  { target, baseline, other }: Pair,
  folderOf: (run: ReportedRun) => string,
  disagreements: number,
  signal?: AbortSignal,
): Promise<Report['pairs'][number]> {
  const result = await resultOf(folderOf(baseline), folderOf(other), target, signal);
  return { target, baseline: baseline.key, other: other.key, result: shortened(result, disagreements) };
}

async function resultOf(baseline: string, other: string, target: string, signal?: AbortSignal): Promise<PairResult> {
  try {
    return await comparePair(baseline, other, target, signal);
  } catch (error) {
    if (error instanceof RunUnreadable) return { kind: 'incomparable', reason: error.message };
    throw error;
  }
}

/** The counts stay those of all. */
function shortened(result: PairResult, most: number): PairResult {
  if (result.kind === 'incomparable') return result;
  const { baselineRight, otherRight } = result;
  return { ...result, baselineRight: baselineRight.slice(0, most), otherRight: otherRight.slice(0, most) };
}

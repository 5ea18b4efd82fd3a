import path from 'node:path';
import type { StartedRun } from '../execution/run-in-progress.ts';
import type { Experiment } from '../experiment/definition.ts';
import { experimentOfRun, storedDecision } from '../experiment/read-specification.ts';
import { fewestClusters } from '../learning/bootstrap.ts';
import { metrics, resultText } from '../measures/metrics.ts';
import { watchedFolds, watchesFolds } from '../measures/watched-folds.ts';
import { type Standing, winnerText } from '../measures/winner.ts';
import type { Reliability, TargetCalibration } from '../protocol/calibration.ts';
import type { TargetIntervals } from '../protocol/result-intervals.ts';
import type { BaselineScores, RunRecord, TargetSummary } from '../protocol/run.ts';
import { RunUnreadable } from '../runs/read-run.ts';
import { readIntervals } from '../runs/result-intervals.ts';
import { formatDuration } from './format-time.ts';
import { formatCount, formatTable, shortName } from './table.ts';
import { printLines } from './terminal.ts';

/** 95 % intervals of runs' results, by the runs' ids. */
export type Intervals = ReadonlyMap<string, readonly TargetIntervals[]>;

/** The intervals of runs. One whose predictions cannot be read has none. */
export async function intervalsOf(
  runs: readonly { readonly folder: string; readonly record: RunRecord }[],
): Promise<Intervals> {
  const intervals = new Map<string, TargetIntervals[]>();
  for (const { folder, record } of runs) {
    try {
      intervals.set(record.id, await readIntervals(folder, record));
    } catch (error) {
      if (!(error instanceof RunUnreadable)) throw error;
    }
  }
  return intervals;
}

/** The document of `--json`; names from data are keys of Maps, which keep their order. */
export function resultsDocument(
  runs: readonly RunRecord[],
  winner: Standing | undefined,
  intervals: Intervals = new Map(),
): object {
  const notes = winner && runs.some(watchesFolds) ? [watchedFolds()] : [];
  return {
    runs: runs.map((run) => runDocument(run, intervals.get(run.id))),
    ...(winner && { winner: winner.model }),
    ...(notes.length > 0 && { notes }),
  };
}

export function runDocument(
  { id, model, protocol, state, error, history, summary, experiment, targets }: RunRecord,
  intervals: readonly TargetIntervals[] = [],
): object {
  return {
    id,
    model,
    protocol,
    state,
    decision: storedDecision(experimentOfRun({ experiment, targets }).decision),
    ...(error !== undefined && { error }),
    synthetic: history.synthetic,
    targets: new Map(
      summary.map(({ target, perClass, calibration, ...others }) => [
        target,
        {
          ...others,
          perClass: perClass.map(({ class: name, ...scores }) => ({ class: name, ...scores })),
          ...(calibration && { calibration: calibrationDocument(calibration) }),
          ...intervalsDocument(intervals.find((one) => one.target === target)),
        },
      ]),
    ),
  };
}

/** Too few workflows have no intervals. */
function intervalsDocument(found: TargetIntervals | undefined): object {
  return found ? { intervals: { workflows: found.workflows, ...found.metrics } } : {};
}

function calibrationDocument({ raw, calibrated, ...others }: TargetCalibration): object {
  const scores = ({ ece, brier, logLoss }: Reliability) => ({ ece, brier, logLoss });
  return { ...others, raw: scores(raw), calibrated: scores(calibrated) };
}

/** Prints a table of the runs' targets for people, and where the runs are. */
export function printResults(
  runs: readonly StartedRun[],
  standings: readonly Standing[] | undefined,
  intervals: Intervals,
): void {
  const records = runs.map(({ record }) => record);
  const lines = syntheticLines(records.some(({ history }) => history.synthetic));
  lines.push(...resultLines(records, intervals), ...calibrationLines(records), '');
  if (standings) lines.push(...comparisonLines(records, standings), '');
  for (const { folder } of runs) lines.push(`run ${path.relative(process.cwd(), folder) || folder}`);
  printLines(lines);
}

/** Comes before all numbers that are from a generated history. */
export function syntheticLines(isSynthetic: boolean): string[] {
  return isSynthetic ? ['Synthetic history: these numbers are from generated data, not from real operations.', ''] : [];
}

/** Models × targets in confusion MSE, best first, and why the first is the winner. */
function comparisonLines(runs: readonly RunRecord[], standings: readonly Standing[]): string[] {
  const [best] = standings;
  if (!best) return ['No model has completed its training, so there is no winner.'];
  const targets = runs[0].targets.map(({ target }) => target);
  const rows = standings.map(({ model, wins, meanRank }) => {
    const summary = runs.find((run) => run.model === model)?.summary ?? [];
    const scores = summary.map((target) => resultText(target, 'confusionMse'));
    return [shortName(model), ...scores, String(wins), meanRank.toFixed(2)];
  });
  return [
    ...formatTable([['confusion MSE', ...targets.map(shortName), 'best on', 'mean rank'], ...rows], 1),
    '',
    winnerText(standings, targets.length),
    `winner: ${shortName(best.model)}`,
    ...(runs.some(watchesFolds) ? ['', watchedFolds()] : []),
  ];
}

/** How far the probabilities of the recommended classes are from how often these are correct, before and after calibration. */
export function calibrationLines(runs: readonly RunRecord[]): string[] {
  const lines = runs.flatMap(({ model, summary }) => {
    const errors = summary.flatMap(({ target, calibration }) =>
      calibration
        ? `${shortName(target)} ${calibration.raw.ece.toFixed(3)} → ${calibration.calibrated.ece.toFixed(3)}`
        : [],
    );
    return errors.length > 0 ? [`calibration error of ${shortName(model)}: ${errors.join(', ')}`] : [];
  });
  const [decision] = runs.map((run) => experimentOfRun(run).decision);
  const said = decision === 'balanced' || decision === undefined ? [] : [describeDecision(decision)];
  return [...(lines.length + said.length > 0 ? [''] : []), ...said, ...lines];
}

function describeDecision(decision: Exclude<Experiment['decision'], 'balanced'>): string {
  return decision === 'most-likely'
    ? "recommended is the most likely class, not the study's"
    : "recommended is the class of the least expected cost, not the study's";
}

export function resultLines(runs: readonly RunRecord[], intervals: Intervals): string[] {
  const header = ['model', 'target', 'confusion MSE', 'recall', 'precision', 'trainings', 'epochs', 'time'];
  const rows = runs.flatMap(({ id, model, summary }) =>
    summary.flatMap((target) => [row(model, target), ...intervalRow(target, intervals.get(id))]),
  );
  return [...formatTable([header, ...rows, ...baselineRows(runs)], 2), ...intervalLines(intervals)];
}

const tableMetrics = ['confusionMse', 'recall', 'precision'] as const;

function intervalRow({ target }: TargetSummary, intervals: readonly TargetIntervals[] = []): string[][] {
  const ranges = intervals.find((one) => one.target === target)?.metrics;
  if (!ranges) return [];
  const texts = tableMetrics.map((metric) => {
    const { digits } = metrics[metric];
    return `${ranges[metric].low.toFixed(digits)} – ${ranges[metric].high.toFixed(digits)}`;
  });
  return [['  95 % interval', '', ...texts, '', '', '']];
}

/** What the intervals mean, or why there are none. */
function intervalLines(intervals: Intervals): string[] {
  const all = [...intervals.values()].flat();
  const workflows = Math.max(...all.map((one) => one.workflows));
  if (all.length === 0) return [];
  return [
    '',
    all.some(({ metrics }) => metrics !== null)
      ? `95 % intervals: bootstrap over ${formatCount(workflows, 'workflow')}, for other tasks, not for another training`
      : `no intervals: the tasks are of ${formatCount(workflows, 'workflow')}, at least ${fewestClusters} are needed`,
  ];
}

/** What each target's models have to beat. */
function baselineRows(runs: readonly RunRecord[]): string[][] {
  const all = runs.flatMap(({ summary }) => summary);
  return [...new Set(all.map(({ target }) => target))].flatMap((target) =>
    baselinesOf(all.filter((one) => one.target === target)).map(({ name, scores }) => [
      shortName(name),
      shortName(target),
      ...tableMetrics.map((metric) => resultText(scores, metric)),
      '',
      '',
      '',
    ]),
  );
}

/** The baselines of a target: of the first run that has them, for all have the same tasks. */
export function baselinesOf(
  summaries: readonly TargetSummary[],
): { readonly name: string; readonly scores: BaselineScores & { readonly fits: number } }[] {
  const { baselines, fits = 0 } = summaries.find((one) => one.baselines) ?? {};
  if (!baselines) return [];
  const { mostFrequent, sameWorkflow } = baselines;
  return [
    { name: `always ${mostFrequent.class}`, scores: { ...mostFrequent, fits } },
    { name: `as last time (${Math.round(100 * sameWorkflow.known)} % known)`, scores: { ...sameWorkflow, fits } },
  ];
}

function row(model: string, summary: TargetSummary): string[] {
  const { target, fits, epochs, seconds } = summary;
  return [
    shortName(model),
    shortName(target),
    resultText(summary, 'confusionMse'),
    resultText(summary, 'recall'),
    resultText(summary, 'precision'),
    String(fits),
    epochs.mean.toFixed(Number.isInteger(epochs.mean) ? 0 : 1),
    formatDuration(seconds),
  ];
}

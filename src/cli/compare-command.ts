import path from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../dataset/input-error.ts';
import { fewestClusters } from '../learning/bootstrap.ts';
import { bestOf, metrics, resultText, verdict } from '../measures/metrics.ts';
import type { DifferenceInterval, PairResult } from '../protocol/compare-panel.ts';
import type { RunRecord, TargetSummary } from '../protocol/run.ts';
import { comparePair } from '../runs/compare.ts';
import { readMarks } from '../runs/marks.ts';
import { readRun } from '../runs/read-run.ts';
import { calibrateFirst } from './calibrate-first.ts';
import { baselinesOf, intervalsOf, runDocument, syntheticLines } from './results.ts';
import { findRun } from './runs-commands.ts';
import { formatCount, formatTable, shortName } from './table.ts';
import { printDocument, printLines } from './terminal.ts';

interface CompareOptions {
  readonly runs: string;
  readonly baseline?: string;
  readonly target?: string;
  readonly json?: boolean;
}

interface LoadedRun {
  readonly folder: string;
  readonly name: string;
  readonly run: RunRecord;
}

/** A run and its comparison with the baseline for a target. */
interface Comparison {
  readonly other: LoadedRun;
  readonly result: PairResult;
}

/** `oap compare`. */
export function addCompareCommand(program: Command): void {
  program
    .command('compare')
    .description('compare runs: scores, differences from a baseline and whether they exceed chance')
    .argument('<run...>', 'ids or folders of runs')
    .option('--baseline <run>', 'run to compare the others with (default: the first)')
    .option('--target <target>', 'only this target')
    .option('--runs <folder>', 'folder of the runs', path.join('.oap', 'runs'))
    .option('--json', 'print one JSON document on standard output')
    .action(compare);
}

async function compare(names: readonly string[], options: CompareOptions): Promise<void> {
  const { runs: parent, json, target } = options;
  const folders = [...new Set(names.map((name) => path.resolve(findRun(name, parent))))];
  const baselineFolder = path.resolve(options.baseline === undefined ? folders[0] : findRun(options.baseline, parent));
  const compared = [...new Set([baselineFolder, ...folders])];
  for (const folder of compared) await calibrateFirst(folder);
  const runs = compared.map(load);
  const targets = targetsOf(runs).filter((name) => target === undefined || name === target);
  if (targets.length === 0) throw new InputError(`no run predicts ${target}, expected ${targetsOf(runs).join(', ')}`);
  const [baseline, ...others] = runs;
  const documents: object[] = [];
  if (!json) printHead(runs);
  for (const name of targets) {
    const comparisons = await compareWith(baseline, others, name);
    if (json) documents.push(...comparisons.map((one) => comparisonDocument(name, baseline, one)));
    else printTarget(name, runs, baseline, comparisons);
  }
  if (!json) return;
  const intervals = await intervalsOf(runs.map(({ folder, run }) => ({ folder, record: run })));
  const document = {
    runs: runs.map(({ name, run }) => ({ ...runDocument(run, intervals.get(run.id)), name })),
    baseline: baseline.run.id,
    comparisons: documents,
  };
  printDocument(document);
}

function load(folder: string): LoadedRun {
  const run = readRun(folder);
  return { folder, run, name: readMarks(folder).name ?? run.model };
}

function targetsOf(runs: readonly LoadedRun[]): string[] {
  return [...new Set(runs.flatMap(({ run }) => run.targets.map(({ target }) => target)))];
}

async function compareWith(baseline: LoadedRun, others: readonly LoadedRun[], target: string): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  if (!predicts(baseline, target)) return comparisons;
  for (const other of others) {
    if (!predicts(other, target)) continue;
    comparisons.push({ other, result: await comparePair(baseline.folder, other.folder, target) });
  }
  return comparisons;
}

function predicts({ run }: LoadedRun, target: string): boolean {
  return run.targets.some((one) => one.target === target);
}

function comparisonDocument(target: string, baseline: LoadedRun, { other, result }: Comparison): object {
  const head = { target, baseline: baseline.run.id, run: other.run.id };
  if (result.kind === 'incomparable') return { ...head, incomparable: result.reason };
  const { tasks, workflows, resamples, seed, confusionMse, recall, right } = result;
  return { ...head, tasks, workflows, resamples, seed, confusionMse, recall, right };
}

function printHead(runs: readonly LoadedRun[]): void {
  const lines = syntheticLines(runs.some(({ run }) => run.history.synthetic));
  const rows = runs.map(({ run }, i) => [`${i + 1}`, run.id, run.protocol, run.state]);
  lines.push(...formatTable([['', 'run', 'protocol', 'state'], ...rows], 4), '');
  printLines(lines);
}

function printTarget(
  target: string,
  runs: readonly LoadedRun[],
  baseline: LoadedRun,
  comparisons: readonly Comparison[],
): void {
  const lines = [shortName(target), ...scoreLines(target, runs, baseline), ''];
  lines.push(...differenceLines(runs, baseline, comparisons), '');
  printLines(lines);
}

const columns = [
  { title: 'confusion MSE', metric: 'confusionMse' },
  { title: 'recall', metric: 'recall' },
  { title: 'precision', metric: 'precision' },
] as const;

/** Runs × metrics; `*` marks the best of each, the column after it has the difference from the baseline. */
function scoreLines(target: string, runs: readonly LoadedRun[], baseline: LoadedRun): string[] {
  const summaryOf = ({ run }: LoadedRun): TargetSummary | undefined =>
    run.summary.find((summary) => summary.target === target);
  const summaries = runs.flatMap((run) => summaryOf(run) ?? []);
  const base = summaryOf(baseline);
  const best = columns.map(({ metric }) =>
    bestOf(
      summaries.map((summary) => summary[metric].mean),
      metrics[metric].better,
    ),
  );
  const rows = runs.flatMap((loaded, i) => {
    if (!predicts(loaded, target)) return [];
    const summary = summaryOf(loaded);
    const cells = columns.flatMap(({ metric }, m) => {
      if (summary === undefined) return ['-', ''];
      const { mean } = summary[metric];
      const star = summaries.length > 1 && mean === best[m] ? '*' : ' ';
      const change = base === undefined || loaded === baseline ? undefined : mean - base[metric].mean;
      const difference = change === undefined ? '' : signed(change, metrics[metric].digits);
      return [`${resultText(summary, metric)}${star}`, difference];
    });
    return [[`${i + 1}`, shortName(loaded.name), ...cells, String(summary?.fits ?? 0)]];
  });
  const baselines = baselinesOf(summaries).map(({ name, scores }) => [
    '',
    shortName(name),
    ...columns.flatMap(({ metric }) => [`${resultText(scores, metric)} `, '']),
    '',
  ]);
  const header = ['', 'model', ...columns.flatMap(({ title }) => [`${title} `, 'difference']), 'trainings'];
  return formatTable([header, ...rows, ...baselines], 2);
}

function differenceLines(
  runs: readonly LoadedRun[],
  baseline: LoadedRun,
  comparisons: readonly Comparison[],
): string[] {
  if (comparisons.length === 0) return ['Nothing to compare task by task.'];
  const rows: string[][] = [];
  const warnings: string[] = [];
  for (const { other, result } of comparisons) {
    const number = `${runs.indexOf(other) + 1}`;
    if (result.kind === 'incomparable') {
      warnings.push(`warning: ${number}: ${result.reason}`);
      continue;
    }
    const { right } = result;
    const cells = (metric: 'confusionMse' | 'recall'): string[] => {
      const { better, digits } = metrics[metric];
      return [interval(result[metric], digits), verdict(result[metric], better) ?? ''];
    };
    const rights = [String(right.baseline), String(right.other)];
    rows.push([number, shortName(other.name), ...cells('confusionMse'), ...cells('recall'), ...rights]);
  }
  const header = [
    '',
    `against ${shortName(baseline.name)}`,
    'confusion MSE',
    'recall',
    'only it correct',
    'only this correct',
  ];
  const first = comparisons.find(({ result }) => result.kind === 'compared')?.result;
  return [
    ...(rows.length > 0 ? formatTable([header, ...rows], 2) : []),
    ...(first?.kind === 'compared' ? [describeResampling(first)] : []),
    ...warnings,
  ];
}

function describeResampling({ resamples, workflows, tasks, seed }: Extract<PairResult, { kind: 'compared' }>): string {
  if (resamples === 0) {
    return `no intervals: the ${formatCount(tasks, 'task')} are of ${formatCount(workflows, 'workflow')}, expected at least ${fewestClusters} to distinguish a difference from chance`;
  }
  return `95 % intervals of a paired bootstrap: ${resamples} draws of ${formatCount(workflows, 'workflow')} (${formatCount(tasks, 'task')}), seed ${seed}`;
}

/** `-0.0123 [-0.0312, -0.0041]`, or only the difference if there is no interval. */
function interval({ difference, low, high }: DifferenceInterval, digits: number): string {
  if (low === null || high === null) return signed(difference, digits);
  return `${signed(difference, digits)} [${signed(low, digits)}, ${signed(high, digits)}]`;
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(digits)}`;
}

import type { Command } from 'commander';
import { writeOutput } from '../dataset/output-file.ts';
import { CalibratedPredictor } from '../execution/calibrated-predictor.ts';
import { PolicyMaker } from '../execution/make-policy.ts';
import { percentText } from '../measures/percent-text.ts';
import { type Policy, type PolicyCheck, usualConfidence } from '../protocol/policy.ts';
import type { TargetSummary } from '../protocol/run.ts';
import { share } from './numbers.ts';
import { baselinesOf, syntheticLines } from './results.ts';
import { findRun } from './runs-commands.ts';
import { formatTable, shortName } from './table.ts';
import { printDocument, printLines } from './terminal.ts';

interface PolicyOptions {
  readonly maxError: number;
  readonly confidence: number;
  readonly out?: string;
  readonly runs: string;
  readonly json?: boolean;
}

/** `oap policy`. */
export function addPolicyCommand(program: Command): void {
  program
    .command('policy')
    .description("determine when to act on a run's recommendations without asking, with a bounded error")
    .argument('<run>', 'id or folder of a run')
    .option('--max-error <share>', 'accepted error among the tasks acted on', share, 0.02)
    .option('--confidence <share>', 'probability that the error is not exceeded', share, usualConfidence)
    .option('--out <file>', 'write the policy, e.g. policy.json, for oap predict --policy')
    .option('--runs <folder>', 'folder of the runs', '.oap/runs')
    .option('--json', 'print one JSON document on standard output')
    .action(decide);
}

async function decide(run: string, { maxError, confidence, out, runs, json }: PolicyOptions): Promise<void> {
  const predictor = await CalibratedPredictor.load(findRun(run, runs));
  const maker = await PolicyMaker.load(predictor);
  const policy = maker.make({ maxError, confidence, now: new Date() });
  if (out !== undefined) await writeOutput(out, `${JSON.stringify(policy, null, 1)}\n`);
  if (json) {
    const { version: _, ...document } = policy;
    const names = predictor.run.targets.map(({ target }) => target).filter((name) => name in policy.targets);
    printDocument({ ...document, targets: new Map(names.map((name) => [name, policy.targets[name]])) });
    return;
  }
  const { summary } = predictor.run.record;
  printLines([...policyLines(policy, summary), ...(out === undefined ? [] : ['', `policy ${out}`])]);
}

/** @param summary of the run, for the baselines */
function policyLines(
  { targets, together, maxError, confidence, synthetic }: Policy,
  summary: readonly TargetSummary[],
): string[] {
  const header = ['target', 'act from', 'acted on', 'of tasks', 'error', 'at most', 'error without a model'];
  const rows = Object.entries(targets).map(([name, { threshold, checked }]) => [
    shortName(name),
    threshold === null ? 'never' : threshold.toFixed(4),
    ...checkCells(checked),
    baselineError(summary.find(({ target }) => target === name)),
  ]);
  const [{ chosenOn, checked }] = Object.values(targets);
  return [
    ...syntheticLines(synthetic),
    ...formatTable([header, ...rows, ['all of a task', '', ...checkCells(together.checked), '']], 1),
    '',
    `Act where the calibrated probability of the recommended class is at least "act from": with a confidence of ${percentText(confidence)}, at most ${percentText(maxError)} of these tasks are wrong (mean over workflows).`,
    `Chosen on ${chosenOn.workflows} workflows (${chosenOn.tasks} tasks); the numbers are of the ${checked.workflows} others (${checked.tasks} tasks).`,
  ];
}

/** How often always choosing the most frequent class is wrong: what acting on everything would cost without a model. */
function baselineError(summary: TargetSummary | undefined): string {
  const [always] = summary ? baselinesOf([summary]) : [];
  return always ? `${percentText(1 - always.scores.accuracy.mean)} (${shortName(always.name)})` : '';
}

function checkCells({ acted, tasks, share: part, shareLow, shareHigh, error, errorUpper }: PolicyCheck): string[] {
  const between =
    shareLow === null || shareHigh === null ? '' : ` (${percentText(shareLow)} to ${percentText(shareHigh)})`;
  return [
    `${percentText(part)}${between}`,
    `${acted} of ${tasks}`,
    error === null ? '' : percentText(error),
    errorUpper === null ? '' : percentText(errorUpper),
  ];
}

import { formatTable } from '../src/cli/table.ts';
import { type ActionTask, createActionLearner, readActionTask, specificationOf } from './action-task.ts';
import { median, milliseconds, secondsOf, timesFaster } from './measuring.ts';
import { runPeer } from './peer.ts';

const boostingRounds = 100;
const rounds = 5;

/**
 * Seconds of 100 boosting rounds of 3 trees each, of depth 4, next to XGBoost, one thread each, on the same 5,332
 * training tasks. Ours starts from the sparse rows and includes the sorting of the columns; XGBoost's is the rounds
 * without the DMatrix. XGBoost gets a SciPy matrix, its fastest input: cells without a count are missing values. In the
 * study they were zeros, which is our default; both are measured.
 */
export async function benchTrees(history: string): Promise<void> {
  const task = await readActionTask(history);
  const zeros: number[] = [];
  const missing: number[] = [];
  const exact: number[] = [];
  const hist: number[] = [];
  for (let round = 0; round < rounds; round++) {
    zeros.push(await secondsOf(() => boost(task, {})));
    exact.push(secondsOfPeer(history, 'exact'));
    missing.push(await secondsOf(() => boost(task, { zeros: 'missing' })));
    hist.push(secondsOfPeer(history, 'hist'));
  }
  const [b, c] = [median(exact), median(hist)];
  const row = (cells: string, ours: readonly number[]) => {
    const a = median(ours);
    return [cells, milliseconds(a), milliseconds(b), timesFaster(a, b), milliseconds(c), timesFaster(a, c)];
  };
  const header = ['100 rounds, cells without a count', 'oap', 'XGBoost exact', 'faster', 'XGBoost hist', 'faster'];
  const rows = [header, row('zeros (default)', zeros), row('missing, as for XGBoost', missing)];
  console.log(formatTable(rows, 1).join('\n'));
}

function boost(task: ActionTask, settings: object): void {
  const learner = createActionLearner(task, specificationOf({ model: 'xgboost', ...settings }));
  for (let round = 0; round < boostingRounds; round++) learner.step();
}

function secondsOfPeer(history: string, treeMethod: string): number {
  const options = ['--backend', 'xgboost', '--tree-method', treeMethod, '--epochs', String(boostingRounds)];
  const { fitSeconds, prepareSeconds, secondsPerEpoch } = runPeer(history, ...options);
  return fitSeconds - prepareSeconds - boostingRounds * secondsPerEpoch.evaluate;
}

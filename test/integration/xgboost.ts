import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BoosterSettings } from '../../src/boosting/settings.ts';
import type { SparseRows } from '../../src/dataset/sparse-rows.ts';

const python = process.env.OAP_PYTHON ?? '/usr/bin/python3';
const script = fileURLToPath(new URL('./xgboost_cases.py', import.meta.url));

export interface XgboostCase {
  readonly train: SparseRows;
  readonly labels: Int32Array;
  readonly classes: number;
  readonly weights: Float32Array | undefined;
  readonly unseen: SparseRows;
  readonly rounds: number;
  readonly settings: BoosterSettings;
  /** A model for XGBoost to load. */
  readonly model: string;
  readonly featureNames: readonly string[] | undefined;
}

/** What XGBoost trained, and what it predicts with the model it was given. */
export interface XgboostResult {
  readonly model: string;
  readonly dump: readonly string[];
  readonly train: readonly number[];
  readonly unseen: readonly number[];
  readonly givenTrain: readonly number[];
  readonly givenUnseen: readonly number[];
  /** [unseen rows × classes × (features + 1)] SHAP values of the given model, behind the features' the base. */
  readonly givenContributions: readonly number[];
  readonly givenNames: readonly string[] | null;
  /** The given model as XGBoost writes it. */
  readonly givenAgain: string;
}

/** Runs the XGBoost of Debian's Python. @throws Error that says what to install */
export function runXgboost(cases: readonly XgboostCase[]): readonly XgboostResult[] {
  const input = JSON.stringify(cases.map(toJson));
  const { status, stdout, stderr, error } = spawnSync(python, [script], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (error || status !== 0) {
    throw new Error(
      `This test needs XGBoost 1.7.4 for ${python}: apt-get install python3-xgboost python3-scipy on Debian 12; another Python with it can be named by OAP_PYTHON. ${error?.message ?? stderr}`,
    );
  }
  const { version, results } = JSON.parse(stdout);
  if (!version.startsWith('1.7.')) throw new Error(`This test needs XGBoost 1.7.4, but ${python} has ${version}.`);
  return results;
}

function toJson({
  train,
  labels,
  classes,
  weights,
  unseen,
  rounds,
  settings,
  model,
  featureNames,
}: XgboostCase): object {
  return {
    train: rowsJson(train),
    unseen: rowsJson(unseen),
    labels: [...labels],
    weights: weights ? [...weights] : null,
    names: featureNames ?? null,
    rounds,
    zeros: settings.zeros,
    model,
    parameters: {
      num_class: classes,
      eta: settings.eta,
      max_depth: settings.maxDepth,
      reg_lambda: settings.lambda,
      gamma: settings.gamma,
      min_child_weight: settings.minChildWeight,
      tree_method: settings.treeMethod ?? 'exact',
    },
  };
}

function rowsJson({ rows, columns, start, column, value }: SparseRows): object {
  return { rows, columns, start: [...start], column: [...column], value: [...value] };
}

import { taskName } from '../../dataset/history.ts';
import { InputError } from '../../dataset/input-error.ts';
import { selectRows } from '../../dataset/sparse-rows.ts';
import { type Dataset, inputOf, splitFacts } from '../../experiment/dataset.ts';
import type { Experiment } from '../../experiment/definition.ts';
import { featuresOf, type ModelSpecification } from '../../experiment/model-specification.ts';
import type { CheckedRun } from '../../experiment/read-specification.ts';
import { classWeights } from '../../learning/class-weights.ts';
import { planFits } from '../../learning/fit-plan.ts';
import { measure } from '../../measures/epoch-metrics.ts';
import { rowsOf } from '../../measures/normalise.ts';
import { loadPredictor } from '../../models/load-predictor.ts';
import { findModel } from '../../models/registry.ts';
import type { SavedModel } from '../../network/import-layers-model.ts';
import type { FitRecord } from '../../protocol/run.ts';
import { FitWriter } from '../../runs/fit-writer.ts';
import { RunInProgress } from '../run-in-progress.ts';

export interface RunRequest {
  readonly experimentFile: string;
  readonly experiment: Experiment;
  /** The model's file, for messages. */
  readonly modelFile: string;
  /** Folder of the runs. */
  readonly runs: string;
  /** Of one target. */
  readonly dataset: Dataset;
  readonly specification: ModelSpecification;
  /** The model. */
  readonly files: SavedModel;
  readonly notes: readonly string[];
}

/** Makes a run of an existing model, tested on the held-out tasks. @throws InputError if it does not predict numbers */
export function evaluateAsRun(request: RunRequest): { folder: string; record: CheckedRun } {
  const { experimentFile, experiment, modelFile, runs, dataset, specification, files, notes } = request;
  const [target] = dataset.targets;
  const { validation } = specification.training;
  const [plan] = planFits('holdout', dataset.tasks.count, experiment.split, validation, splitFacts(dataset, target));
  const model = findModel(specification.model);
  if (!model) throw new Error(`there is no model ${specification.model}`);
  const classes = target.classes.length;
  const { matrix, codes, sites } = inputOf(dataset, featuresOf(experiment, specification));
  const shape = { errors: codes.length, sites: sites.length, classes };
  const predictor = loadPredictor(model, specification.settings, specification.attention, shape, (wanted) => {
    const file = files.find((one) => one.name === wanted);
    if (!file) throw new Error(`the file ${wanted} is missing`);
    return file.bytes;
  });
  const labelsOf = (rows: Int32Array): Int32Array => rows.map((row) => target.labels[row]);
  const started = performance.now();
  const probabilities = predicted();
  const weights = classWeights(labelsOf(plan.train), classes);
  const { metrics, confusion } = measure(labelsOf(plan.evaluation), probabilities, classes, weights);
  const run = RunInProgress.create(runs, { experimentFile, experiment, protocol: 'holdout', specification }, dataset);
  const record: FitRecord = {
    version: 1,
    target: target.name,
    index: 0,
    seed: plan.seed,
    classes: [...target.classes],
    examples: { training: 0, validation: 0, evaluation: plan.evaluation.length },
    epochsRun: 0,
    bestEpoch: 0,
    restored: false,
    stopEpoch: null,
    stopReason: 'max-epochs',
    seconds: (performance.now() - started) / 1000,
    confusion: rowsOf(confusion, classes),
    metrics,
    notes: [...notes],
  };
  const writer = new FitWriter(run.folder, target.name, 0);
  try {
    writer.finish(record, files, evaluated());
  } finally {
    writer.close();
  }
  run.complete(record);
  run.end();
  return { folder: run.folder, record: run.record };

  function predicted(): Float32Array {
    try {
      return predictor.predict(selectRows(matrix, plan.evaluation)).slice();
    } catch (error) {
      throw error instanceof InputError ? new InputError(error.reason, modelFile) : error;
    }
  }

  function* evaluated() {
    for (const [i, row] of plan.evaluation.entries()) {
      yield {
        task: taskName(dataset, row),
        truth: target.classes[target.labels[row]],
        probabilities: probabilities.subarray(i * classes, (i + 1) * classes),
      };
    }
  }
}

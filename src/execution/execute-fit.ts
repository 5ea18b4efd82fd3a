import { taskName } from '../dataset/history.ts';
import { type SparseRows, selectRows } from '../dataset/sparse-rows.ts';
import type { Target } from '../dataset/targets.ts';
import { type Dataset, inputOf, type ModelInput, splitFacts } from '../experiment/dataset.ts';
import type { ModelSpecification } from '../experiment/model-specification.ts';
import { classWeights } from '../learning/class-weights.ts';
import { fit, type LabelledExamples } from '../learning/fit.ts';
import { planFits } from '../learning/fit-plan.ts';
import type { Learner, OtherLabels, TrainingSet } from '../learning/learner.ts';
import { type SmallClass, smote } from '../learning/smote.ts';
import { rowsOf } from '../measures/normalise.ts';
import { createLearner } from '../models/create-learner.ts';
import { findModel } from '../models/registry.ts';
import type { TensorFlow } from '../network/tensorflow/tensorflow.ts';
import type { EpochRecord, FitRecord } from '../protocol/run.ts';
import { FitWriter, type Prediction } from '../runs/fit-writer.ts';
import { Cancelled } from './cancelled.ts';
import { fitBaselines } from './fit-baselines.ts';
import type { FitJob } from './worker-service.ts';

/**
 * One fit from the data to its folder: the unit of work of executors and batch systems. Deterministic: the same job on the same
 * data gives the same numbers everywhere.
 *
 * @param tensorflow trains networks in place of the sparse engine
 * @throws Cancelled, FolderLocked, RunGone, InputError if the data cannot be split like this
 */
export function executeFit(
  dataset: Dataset,
  job: FitJob,
  onEpoch: (record: EpochRecord) => void,
  isCancelled: () => boolean,
  tensorflow?: TensorFlow,
): FitRecord {
  const { specification, split } = job;
  const target = dataset.targets.find(({ name }) => name === job.target);
  if (!target) throw new Error(`the dataset has no target ${job.target}`);
  const { training: settings } = specification;
  const input = inputOf(dataset, job.features);
  const plan = planFits(job.protocol, dataset.tasks.count, split, settings.validation, splitFacts(dataset, target))[
    job.index
  ];
  const writer = new FitWriter(job.run, job.target, job.index, job.lock);
  let learner: Learner | undefined;
  try {
    const { training, notes } = trainingSet(input, dataset.targets, target, plan.train, specification, split.seed);
    const validation = labelledExamples(input, target, plan.validation);
    const evaluation =
      plan.evaluation === plan.validation ? validation : labelledExamples(input, target, plan.evaluation);
    const { earlyStopping, maxEpochs } = settings;
    const watched = earlyStopping && {
      watched: { ...validation, rule: earlyStopping, restoreBest: earlyStopping.restoreBest },
    };
    learner = build(specification, input, { ...training, ...watched }, plan.seed, tensorflow);
    const result = fit(learner, training, validation, evaluation, {
      maxEpochs,
      earlyStopping,
      restoreBest: earlyStopping !== false && earlyStopping.restoreBest,
      onEpoch: (record) => {
        writer.epoch(record);
        onEpoch(record);
      },
      isCancelled,
    });
    if (result.stopReason === 'cancelled') throw new Cancelled();
    const classes = target.classes.length;
    const record: FitRecord = {
      version: 1,
      target: job.target,
      index: job.index,
      seed: plan.seed,
      classes: [...target.classes],
      examples: {
        training: training.labels.length,
        validation: plan.validation.length,
        evaluation: plan.evaluation.length,
      },
      epochsRun: result.epochs.length,
      bestEpoch: result.bestEpoch,
      restored: result.evaluatedEpoch !== result.epochs.length - 1,
      ...engineOf(specification, tensorflow),
      stopEpoch: result.stopEpoch,
      stopReason: result.stopReason,
      seconds: result.seconds,
      confusion: rowsOf(result.confusion, classes),
      metrics: result.metrics,
      baselines: fitBaselines(dataset, target, plan),
      notes: [...notes, ...(job.note === undefined ? [] : [job.note])],
    };
    return writer.finish(record, learner.save(), predictions(dataset, target, plan.evaluation, result.probabilities));
  } finally {
    learner?.dispose?.();
    writer.close();
  }
}

function engineOf({ model }: ModelSpecification, tensorflow: TensorFlow | undefined): Pick<FitRecord, 'engine'> {
  if (findModel(model)?.kind !== 'network') return {};
  return { engine: tensorflow ? `tensorflow (${tensorflow.backend})` : 'sparse' };
}

function build(
  specification: ModelSpecification,
  { codes, sites }: ModelInput,
  training: TrainingSet,
  seed: number,
  tensorflow: TensorFlow | undefined,
): Learner {
  const model = findModel(specification.model);
  if (!model) throw new Error(`there is no model ${specification.model}`);
  const { settings, attention, training: options } = specification;
  const shape = { errors: codes.length, sites: sites.length, classes: training.classes };
  return createLearner(model, settings, attention, shape, training, { ...options, seed }, tensorflow);
}

/** The training rows, resampled if the model asks for it; validation and test rows never are. */
function trainingSet(
  input: ModelInput,
  targets: readonly Target[],
  target: Target,
  rows: Int32Array,
  specification: ModelSpecification,
  seed: number,
): { training: TrainingSet; notes: string[] } {
  const classes = target.classes.length;
  const otherTargets = targets.filter((other) => other !== target);
  const own = labelledExamples(input, target, rows);
  const { smote: settings } = specification;
  const resampled = settings ? smote(own.examples, own.labels, { ...settings, seed }) : { ...own, notes: [] };
  const { examples, labels } = resampled;
  const training: TrainingSet = {
    examples,
    labels,
    classes,
    classWeights: classWeights(labels, classes),
    // Synthetic examples have no decision for other targets.
    ...(!settings && { others: otherTargets.map((other) => otherLabels(other, rows)) }),
  };
  return { training, notes: resampled.notes.map((small) => describeSmallClass(small, target)) };
}

function otherLabels({ labels: all, classes: { length: classes } }: Target, rows: Int32Array): OtherLabels {
  const labels = rows.map((row) => all[row]);
  return { labels, classes, classWeights: classWeights(labels, classes) };
}

function describeSmallClass({ label, count, neighbours }: SmallClass, { classes }: Target): string {
  const examples = `The class ${classes[label]} has ${count} training example${count === 1 ? '' : 's'}`;
  return neighbours === 0
    ? `${examples}, too few for SMOTE: it was not resampled.`
    : `${examples}, so SMOTE used ${neighbours} neighbour${neighbours === 1 ? '' : 's'} for it.`;
}

function labelledExamples({ matrix }: ModelInput, { labels }: Target, rows: Int32Array): LabelledExamples {
  const examples: SparseRows = selectRows(matrix, rows);
  return { examples, labels: rows.map((row) => labels[row]) };
}

function* predictions(
  dataset: Dataset,
  { classes, labels }: Target,
  rows: Int32Array,
  probabilities: Float32Array,
): Generator<Prediction> {
  for (let i = 0; i < rows.length; i++) {
    yield {
      task: taskName(dataset, rows[i]),
      truth: classes[labels[rows[i]]],
      probabilities: probabilities.subarray(i * classes.length, (i + 1) * classes.length),
    };
  }
}

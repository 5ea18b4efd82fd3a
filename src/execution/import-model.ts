import fs from 'node:fs';
import path from 'node:path';
import { readXgboostJson } from '../boosting/read-xgboost-json.ts';
import { taskName } from '../dataset/history.ts';
import { InputError } from '../dataset/input-error.ts';
import { readHistory } from '../dataset/read-history.ts';
import { selectRows } from '../dataset/sparse-rows.ts';
import { buildDataset, type Dataset } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import { type ModelSpecification, modelSpecifications } from '../experiment/model-specification.ts';
import { historyFile } from '../experiment/place-error.ts';
import { classWeights } from '../learning/class-weights.ts';
import { planFits } from '../learning/fit-plan.ts';
import { measure } from '../learning/metrics.ts';
import { loadPredictor } from '../models/load-predictor.ts';
import type { ModelShape } from '../models/model.ts';
import { findModel } from '../models/registry.ts';
import { importLayersModel, type SavedModel } from '../network/import-layers-model.ts';
import type { RecognisedNetwork } from '../network/recognise-layers.ts';
import type { FitRecord, RunRecord } from '../protocol/run.ts';
import { FitWriter } from '../runs/fit-writer.ts';
import { RunInProgress } from './run-in-progress.ts';

export interface ImportRequest {
  readonly experimentFile: string;
  readonly experiment: Experiment;
  /** `model.json` of TensorFlow.js or Keras, or a model of XGBoost. */
  readonly modelFile: string;
  readonly target: string;
  /** Name of the run's model in lists. */
  readonly name: string;
  readonly runs: string;
}

/** A run of the model; or, of a file that describes a network without its weights, the entry for an experiment. */
export type Imported =
  | { readonly kind: 'run'; readonly folder: string; readonly record: RunRecord }
  | { readonly kind: 'entry'; readonly entry: Readonly<Record<string, unknown>> };

/**
 * Takes a model that another tool trained as a run: evaluated on the experiment's test tasks, as a hold-out run would be.
 *
 * @throws InputError if the file is no model of a kind that is known, or does not fit the experiment's history
 */
export async function importModel(request: ImportRequest): Promise<Imported> {
  const { experimentFile, experiment, modelFile, target: name } = request;
  const saved = readModelFile(modelFile);
  if (saved.kind === 'network' && !saved.files) return { kind: 'entry', entry: entryOf(saved.network, modelFile) };
  const own = { ...experiment, ...(experiment.targets && { targets: pickTarget(experiment.targets, name) }) };
  const dataset = buildDataset(await readHistory(historyFile(experimentFile, own)), own);
  const target = dataset.targets.find((one) => one.name === name);
  if (!target) {
    const known = dataset.targets.map((one) => one.name).join(', ');
    throw new InputError(`the experiment has no target "${name}", expected one of: ${known}`, experimentFile);
  }
  const only: Dataset = { ...dataset, targets: [target] };
  const shape = { errors: dataset.codes.length, sites: dataset.sites.length, classes: target.classes.length };
  requireShape(saved, shape, modelFile);
  const specification = specificationOf(saved, request);
  return { kind: 'run', ...evaluateAsRun(request, only, shape, specification, saved.files ?? []) };
}

type ReadModel =
  | { readonly kind: 'network'; readonly network: RecognisedNetwork; readonly files: SavedModel | undefined }
  | {
      readonly kind: 'trees';
      readonly features: number;
      readonly classes: number;
      readonly zeros: string;
      readonly files: SavedModel;
    };

function readModelFile(file: string): ReadModel {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch (error) {
    throw new InputError(`the model cannot be read: ${(error as Error).message}`, file);
  }
  const text = bytes.toString('utf8');
  const content = parse(text, file);
  if (isObject(content) && 'learner' in content) {
    const { features, classes, zeros } = readXgboostJson(text, file);
    return { kind: 'trees', features, classes, zeros, files: [{ name: 'model.xgb.json', bytes }] };
  }
  return { kind: 'network', ...importLayersModel(content, file) };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError('this is not JSON, expected a model of TensorFlow.js, Keras or XGBoost', file);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function pickTarget<T>(targets: ReadonlyMap<string, T>, name: string): Map<string, T> {
  return new Map([...targets].filter(([one]) => one === name));
}

function requireShape(saved: ReadModel, { errors, sites, classes }: ModelShape, file: string): void {
  const wanted = `${errors} codes × ${sites} sites and ${classes} classes`;
  if (saved.kind === 'trees') {
    if (saved.features === errors * sites && saved.classes === classes) return;
    throw new InputError(
      `the model has ${saved.features} columns and ${saved.classes} classes, expected those of the experiment: ${errors * sites} (${wanted})`,
      file,
    );
  }
  const { architecture } = saved.network;
  if (architecture.errors === errors && architecture.sites === sites && architecture.classes === classes) return;
  throw new InputError(
    `the model is for ${architecture.errors} codes × ${architecture.sites} sites and ${architecture.classes} classes, expected those of the experiment: ${wanted}`,
    file,
  );
}

/** A network as an entry of an experiment's `models`. @throws InputError if the settings of our models cannot say it */
function entryOf(
  { architecture: { encoder, attention, dense } }: RecognisedNetwork,
  file: string,
): Readonly<Record<string, unknown>> {
  const [{ units, dropout }] = dense;
  const odd = dense.findIndex((layer) => layer.units !== units || layer.dropout !== dropout);
  if (odd > 0) {
    throw new InputError(
      `dense layer ${odd + 1} has other units or dropout than the first, expected all the same`,
      file,
    );
  }
  const head = { denseLayers: dense.length, denseUnits: units, dropout, ...(attention && { attention }) };
  switch (encoder.kind) {
    case 'flatten':
      return { model: 'simple', ...head };
    case 'convolutions':
      return { model: 'cnn', filters: encoder.filters, ...head };
    case 'embeddings':
      return { model: 'embedding', embeddingSize: encoder.size, ...head };
    default:
      throw new Error(`no encoder ${encoder satisfies never}`);
  }
}

function specificationOf(saved: ReadModel, { experiment, modelFile, name }: ImportRequest): ModelSpecification {
  const entry = saved.kind === 'trees' ? { model: 'xgboost', zeros: saved.zeros } : entryOf(saved.network, modelFile);
  const named = { attention: false, smote: false, ...entry, name } as unknown as Experiment['models'][number];
  return modelSpecifications({ ...experiment, models: [named] })[0];
}

function evaluateAsRun(
  { experimentFile, experiment, runs, target: name, modelFile }: ImportRequest,
  dataset: Dataset,
  shape: ModelShape,
  specification: ModelSpecification,
  files: SavedModel,
): { folder: string; record: RunRecord } {
  const [target] = dataset.targets;
  const { validation } = specification.training;
  const [plan] = planFits('holdout', dataset.tasks.count, experiment.split, validation, dataset.workflows);
  const model = findModel(specification.model);
  if (!model) throw new Error(`there is no model ${specification.model}`);
  const predictor = loadPredictor(model, specification.settings, specification.attention, shape, (wanted) => {
    const file = files.find((one) => one.name === wanted);
    if (!file) throw new Error(`there is no file ${wanted}`);
    return file.bytes;
  });
  const labelsOf = (rows: Int32Array): Int32Array => rows.map((row) => target.labels[row]);
  const started = performance.now();
  const probabilities = predictor.predict(selectRows(dataset.matrix, plan.evaluation)).slice();
  const weights = classWeights(labelsOf(plan.train), shape.classes);
  const { metrics, confusion } = measure(labelsOf(plan.evaluation), probabilities, shape.classes, weights);
  const run = RunInProgress.create(runs, { experimentFile, experiment, protocol: 'holdout', specification }, dataset);
  const record: FitRecord = {
    version: 1,
    target: name,
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
    confusion: Array.from({ length: shape.classes }, (_, row) =>
      Array.from(confusion.subarray(row * shape.classes, (row + 1) * shape.classes)),
    ),
    metrics,
    notes: [
      `Imported from ${path.basename(modelFile)}: it was trained elsewhere, perhaps on tasks that it is tested on here.`,
    ],
  };
  const writer = new FitWriter(run.folder, name, 0);
  try {
    writer.finish(record, files, evaluated());
  } finally {
    writer.close();
  }
  run.complete(record);
  run.end();
  return { folder: run.folder, record: run.record };

  function* evaluated() {
    for (const [i, row] of plan.evaluation.entries()) {
      yield {
        task: taskName(dataset, row),
        truth: target.classes[target.labels[row]],
        probabilities: probabilities.subarray(i * shape.classes, (i + 1) * shape.classes),
      };
    }
  }
}

import path from 'node:path';
import * as z from 'zod';
import { InputError } from '../dataset/input-error.ts';
import { readHistory } from '../dataset/read-history.ts';
import { siteColumnName } from '../dataset/site-column.ts';
import { buildDataset, inputOf } from '../experiment/dataset.ts';
import type { Experiment, ModelEntry, WrittenEntry } from '../experiment/definition.ts';
import { type ModelSpecification, modelSpecifications } from '../experiment/model-specification.ts';
import { historyPath } from '../experiment/place-error.ts';
import type { CheckedRun } from '../experiment/read-specification.ts';
import { findModel } from '../models/registry.ts';
import { evaluateAsRun } from './foreign/evaluate-as-run.ts';
import { fitNetwork, fitTrees, type ZerosChoice } from './foreign/fit-to-experiment.ts';
import { readDescription, requireFeatures } from './foreign/model-description.ts';
import { architectureEntry, type NetworkEntry, networkEntry } from './foreign/network-entry.ts';
import { readModelFile } from './foreign/read-model-file.ts';

export interface ImportRequest {
  readonly experimentFile: string;
  readonly experiment: Experiment;
  /** `model.json` of TensorFlow.js or Keras, or a model of XGBoost. */
  readonly modelFile: string;
  readonly target: string;
  /** Name of the model in lists. */
  readonly name: string;
  /** How trees read cells without a count. */
  readonly zeros: ZerosChoice;
  readonly runs: string;
}

/** A run of the model; or, for a file that describes a network without its weights, the entry for an experiment. */
export type Imported =
  | { readonly kind: 'run'; readonly folder: string; readonly record: CheckedRun; readonly notes: readonly string[] }
  | ({ readonly kind: 'entry' } & NetworkEntry);

/**
 * Imports a model of another tool as a run, evaluated on the experiment's test tasks like a hold-out run.
 *
 * @throws InputError if the file is not a known kind of model, or does not fit the experiment's history
 */
export async function importModel(request: ImportRequest): Promise<Imported> {
  const { experimentFile, experiment, modelFile, target: name, runs, zeros } = request;
  const model = readModelFile(modelFile);
  if (model.kind === 'network' && model.network.manifest === undefined) {
    const { entry, notes } = networkEntry(model.network.network, model.training, modelFile);
    const described = withFeatures(entry, experiment);
    specify(described, request);
    return { kind: 'entry', entry: described, notes };
  }
  const own = { ...experiment, ...(experiment.targets && { targets: pickTarget(experiment.targets, name) }) };
  const dataset = buildDataset(await readHistory(historyPath(experimentFile, own)), own, [experiment.features]);
  const target = dataset.targets.find((one) => one.name === name);
  if (!target) {
    const known = dataset.targets.map((one) => one.name).join(', ');
    throw new InputError(`the experiment has no target "${name}", expected one of: ${known}`, experimentFile);
  }
  const description = readDescription(modelFile, name);
  if (description) requireFeatures(description, experiment.features);
  const { codes, sites } = inputOf(dataset, experiment.features);
  const asked = {
    own: { codes, sites: sites.map(siteColumnName), classes: target.classes },
    description,
    file: modelFile,
  };
  // Settings are checked before memory for a network is allocated.
  const settings =
    model.kind === 'network' ? architectureEntry(model.network.network, modelFile) : { model: 'xgboost' };
  specify(settings, request);
  const fitted = model.kind === 'network' ? fitNetwork(model.network, asked) : fitTrees(model.model, zeros, asked);
  const notes = [
    `Imported from ${path.basename(modelFile)}: it was trained elsewhere, perhaps on some of the test tasks.`,
    ...fitted.notes,
  ];
  const evaluated = evaluateAsRun({
    experimentFile,
    experiment,
    modelFile,
    runs,
    dataset: { ...dataset, targets: [target] },
    specification: specify(withFeatures({ ...settings, ...fitted.settings }, experiment), request),
    files: fitted.files,
    notes,
  });
  return { kind: 'run', ...evaluated, notes };
}

function pickTarget<T>(targets: ReadonlyMap<string, T>, name: string): Map<string, T> {
  return new Map([...targets].filter(([one]) => one === name));
}

/** An entry that reads the experiment's features, as the model of the file does. */
function withFeatures(entry: WrittenEntry, { features }: Experiment): WrittenEntry {
  return findModel(entry.model)?.features ? { ...entry, features } : entry;
}

/** The model of an entry, with all settings. @throws InputError if our models do not support a setting */
function specify(entry: WrittenEntry, { experiment, name, modelFile }: ImportRequest): ModelSpecification {
  const named: ModelEntry = { attention: false, smote: false, ...entry, name };
  try {
    return modelSpecifications({ ...experiment, models: [named] })[0];
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [{ path: place, message }] = error.issues;
    const setting = String(place[0]);
    throw new InputError(`the model has ${setting} ${JSON.stringify(entry[setting])}: ${message}`, modelFile);
  }
}

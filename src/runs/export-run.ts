import fs from 'node:fs';
import path from 'node:path';
import { InputError } from '../dataset/input-error.ts';
import { writeOutput } from '../dataset/output-file.ts';
import { siteColumnName } from '../dataset/site-column.ts';
import { type CheckedRun, experimentOfRun, storedDecision } from '../experiment/read-specification.ts';
import { loadPredictor } from '../models/load-predictor.ts';
import type { Model, ModelShape } from '../models/model.ts';
import { loadLayersModel } from '../network/layers-model.ts';
import { onnxModel } from '../network/onnx-model.ts';
import { exampleFiles } from './export-examples.ts';
import { type ExportFormat, formatsOf, modelOf } from './export-formats.ts';
import { RunUnreadable, readFit, readRun } from './read-run.ts';
import { readVocabulary } from './read-vocabulary.ts';
import { fitFolder, folderName } from './run-paths.ts';
import { readModelFile } from './sealed-files.ts';
import { knownCalibration } from './stored-calibration.ts';

export interface ExportRequest {
  /** The run's folder. */
  readonly run: string;
  readonly format: ExportFormat;
  readonly out: string;
  /** Omitted = all of the run. */
  readonly targets?: readonly string[];
  /** Fit whose model is written; omitted = the first that is complete. */
  readonly index?: number;
  /** Of this program. */
  readonly version: string;
}

export interface ExportedModel {
  readonly target: string;
  readonly index: number;
  readonly folder: string;
  readonly files: readonly string[];
}

/**
 * Writes the models of a run for other tools: one into the folder itself, several into a folder each, named by the target.
 * Next to every model are `oap.json`, which describes its columns and outputs, and examples that use it.
 *
 * @throws InputError if the run has no such target or fit, or its models cannot be written so; RunUnreadable
 */
export async function exportRun(request: ExportRequest): Promise<ExportedModel[]> {
  const { run, format, out } = request;
  const record = readRun(run);
  const { specification } = record;
  const model = modelOf(run, specification);
  if (!formatsOf[model.kind].includes(format)) {
    const expected = formatsOf[model.kind].join(', ');
    throw new InputError(
      expected === ''
        ? `a model of ${specification.name} cannot be exported: other programs have no format for it`
        : `a model of ${specification.name} cannot be written as ${format}, expected ${expected}`,
    );
  }
  const targets = request.targets ?? record.targets.map(({ target }) => target);
  const chosen = targets.map((target) => ({ target, index: chooseFit(run, record, target, request.index) }));
  const exported: ExportedModel[] = [];
  for (const { target, index } of chosen) {
    const folder = chosen.length === 1 ? out : path.join(out, folderName(target));
    const files = describedModel(request, { record, model, target, index });
    fs.mkdirSync(folder, { recursive: true });
    for (const [name, content] of files) await writeOutput(path.join(folder, name), content);
    exported.push({ target, index, folder, files: [...files.keys()] });
  }
  return exported;
}

/** One model of a run. */
interface Chosen {
  readonly record: CheckedRun;
  readonly model: Model;
  readonly target: string;
  readonly index: number;
}

function chooseFit(run: string, { fitsPerTarget, targets }: CheckedRun, target: string, wanted?: number): number {
  if (!targets.some((one) => one.target === target)) {
    const known = targets.map((one) => one.target).join(', ');
    throw new InputError(`the run has no target "${target}", expected one of: ${known}`);
  }
  const complete = Array.from({ length: fitsPerTarget }, (_, index) => index).filter((index) =>
    readFit(run, target, index),
  );
  if (wanted !== undefined && !complete.includes(wanted)) {
    throw new InputError(`the run has no complete fit ${wanted} of ${target}, expected one of: ${complete.join(', ')}`);
  }
  const [first] = complete;
  if (first === undefined) throw new RunUnreadable(`${run} has no complete fit of the target ${target}`);
  return wanted ?? first;
}

/** Names of files and their contents; the description is the last, so that its presence means that all is there. */
function describedModel(request: ExportRequest, chosen: Chosen): Map<string, string | Uint8Array> {
  const { run, format, version } = request;
  const { record, target, index } = chosen;
  const { specification } = record;
  const { codes, sites, features } = readVocabulary(run, record);
  const classes = record.targets.find((one) => one.target === target)?.classes ?? [];
  const calibration = knownCalibration(run, target, index);
  const shape = { errors: codes.length, sites: sites.length, classes: classes.length };
  const description = {
    target,
    classes: { [target]: classes },
    codes,
    sites: sites.map(siteColumnName),
    features,
    input: `counts [tasks, ${codes.length} codes, ${sites.length} sites], after the transform; flattened: column = code * ${sites.length} + site`,
    // How trees read a pair without a count.
    ...('zeros' in specification.settings && { zeros: specification.settings.zeros }),
    // What makes the outputs true probabilities; absent where that is not known.
    ...(calibration && { calibration: calibration.calibrator }),
    decision: storedDecision(experimentOfRun(record).decision),
    model: record.model,
    format,
    run: record.id,
    fit: index,
    synthetic: record.history.synthetic,
    version,
  };
  return new Map([
    ...savedModel(request, chosen, shape),
    ...exampleFiles(format),
    ['oap.json', `${JSON.stringify(description, null, 1)}\n`],
  ]);
}

function savedModel(
  { run, format, version }: ExportRequest,
  { model, target, index, record }: Chosen,
  shape: ModelShape,
): [string, string | Uint8Array][] {
  const saved = (name: string): Buffer => readModelFile(run, target, index, name);
  const { settings, attention } = record.specification;
  // What does not predict here would not elsewhere.
  readable(fitFolder(run, target, index), () => loadPredictor(model, settings, attention, shape, saved));
  if (model.kind === 'own') throw new Error(`no format for ${model.name}`);
  if (model.kind === 'trees') return [['model.xgb.json', saved('model.xgb.json')]];
  const [topology, weights] = [saved('model.json'), saved('weights.bin')];
  if (format !== 'onnx') {
    return [
      ['model.json', topology],
      ['weights.bin', weights],
    ];
  }
  const architecture = model.architecture(shape, settings, attention);
  const network = loadLayersModel(architecture, topology, weights, 1);
  const notes = new Map([
    ['run', record.id],
    ['target', target],
  ]);
  return [['model.onnx', onnxModel(architecture, network, version, notes)]];
}

function readable(folder: string, read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (error instanceof RunUnreadable) throw error;
    throw new RunUnreadable(
      `the model in ${folder} cannot be exported: ${error instanceof Error ? error.message : error}`,
    );
  }
}

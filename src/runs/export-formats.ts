import type { ModelSpecification } from '../experiment/model-specification.ts';
import type { Model } from '../models/model.ts';
import { findModel } from '../models/registry.ts';
import { RunUnreadable, readRun } from './read-run.ts';

export const exportFormats = ['tfjs', 'onnx', 'keras', 'xgboost'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Formats that a kind of model can be written in. */
export const formatsOf: Readonly<Record<Model['kind'], readonly ExportFormat[]>> = {
  network: ['tfjs', 'onnx', 'keras'],
  trees: ['xgboost'],
  own: [],
};

/** Formats that the models of a run can be written in. @throws RunUnreadable */
export function formatsOfRun(run: string): readonly ExportFormat[] {
  return formatsOf[modelOf(run, readRun(run).specification).kind];
}

/** @throws RunUnreadable if this version does not have the run's model */
export function modelOf(run: string, { model: name }: ModelSpecification): Model {
  const model = findModel(name);
  if (!model) throw new RunUnreadable(`${run} is a run of the model ${name}, which this version does not have`);
  return model;
}

import type { History } from '../../../src/dataset/history.ts';
import type { FitJob } from '../../../src/execution/worker-service.ts';
import { buildDataset, type Dataset } from '../../../src/experiment/dataset.ts';
import type { Experiment } from '../../../src/experiment/definition.ts';
import {
  featuresOf,
  type ModelSpecification,
  modelSpecifications,
} from '../../../src/experiment/model-specification.ts';
import { requireExperiment } from '../../../src/experiment/read-experiment.ts';
import { parse } from '../dataset/files.ts';

export interface SmallStudy {
  readonly experiment: Experiment;
  readonly models: readonly ModelSpecification[];
  readonly history: History;
  readonly dataset: Dataset;
}

/** 40 tasks whose `colour` follows from the code that occurred, and whose `size` follows from nothing. */
export function smallHistory(tasks = 40): string {
  const history = Array.from({ length: tasks }, (_, i) => [
    `/workflow_${Math.floor(i / 4)}/step${i}`,
    {
      errors: { good_sites: { [i % 2]: { north: 1 + (i % 3) } }, bad_sites: { 7: { south: 1 + (i % 5) } } },
      parameters: { colour: i % 2 === 0 ? 'red' : 'blue', size: i % 3 === 0 ? 'large' : 'small' },
    },
  ]);
  return JSON.stringify(Object.fromEntries(history));
}

/** An experiment on that history. */
export function smallStudy(fields: object = {}, tasks = 40): SmallStudy {
  const text = JSON.stringify({
    history: 'history.json',
    targets: { colour: {}, size: {} },
    training: { maxEpochs: 4 },
    ...fields,
  });
  const { experiment } = requireExperiment(text, 'x.oap.json');
  const history = parse(smallHistory(tasks));
  return { experiment, models: modelSpecifications(experiment), history, dataset: buildDataset(history, experiment) };
}

export function jobOf({ experiment, models }: SmallStudy, run: string, changes: Partial<FitJob> = {}): FitJob {
  return {
    run,
    protocol: 'holdout',
    target: 'colour',
    index: 0,
    specification: models[0],
    features: featuresOf(experiment, models[0]),
    split: experiment.split,
    engine: 'sparse',
    ...changes,
  };
}

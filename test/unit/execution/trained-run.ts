import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readHistory } from '../../../src/dataset/read-history.ts';
import { executeFit } from '../../../src/execution/execute-fit.ts';
import { trainModels } from '../../../src/execution/train.ts';
import { buildDataset } from '../../../src/experiment/dataset.ts';
import { modelSpecifications } from '../../../src/experiment/model-specification.ts';
import { requireExperiment } from '../../../src/experiment/read-experiment.ts';
import type { ProtocolName } from '../../../src/protocol/run.ts';
import { pretend } from './pretend-executor.ts';

/** Tasks whose `colour` follows from the code that occurred, and whose `size` follows from nothing. */
export function colourTasks(count = 40): Record<string, { errors: object; parameters: Record<string, string> }> {
  const tasks = Array.from({ length: count }, (_, i) => [
    `/workflow_${Math.floor(i / 4)}/step${i}`,
    {
      errors: { good_sites: { [i % 2]: { north: 1 + (i % 3) } }, bad_sites: { 7: { south: 1 + (i % 5) } } },
      parameters: { colour: i % 2 === 0 ? 'red' : 'blue', size: i % 3 === 0 ? 'large' : 'small' },
    },
  ]);
  return Object.fromEntries(tasks);
}

/**
 * Trains a model of an experiment in a folder, on the tasks as `history.json`.
 *
 * @returns the run's folder
 */
export async function trainRun(
  folder: string,
  protocol: ProtocolName,
  fields: object = {},
  tasks: object = colourTasks(),
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const historyFile = path.join(folder, 'history.json');
  writeFileSync(historyFile, JSON.stringify(tasks, null, 1));
  const experimentFile = path.join(folder, 'colours.oap.json');
  const text = JSON.stringify({
    history: 'history.json',
    targets: { colour: {}, size: { default: 'medium' } },
    training: { maxEpochs: 4 },
    ...fields,
  });
  const { experiment } = requireExperiment(text, experimentFile);
  const history = await readHistory(historyFile);
  const dataset = buildDataset(history, experiment);
  const models = modelSpecifications(experiment);
  const executor = pretend({ experiment, models, history, dataset }, (job) =>
    executeFit(
      dataset,
      job,
      () => {},
      () => false,
    ),
  );
  const runs = path.join(folder, '.oap', 'runs');
  const [run] = await trainModels(
    executor,
    { experimentFile, experiment, models, protocol, runs, earlier: 'continue' },
    () => {},
    new AbortController().signal,
  );
  return run.folder;
}

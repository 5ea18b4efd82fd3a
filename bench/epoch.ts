import { formatTable } from '../src/cli/table.ts';
import { readHistory } from '../src/dataset/read-history.ts';
import { selectRows } from '../src/dataset/sparse-rows.ts';
import { buildDataset } from '../src/experiment/dataset.ts';
import { experimentDefinition } from '../src/experiment/definition.ts';
import { modelSpecifications } from '../src/experiment/model-specification.ts';
import { classWeights } from '../src/learning/class-weights.ts';
import { planFits } from '../src/learning/fit-plan.ts';
import type { Learner } from '../src/learning/learner.ts';
import { createLearner } from '../src/models/create-learner.ts';
import { findModel } from '../src/models/registry.ts';
import { median, milliseconds } from './median.ts';
import { runPeer } from './peer.ts';

const epochs = 10;
const rounds = 3;

/**
 * Seconds per training epoch of each network next to PyTorch, dense and with EmbeddingBag, one thread each, on the same
 * 5,332 training tasks of a 9,522-task history. We and the peers take turns, so that the machine's mood is shared.
 */
export async function benchEpochs(history: string, models: readonly string[]): Promise<void> {
  const rows = [];
  for (const model of models) {
    const learner = await prepare(history, model);
    learner.step();
    const ours: number[] = [];
    const dense: number[] = [];
    const sparse: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (let epoch = 0; epoch < epochs; epoch++) ours.push(secondsOf(() => learner.step()));
      const options = ['--model', model, '--epochs', '6'];
      dense.push(runPeer(history, '--backend', 'torch-dense', ...options).secondsPerEpoch.train);
      sparse.push(runPeer(history, '--backend', 'torch-sparse', ...options).secondsPerEpoch.train);
    }
    const [a, b, c] = [median(ours), median(dense), median(sparse)];
    rows.push([
      model,
      milliseconds(a),
      milliseconds(b),
      `${(b / a).toFixed(1)} ×`,
      milliseconds(c),
      `${(c / a).toFixed(1)} ×`,
    ]);
  }
  const header = ['one epoch of', 'oap', 'PyTorch dense', 'faster', 'PyTorch sparse', 'faster'];
  console.log(formatTable([header, ...rows], 1).join('\n'));
}

async function prepare(history: string, name: string): Promise<Learner> {
  const experiment = experimentDefinition.parse({
    history,
    targets: { action: {} },
    models: [{ model: 'simple', l2: 0.0015 }],
  });
  const dataset = buildDataset(await readHistory(history), experiment);
  const [plan] = planFits('holdout', dataset.tasks.count, experiment.split, 0.2);
  const [target] = dataset.targets;
  const labels = plan.train.map((row) => target.labels[row]);
  const classes = target.classes.length;
  const training = {
    examples: selectRows(dataset.matrix, plan.train),
    labels,
    classes,
    classWeights: classWeights(labels, classes),
  };
  const [{ settings }] = modelSpecifications(experiment);
  const [family, suffix] = name.split('+');
  const model = findModel(family);
  if (!model) throw new Error(`no model ${name}`);
  const shape = { errors: dataset.codes.length, sites: dataset.sites.length, classes };
  const options = { batchSize: 256, learningRate: 0.001, seed: 42 };
  return createLearner(model, family === 'simple' ? settings : {}, suffix === 'attention', shape, training, options);
}

function secondsOf(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

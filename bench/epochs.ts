import { formatTable } from '../src/cli/table.ts';
import { models } from '../src/models/registry.ts';
import { createActionLearner, readActionTask, specificationOf } from './action-task.ts';
import { median, milliseconds, secondsOf, timesFaster } from './measuring.ts';
import { networkOptions, runPeer } from './peer.ts';

const epochs = 10;
const rounds = 3;

/**
 * Seconds per training epoch of each network next to PyTorch, dense and with EmbeddingBag, one thread each, on the same
 * 5,332 training tasks of a 9,522-task history. We and the peers take turns, so that other load affects both.
 */
export async function benchEpochs(history: string): Promise<void> {
  const task = await readActionTask(history);
  const networks = models.filter(({ kind }) => kind === 'network').flatMap(({ name }) => [name, `${name}+attention`]);
  const rows = [];
  for (const name of networks) {
    const specification = specificationOf(name);
    const learner = createActionLearner(task, specification);
    learner.step();
    const ours: number[] = [];
    const dense: number[] = [];
    const sparse: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (let epoch = 0; epoch < epochs; epoch++) ours.push(await secondsOf(() => learner.step()));
      const options = [...networkOptions(specification), '--epochs', '3'];
      dense.push(runPeer(history, '--backend', 'torch-dense', ...options).secondsPerEpoch.train);
      sparse.push(runPeer(history, '--backend', 'torch-sparse', ...options).secondsPerEpoch.train);
    }
    const [a, b, c] = [median(ours), median(dense), median(sparse)];
    rows.push([name, milliseconds(a), milliseconds(b), timesFaster(a, b), milliseconds(c), timesFaster(a, c)]);
  }
  const header = ['one epoch of', 'oap', 'PyTorch dense', 'faster', 'PyTorch sparse', 'faster'];
  console.log(formatTable([header, ...rows], 1).join('\n'));
}

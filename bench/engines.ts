import path from 'node:path';
import { formatTable } from '../src/cli/table.ts';
import { models } from '../src/models/registry.ts';
import { openJavaScript } from '../src/network/tensorflow/open-javascript.ts';
import { createActionLearner, readActionTask, specificationOf } from './action-task.ts';
import { median, milliseconds, secondsOf, timesFaster } from './measuring.ts';
import { networkOptions, runPeer } from './peer.ts';

const rounds = 3;

/**
 * Seconds per training epoch of each network in both engines, and in dense PyTorch, one thread each, on the same training
 * tasks. TensorFlow.js runs in WebAssembly, as without tfjs-node. All take turns.
 */
export async function benchEngines(history: string): Promise<void> {
  const task = await readActionTask(history);
  const tensorflow = await openJavaScript(path.join(path.resolve('dist'), path.sep));
  const networks = models.filter(({ kind }) => kind === 'network').flatMap(({ name }) => [name, `${name}+attention`]);
  const rows = [];
  for (const name of networks) {
    const specification = specificationOf(name);
    const sparse = createActionLearner(task, specification);
    const dense = createActionLearner(task, specification, tensorflow);
    sparse.step();
    const [ours, theirs, peers]: number[][] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      for (let epoch = 0; epoch < 5; epoch++) ours.push(await secondsOf(() => sparse.step()));
      theirs.push(await secondsOf(() => dense.step()));
      const options = ['--backend', 'torch-dense', ...networkOptions(specification), '--epochs', '2'];
      peers.push(runPeer(history, ...options).secondsPerEpoch.train);
    }
    dense.dispose?.();
    const [a, b, c] = [median(ours), median(theirs), median(peers)];
    rows.push([name, milliseconds(a), milliseconds(b), timesFaster(a, b), milliseconds(c), timesFaster(a, c)]);
  }
  const header = [
    'one epoch of',
    'sparse',
    `TensorFlow.js (${tensorflow.backend})`,
    'faster',
    'PyTorch dense',
    'faster',
  ];
  console.log(formatTable([header, ...rows], 1).join('\n'));
}

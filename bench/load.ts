import { readHistory } from '../src/dataset/read-history.ts';
import { median, milliseconds } from './median.ts';
import { runPeer } from './peer.ts';

const rounds = 5;

/** Reading a history into a sparse matrix, next to Python's json.load and NumPy. */
export async function benchLoad(history: string): Promise<void> {
  await readHistory(history);
  const ours: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await readHistory(history);
    ours.push((performance.now() - started) / 1000);
    peer.push(runPeer(history, '--protocol', 'load').loadSeconds.total);
  }
  const [a, b] = [median(ours), median(peer)];
  console.log(
    `reading the history: oap ${milliseconds(a)}, Python json + SciPy ${milliseconds(b)}, ${(b / a).toFixed(1)} × faster`,
  );
}

import { readHistory } from '../src/dataset/read-history.ts';
import { median, milliseconds, secondsOf, timesFaster } from './measuring.ts';
import { runPeer } from './peer.ts';

const rounds = 9;

/** Reading a history into a sparse matrix, next to Python's json.load and NumPy. */
export async function benchLoad(history: string): Promise<void> {
  await readHistory(history);
  const ours: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await secondsOf(() => readHistory(history)));
    peer.push(runPeer(history, '--protocol', 'load').loadSeconds.total);
  }
  const [a, b] = [median(ours), median(peer)];
  console.log(
    `reading the history: oap ${milliseconds(a)}, Python json + SciPy ${milliseconds(b)}, ${timesFaster(a, b)} faster`,
  );
}

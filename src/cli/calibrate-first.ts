import { calibrateRun } from '../execution/calibrate-run.ts';
import { readListed } from '../runs/read-run.ts';

/** Finds out what makes a run's probabilities true ones, if that was not done yet; what cannot be read is said by those who read it. */
export async function calibrateFirst(folder: string): Promise<void> {
  const { run } = readListed(folder);
  if (run && run.state !== 'running') await calibrateRun(folder, run);
}

import { calibrateRun } from '../execution/calibrate-run.ts';
import { readListed } from '../runs/read-run.ts';

/** Calibrates a run's probabilities, unless that was done before; unreadable files are reported when they are read. */
export async function calibrateFirst(folder: string): Promise<void> {
  const { run } = readListed(folder);
  if (run && run.state !== 'running') await calibrateRun(folder, run);
}

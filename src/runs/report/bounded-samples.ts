import type { RunSamples } from '../../protocol/run-panel.ts';

/**
 * The first samples of each fit, as many of one fit as of another where all have them, and a notice if some are left out.
 *
 * @param most samples that are kept
 */
export function boundSamples(samples: RunSamples, classes: number, most: number): RunSamples {
  const count = samples.task.length;
  if (count <= most) return samples;
  const ofFit = Math.floor(most / samples.fits.length);
  const seen = new Map<number, number>();
  const rows = [...samples.fit.keys()].filter((row) => {
    const before = seen.get(samples.fit[row]) ?? 0;
    seen.set(samples.fit[row], before + 1);
    return before < ofFit;
  });
  const numbers = new Map<number, number>();
  for (const row of rows) {
    const task = samples.task[row];
    if (!numbers.has(task)) numbers.set(task, numbers.size);
  }
  const pick = (column: readonly number[]): number[] => rows.map((row) => column[row]);
  const shown = `${rows.length.toLocaleString('en')} of ${count.toLocaleString('en')}`;
  return {
    ...samples,
    names: [...numbers.keys()].map((task) => samples.names[task]),
    task: rows.map((row) => numbers.get(samples.task[row]) ?? 0),
    fit: pick(samples.fit),
    truth: pick(samples.truth),
    predicted: pick(samples.predicted),
    probabilities: rows.flatMap((row) => samples.probabilities.slice(row * classes, (row + 1) * classes)),
    notices: [
      ...samples.notices,
      `Showing ${shown} predictions, the first of each fit, as this is a report. Its matrices and thresholds are of all.`,
    ],
  };
}

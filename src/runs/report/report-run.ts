import { thinThresholds } from '../../measures/thin-thresholds.ts';
import type { ReportedRun, ReportedSamples } from '../../protocol/report.ts';
import type { RunSamples, RunSnapshot } from '../../protocol/run-panel.ts';
import { readMarks } from '../marks.ts';
import { readIntervals } from '../result-intervals.ts';
import { readSamples, thresholdsOf } from '../run-samples.ts';
import { boundSamples } from './bounded-samples.ts';
import { roundNumbers } from './report-limits.ts';
import { nothingAsked, orProblem } from './report-models.ts';

/** What of a target and of a fit has room, where all are to have the same. */
export interface RunBounds {
  readonly predictions: number;
  readonly epochs: number;
}

/** The names of tasks of all runs, in one list. */
export class TaskNames {
  readonly #numbers = new Map<string, number>();

  get list(): string[] {
    return [...this.#numbers.keys()];
  }

  take(samples: RunSamples): ReportedSamples {
    return { ...samples, names: samples.names.map((name) => this.#numberOf(name)) };
  }

  #numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/** A run with its curves, predictions and thresholds; its history and what its models say are still to come. */
export async function readReportedRun(
  folder: string,
  key: string,
  stored: RunSnapshot,
  names: TaskNames,
  bounds: RunBounds,
): Promise<ReportedRun> {
  const { run } = stored;
  const samples: ReportedSamples[] = [];
  const thresholds: ReportedRun['thresholds'] = [];
  for (const { target, classes } of run.targets) {
    const all = await readSamples(folder, run, target);
    thresholds.push(...thresholdsOfClasses(all, target, classes.length));
    samples.push(names.take(boundSamples(all, classes.length, bounds.predictions)));
  }
  return {
    key,
    name: readMarks(folder).name ?? run.model,
    snapshot: {
      ...stored,
      cancellable: false,
      notices: [...stored.notices, ...epochNotices(stored, bounds.epochs)],
      fits: stored.fits.map((fit) => ({ ...fit, epochs: roundNumbers(fit.epochs.slice(0, bounds.epochs)) })),
    },
    samples,
    thresholds,
    intervals: { argument: null, ...(await orProblem(() => readIntervals(folder, run))) },
    history: null,
    historyState: { stale: false },
    ...nothingAsked,
  };
}

/** Of each class, over all fits together and of each. */
function thresholdsOfClasses(samples: RunSamples, target: string, classes: number): ReportedRun['thresholds'] {
  if (samples.task.length === 0) return [];
  const fits = samples.fits.length > 1 ? [null, ...samples.fits] : [null];
  return Array.from({ length: classes }, (_, c) =>
    fits.map((fit) => ({
      argument: { target, fit, class: c },
      answer: thinThresholds(thresholdsOf(samples, classes, c, fit)),
    })),
  ).flat();
}

function epochNotices({ fits }: RunSnapshot, most: number): string[] {
  const longest = Math.max(0, ...fits.map(({ epochs }) => epochs.length));
  if (longest <= most) return [];
  const shown = `${most.toLocaleString('en')} of ${longest.toLocaleString('en')}`;
  return [`Curves: showing the first ${shown} epochs, as this is a report.`];
}

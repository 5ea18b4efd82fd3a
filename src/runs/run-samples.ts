import { studyDescriptions } from '../dataset/vocabulary.ts';
import { averagePrecision, rocAuc } from '../measures/one-vs-rest.ts';
import { countByThreshold } from '../measures/thresholds.ts';
import type { RunRecord } from '../protocol/run.ts';
import type { RunSamples, RunThresholds } from '../protocol/run-panel.ts';
import { type PredictionLimits, type Predictions, readPredictions } from './read-predictions.ts';
import { RunUnreadable, readFit } from './read-run.ts';
import { readVocabulary } from './read-vocabulary.ts';
import { type Recommended, recommend } from './recommended.ts';

/** Samples of a target that a panel takes at most, over all fits. */
const limits: PredictionLimits = { tasks: 100_000, bytes: 256 * 2 ** 20 };

/**
 * The evaluated tasks of a target: those of all its complete fits. The notices name what cannot be read.
 *
 * @param folder of the run
 */
export async function readSamples(folder: string, run: RunRecord, target: string): Promise<RunSamples> {
  const columns = new SampleColumns();
  const classes = run.targets.find((one) => one.target === target)?.classes ?? [];
  for (let fit = 0; fit < run.fitsPerTarget; fit++) {
    try {
      if (!readFit(folder, target, fit)) continue;
      const left = limits.tasks - columns.count;
      const predictions = await readPredictions(folder, target, fit, classes, { ...limits, tasks: left });
      columns.add(fit, predictions, recommend(folder, run, target, fit, predictions));
    } catch (error) {
      if (!(error instanceof RunUnreadable)) throw error;
      columns.notices.push(error.message);
    }
  }
  return { target, ...columns.finish(), ...choices(folder) };
}

class SampleColumns {
  readonly notices: string[] = [];
  readonly #names = new Map<string, number>();
  readonly #fits: number[] = [];
  readonly #task: number[] = [];
  readonly #fit: number[] = [];
  readonly #truth: number[] = [];
  readonly #predicted: number[] = [];
  readonly #probabilities: number[] = [];

  get count(): number {
    return this.#task.length;
  }

  add(fit: number, { tasks, truth, damaged, complete }: Predictions, { calibrated, recommended }: Recommended): void {
    this.#fits.push(fit);
    for (const [i, name] of tasks.entries()) {
      this.#task.push(this.#numberOf(name));
      this.#fit.push(fit);
      this.#truth.push(truth[i]);
      this.#predicted.push(recommended[i]);
    }
    for (const probability of calibrated) this.#probabilities.push(probability);
    if (damaged > 0) {
      const lines = damaged === 1 ? '1 damaged line was' : `${damaged.toLocaleString('en')} damaged lines were`;
      this.notices.push(`Fit ${fit + 1}: ${lines} left out of its predictions.`);
    }
    if (!complete) {
      this.notices.push(
        `Fit ${fit + 1} has more predictions than the ${tasks.length.toLocaleString('en')} that were read.`,
      );
    }
  }

  finish() {
    return {
      fits: this.#fits,
      names: [...this.#names.keys()],
      task: this.#task,
      fit: this.#fit,
      truth: this.#truth,
      predicted: this.#predicted,
      probabilities: this.#probabilities,
      notices: this.notices,
    };
  }

  #numberOf(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    this.#names.set(name, this.#names.size);
    return this.#names.size - 1;
  }
}

/** What the run's tasks may be searched for; nothing if the run does not say. */
function choices(folder: string): Pick<RunSamples, 'codes' | 'sites'> {
  try {
    const { codes, sites } = readVocabulary(folder);
    const known = studyDescriptions(codes);
    return {
      codes: codes.map((code) => ({ code, title: known.get(code)?.title ?? '' })),
      sites: [...new Set(sites.map(({ site }) => site))],
    };
  } catch (error) {
    if (error instanceof RunUnreadable) return { codes: [], sites: [] };
    throw error;
  }
}

/**
 * One class against the others.
 *
 * @param fit null = the samples of all fits together
 */
export function thresholdsOf(
  samples: RunSamples,
  classes: number,
  positive: number,
  fit: number | null,
): RunThresholds {
  const counts = countByThreshold(...columnsOf(samples, classes, fit), classes, positive);
  return {
    fit,
    ...counts,
    perFit: samples.fits.map((one) => {
      const own = countByThreshold(...columnsOf(samples, classes, one), classes, positive);
      return { fit: one, averagePrecision: averagePrecision(own), rocAuc: rocAuc(own) };
    }),
  };
}

/** True classes and probabilities [samples × classes] of one fit, or of all. */
function columnsOf(samples: RunSamples, classes: number, fit: number | null): [Int32Array, Float64Array] {
  const { truth, probabilities } = samples;
  const rows = [...truth.keys()].filter((row) => fit === null || samples.fit[row] === fit);
  const labels = Int32Array.from(rows, (row) => truth[row]);
  const values = new Float64Array(rows.length * classes);
  for (const [i, row] of rows.entries()) {
    for (let c = 0; c < classes; c++) values[i * classes + c] = probabilities[row * classes + c];
  }
  return [labels, values];
}

import { isDeepStrictEqual } from 'node:util';
import { workflowOf } from '../dataset/history.ts';
import { selectRows } from '../dataset/sparse-rows.ts';
import { type Dataset, inputOf, splitFacts } from '../experiment/dataset.ts';
import { decisionOf } from '../experiment/decision.ts';
import { featuresOf } from '../experiment/model-specification.ts';
import { type CheckedRun, experimentOfRun } from '../experiment/read-specification.ts';
import { type CalibrationRows, chooseCalibrator } from '../learning/choose-calibrator.ts';
import { planFits } from '../learning/fit-plan.ts';
import { applyCalibrator } from '../measures/calibrator.ts';
import { confusionOf } from '../measures/confusion.ts';
import { scoreProbabilities } from '../measures/probability-scores.ts';
import { type Decision, recommendedClasses } from '../measures/recommendation.ts';
import type { CalibrationRecord } from '../protocol/calibration.ts';
import type { FitRecord } from '../protocol/run.ts';
import { allPredictions, type Predictions, readPredictions } from '../runs/read-predictions.ts';
import { RunUnreadable, readCompleteFit, readRunAsWritten } from '../runs/read-run.ts';
import { keepCalibration, knownCalibration, predictionsSeal } from '../runs/stored-calibration.ts';
import { decidedFit } from '../runs/target-calibration.ts';
import { readRunDataset } from './run-dataset.ts';
import { RunPredictor } from './run-predictor.ts';
import type { FitJob } from './worker-service.ts';

/** The requested fits; default: all complete ones. */
export interface CalibrationRequest {
  readonly targets?: readonly string[];
  /** Of a hold-out or a repeated test: a cross-validation calibrates all fits of a target together. */
  readonly index?: number;
  /** The run's dataset, if already loaded; otherwise its history is read if needed. */
  readonly dataset?: Dataset;
}

/** How the probabilities of a run's fits are calibrated. */
export class RunCalibrations {
  readonly #records = new Map<string, CalibrationRecord>();

  /** @param problems why fits have none, one sentence each */
  constructor(
    records: readonly CalibrationRecord[],
    readonly problems: readonly { readonly target: string; readonly reason: string }[],
  ) {
    for (const record of records) this.#records.set(`${record.index} ${record.target}`, record);
  }

  of(target: string, index: number): CalibrationRecord | undefined {
    return this.#records.get(`${index} ${target}`);
  }
}

/**
 * The calibrations of a run's complete fits: those in its folder, and those that can be computed now, which are stored there. A
 * hold-out or repeated-test fit is calibrated on its validation tasks, a fold of a cross-validation on the held-out predictions
 * of the other folds, once all are complete.
 */
export async function calibrateRun(
  run: string,
  record: CheckedRun,
  request: CalibrationRequest = {},
): Promise<RunCalibrations> {
  const calibrating = new Calibrating(run, record, request.dataset);
  const records: CalibrationRecord[] = [];
  const problems: { target: string; reason: string }[] = [];
  const asked = request.index ?? null;
  for (const { target } of record.targets) {
    if (request.targets && !request.targets.includes(target)) continue;
    const fits = completeFits(run, record, target);
    const isCrossValidated = record.protocol === 'cross-validation';
    for (const fit of fits) {
      if (asked !== null && !isCrossValidated && fit.index !== asked) continue;
      const found =
        knownCalibration(run, target, fit.index, fits) ?? (await orProblem(() => calibrating.calibrate(fit, fits)));
      if (typeof found === 'string') problems.push({ target, reason: found });
      else records.push(found);
    }
  }
  return new RunCalibrations(records, problems);
}

/**
 * Calibrates a fit that has just been completed; the last one of a target's cross-validation calibrates all of them.
 *
 * @returns the fit with its experiment's decision
 */
export async function calibrateFit(
  { run, target, index }: FitJob,
  fit: FitRecord,
  dataset: Dataset,
): Promise<FitRecord> {
  const calibrations = await calibrateRun(run, readRunAsWritten(run), { targets: [target], index, dataset });
  return decidedFit(fit, calibrations.of(target, index));
}

/** A damaged fit counts as missing. */
function completeFits(run: string, { fitsPerTarget }: CheckedRun, target: string): FitRecord[] {
  return Array.from({ length: fitsPerTarget }, (_, index) => readCompleteFit(run, target, index) ?? []).flat();
}

/** A damaged file of the run is a reason, too. */
async function orProblem<T>(find: () => Promise<T>): Promise<T | string> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof RunUnreadable) return error.message;
    throw error;
  }
}

/** Rows that did not train a fit, or why there are none. */
type Found = { readonly rows: CalibrationRows; readonly sources?: CalibrationRecord['sources'] } | string;

/** Data shared by the calibrations of a run's fits. */
class Calibrating {
  #dataset: Promise<Dataset | undefined> | undefined;
  #predictor: RunPredictor | undefined;
  #read = { target: '', fits: new Map<number, Promise<Predictions>>() };

  constructor(
    readonly run: string,
    readonly record: CheckedRun,
    dataset: Dataset | undefined,
  ) {
    if (dataset) this.#dataset = Promise.resolve(dataset);
  }

  /** @returns the calibration, which is stored, or why there is none */
  async calibrate(fit: FitRecord, fits: readonly FitRecord[]): Promise<CalibrationRecord | string> {
    const { target, index, classes } = fit;
    const decision = decisionOf(experimentOfRun(this.record), classes);
    const found = await this.#rowsFor(fit, fits);
    if (typeof found === 'string') return found;
    const { calibrator, notes } =
      fit.epochsRun === 0
        ? { calibrator: { method: 'none' as const }, notes: [untrained] }
        : chooseCalibrator(found.rows, decision, fit.seed);
    const { truth, probabilities } = await this.#predictionsOf(fit);
    const evaluated = evaluate({ calibrator, truth, probabilities, classes: classes.length, decision });
    const record: CalibrationRecord = {
      version: 1,
      target,
      index,
      classes: [...classes],
      calibrator,
      rows: found.rows.labels.length,
      notes: [...notes],
      ...(found.sources && { sources: found.sources }),
      ...evaluated,
    };
    keepCalibration(this.run, record);
    return record;
  }

  async #rowsFor(fit: FitRecord, fits: readonly FitRecord[]): Promise<Found> {
    if (fit.epochsRun === 0) return { rows: await this.#rowsOf([], fit.classes) };
    if (this.record.protocol !== 'cross-validation') return this.#validationRows(fit);
    if (fits.length < this.record.fitsPerTarget) {
      return `${fit.target} is not calibrated yet: ${this.record.fitsPerTarget - fits.length} of its fits are missing`;
    }
    const others = fits.filter(({ index }) => index !== fit.index);
    const sources = others.map((other) => ({ index: other.index, sha256: predictionsSeal(other) }));
    return { rows: await this.#rowsOf(others, fit.classes), sources };
  }

  /** The evaluated tasks of fits. */
  async #rowsOf(fits: readonly FitRecord[], classes: readonly string[]): Promise<CalibrationRows> {
    const number = new Map<string, number>();
    const rows = { probabilities: [] as number[], labels: [] as number[], workflows: [] as number[] };
    for (const fit of fits) {
      const { tasks, truth, probabilities } = await this.#predictionsOf(fit);
      for (const p of probabilities) rows.probabilities.push(p);
      for (const [i, task] of tasks.entries()) {
        const workflow = workflowOf(task);
        if (!number.has(workflow)) number.set(workflow, number.size);
        rows.labels.push(truth[i]);
        rows.workflows.push(number.get(workflow) ?? 0);
      }
    }
    return { ...rows, workflows: Int32Array.from(rows.workflows), classes: classes.length };
  }

  /** Each fold calibrates all others, so they are read once for a target. */
  #predictionsOf({ target, index, classes }: FitRecord): Promise<Predictions> {
    if (this.#read.target !== target) this.#read = { target, fits: new Map() };
    const { fits } = this.#read;
    const read = fits.get(index) ?? readPredictions(this.run, target, index, classes, allPredictions);
    fits.set(index, read);
    return read;
  }

  /** The tasks that early stopping watched. */
  async #validationRows({ target, index, classes, examples }: FitRecord): Promise<Found> {
    this.#dataset ??= readRunDataset(this.run, this.record);
    const dataset = await this.#dataset;
    const own = dataset?.targets.find(({ name }) => name === target);
    if (!dataset || !own || !isDeepStrictEqual([...own.classes], classes)) return this.#unknown(target);
    const experiment = experimentOfRun(this.record);
    const { validation: share } = this.record.specification.training;
    const { validation } = planFits(
      this.record.protocol,
      dataset.tasks.count,
      experiment.split,
      share,
      splitFacts(dataset, own),
    )[index];
    if (validation.length !== examples.validation) return this.#unknown(target);
    const { matrix } = inputOf(dataset, featuresOf(experiment, this.record.specification));
    this.#predictor ??= new RunPredictor(this.run);
    const probabilities = this.#predictor.predict({ examples: selectRows(matrix, validation) }, target, [index]);
    const rows = {
      probabilities,
      labels: validation.map((row) => own.labels[row]),
      workflows: validation.map((row) => dataset.workflows[row]),
      classes: classes.length,
    };
    return { rows };
  }

  #unknown(target: string): string {
    return `${target} is not calibrated: the run's history has changed since, or is gone, so the tasks that it was validated with are not known`;
  }
}

const untrained =
  'The probabilities are those of the model, not calibrated: it was trained elsewhere, perhaps on the tasks that are here.';

interface Evaluation {
  readonly calibrator: CalibrationRecord['calibrator'];
  readonly truth: Int32Array;
  readonly probabilities: Float64Array;
  readonly classes: number;
  readonly decision: Decision;
}

function evaluate({
  calibrator,
  truth,
  probabilities,
  classes,
  decision,
}: Evaluation): Pick<CalibrationRecord, 'evaluated' | 'decided'> {
  const calibrated = applyCalibrator(calibrator, probabilities, classes, decision);
  const recommended = recommendedClasses(decision, probabilities, calibrated, classes);
  return {
    evaluated: {
      rows: truth.length,
      raw: scoreProbabilities(truth, probabilities, classes, recommended),
      calibrated: scoreProbabilities(truth, calibrated, classes, recommended),
    },
    ...(decision !== 'balanced' && { decided: { confusion: confusionOf(truth, recommended, classes) } }),
  };
}

import { InputError } from '../dataset/input-error.ts';
import { type Experiment, maxModelNameLength, type WrittenEntry } from '../experiment/definition.ts';
import {
  type ModelSpecification,
  modelSpecifications,
  trainingOverridesOf,
} from '../experiment/model-specification.ts';
import { SearchSpace } from '../experiment/tuning.ts';
import { BayesianSearch } from '../learning/bayesian-search.ts';
import { meanConfusionMse } from '../measures/winner.ts';
import { newRunId } from '../runs/run-paths.ts';
import type { Executor } from './executor.ts';
import type { StartedRun } from './run-in-progress.ts';
import { trainModels } from './train.ts';
import type { TrainingListener } from './training-events.ts';

/** A request for a search. */
export interface TuningRequest {
  readonly experimentFile: string;
  readonly experiment: Experiment;
  /** The settings to start from. */
  readonly specification: ModelSpecification;
  /** Number of settings to try, each with a cross-validation. */
  readonly calls: number;
  /** Folder of the runs' folders. */
  readonly runs: string;
  /** Reuse the results of an earlier search that tried the same settings. */
  readonly reuse: boolean;
  /** Also resume runs of processes that cannot be checked from here. */
  readonly force?: boolean;
}

/** One tried combination of settings. */
export interface Trial {
  readonly run: StartedRun;
  /** The values of the settings, in the order of `Tuning.names`. */
  readonly values: readonly number[];
  /** Mean confusion MSE over the folds and then over the targets; undefined if the run failed. */
  readonly score: number | undefined;
  /** The entry for an experiment file. */
  readonly entry: WrittenEntry;
}

export interface Tuning {
  /** Names of the searched settings. */
  readonly names: readonly string[];
  readonly trials: readonly Trial[];
  /** The trial with the lowest score; undefined if all failed. */
  readonly best: Trial | undefined;
}

/**
 * Number of initial calls, before the process is used: the settings to start from, and others spread over the space. Not a
 * share of the calls, so that a longer search begins like a shorter one.
 */
const initialCalls = 5;
/** Score of a failed run. Confusion MSE is at most 1 if anything is learned. */
const failedScore = 1;

/**
 * Searches the settings of a model that are best in cross-validation: Gaussian-process search with expected improvement, as in
 * the published code, on the mean confusion MSE over the targets. The held-out test tasks are not used. Every call is a run.
 *
 * @throws the errors of `trainModels`
 */
export async function tuneModel(
  executor: Executor,
  request: TuningRequest,
  listener: TrainingListener,
  signal: AbortSignal,
): Promise<Tuning> {
  const { experimentFile, experiment, specification, calls, runs, reuse, force = false } = request;
  const space = new SearchSpace(specification, trainingOverridesOf(experiment, specification.name));
  if (space.names.length === 0) {
    throw new InputError(`the model "${specification.name}" has no settings to tune`, experimentFile);
  }
  const search = new BayesianSearch({
    start: space.start,
    initial: initialCalls,
    seed: experiment.split.seed,
    snap: (point) => space.snap(point),
  });
  const group = newRunId(specification.name, 'tuning', new Date());
  const trials: Trial[] = [];
  for (let call = 0; call < calls; call++) {
    const point = search.suggest();
    const values = space.valuesAt(point);
    listener({ kind: 'call', call, calls, names: space.names, values });
    const name = callName(specification.name, call);
    const [run] = await trainModels(
      executor,
      {
        experimentFile,
        experiment,
        models: [space.specificationAt(point, name)],
        protocol: 'cross-validation',
        runs,
        group,
        earlier: reuse ? 'reuse' : 'ignore',
        force,
      },
      call === 0 ? listener : withoutLoading(listener),
      signal,
    );
    const entry = space.entryAt(point, freeName(experiment, name));
    const trial = { run, values, score: scoreOf(run), entry };
    search.observe(point, trial.score ?? failedScore);
    trials.push(trial);
  }
  const scored = trials.filter(({ score }) => score !== undefined);
  const [best] = scored.sort((a, b) => (a.score ?? failedScore) - (b.score ?? failedScore));
  return { names: space.names, trials, best };
}

/** `simple tuned 3`; a long name is cut, so that it is valid in an experiment. */
function callName(model: string, call: number): string {
  return withSuffix(model, ` tuned ${call + 1}`);
}

/** A name and a suffix, together within the limit of names; no character is cut in half. */
function withSuffix(name: string, suffix: string): string {
  return `${name.slice(0, maxModelNameLength - suffix.length).replace(/[\uD800-\uDBFF]$/, '')}${suffix}`;
}

/** The name, with a number if the experiment already has a model of that name (from an earlier search). */
function freeName(experiment: Experiment, wanted: string): string {
  const taken = new Set(modelSpecifications(experiment).map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = withSuffix(wanted, ` (${number})`);
  return name;
}

function scoreOf({ record: { state, summary } }: StartedRun): number | undefined {
  return state === 'done' ? meanConfusionMse({ summary }) : undefined;
}

/** Every call loads the same history: it is reported once. */
function withoutLoading(listener: TrainingListener): TrainingListener {
  return (event) => {
    if (event.kind !== 'loaded') listener(event);
  };
}

import { type Experiment, longestModelName, type WrittenEntry } from '../experiment/definition.ts';
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

/** What is to be tuned. */
export interface TuningRequest {
  readonly experimentFile: string;
  readonly experiment: Experiment;
  /** The settings to start from. */
  readonly specification: ModelSpecification;
  /** Settings to try, each with a cross-validation. */
  readonly calls: number;
  /** Folder in which the runs' folders are made. */
  readonly runs: string;
  /** Take the results of an earlier search that tried the same, instead of training again. */
  readonly reuse: boolean;
  /** Resumes also runs of processes that cannot be seen from here. */
  readonly force?: boolean;
}

/** One setting of everything, tried. */
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
  /** The settings that were searched. */
  readonly names: readonly string[];
  readonly trials: readonly Trial[];
  /** The trial with the least score; undefined if all failed. */
  readonly best: Trial | undefined;
}

/**
 * Calls before the process has something to go by: the settings to start from, and others spread over the space. Not a share
 * of the calls, so that a longer search begins as a shorter one.
 */
const initialCalls = 5;
/** Confusion MSE is at most 1 where something is learned; a failed run counts as that. */
const failedScore = 1;

/**
 * Searches the settings of a model that cross-validate best: Gaussian-process search with expected improvement, as in the
 * published code, on the mean confusion MSE over the targets. The held-out test tasks are not touched. Every call is a run.
 *
 * @throws what `trainModels` throws
 */
export async function tuneModel(
  executor: Executor,
  request: TuningRequest,
  listener: TrainingListener,
  signal: AbortSignal,
): Promise<Tuning> {
  const { experimentFile, experiment, specification, calls, runs, reuse, force = false } = request;
  const space = new SearchSpace(specification, trainingOverridesOf(experiment, specification.name));
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

/** `simple tuned 3`; a long name is cut, so that an experiment may have it. */
function callName(model: string, call: number): string {
  return withSuffix(model, ` tuned ${call + 1}`);
}

/** A name and what is added to it, together no longer than a name may be; no character is cut in half. */
function withSuffix(name: string, suffix: string): string {
  return `${name.slice(0, longestModelName - suffix.length).replace(/[\uD800-\uDBFF]$/, '')}${suffix}`;
}

/** The name, with a number where the experiment has a model of that name already (of an earlier search). */
function freeName(experiment: Experiment, wanted: string): string {
  const taken = new Set(modelSpecifications(experiment).map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = withSuffix(wanted, ` (${number})`);
  return name;
}

function scoreOf({ record: { state, summary } }: StartedRun): number | undefined {
  return state === 'done' ? meanConfusionMse({ summary }) : undefined;
}

/** The same history is loaded for every call: it is reported once. */
function withoutLoading(listener: TrainingListener): TrainingListener {
  return (event) => {
    if (event.kind !== 'loaded') listener(event);
  };
}

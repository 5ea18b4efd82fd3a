import { contentFingerprint } from '../dataset/content-fingerprint.ts';
import { type FeatureSettings, featureMatrix } from '../dataset/features.ts';
import type { History, TaskPositions } from '../dataset/history.ts';
import { InputError } from '../dataset/input-error.ts';
import type { SiteColumn } from '../dataset/site-column.ts';
import type { SparseRows } from '../dataset/sparse-rows.ts';
import { defaultTargets, resolveTarget, type Target, type TargetDefinition } from '../dataset/targets.ts';
import { taskOrder } from '../dataset/task-order.ts';
import { numberWorkflows } from '../dataset/workflows.ts';
import type { SplitFacts } from '../learning/fit-plan.ts';
import { requireKnownCosts } from './decision.ts';
import type { Experiment } from './definition.ts';
import { featuresOf, modelSpecifications } from './model-specification.ts';
import { TargetError } from './target-error.ts';

/** The matrix that models with certain features learn from. */
export interface ModelInput {
  readonly features: FeatureSettings;
  /** [tasks × codes·sites] transformed counts. */
  readonly matrix: SparseRows;
  readonly codes: readonly string[];
  readonly sites: readonly SiteColumn[];
}

/** An experiment's view of its history: what to learn from and the classes to learn. Arrays may be shared. */
export interface Dataset {
  /** One for each choice of features among the models. */
  readonly inputs: readonly ModelInput[];
  readonly tasks: TaskPositions;
  /** [tasks] number of the workflow each task belongs to, in order of first appearance. */
  readonly workflows: Int32Array;
  readonly targets: readonly Target[];
  /** [tasks] the tasks from the earliest to the latest, if a parameter orders them; in shared memory. */
  readonly order?: Int32Array;
  readonly history: {
    readonly bytes: number;
    readonly fingerprint: string;
    /** SHA-256 of its content, whatever its layout. */
    readonly content: string;
    readonly codes: number;
    readonly sites: number;
    /** All names begin with `synthetic_`: the history was generated. */
    readonly synthetic: boolean;
    readonly skipped: number;
  };
}

/**
 * @param features that models need; default: those of the experiment's models
 * @throws TargetError, InputError
 */
export function buildDataset(
  history: History,
  experiment: Experiment,
  features: readonly FeatureSettings[] = featuresOfModels(experiment),
): Dataset {
  const { split } = experiment;
  const targets = resolveTargets(history, experiment);
  requireKnownCosts(experiment, targets);
  const { numbers, synthetic } = numberWorkflows(history);
  return {
    inputs: features.map((settings) => ({ features: settings, ...featureMatrix(history, settings) })),
    tasks: history.tasks,
    workflows: numbers,
    targets,
    ...orderOf(history, split),
    history: {
      bytes: history.bytes,
      fingerprint: history.fingerprint,
      content: contentFingerprint(history),
      codes: history.codes.length,
      sites: history.sites.length,
      synthetic,
      skipped: history.skipped,
    },
  };
}

/** The input of models with certain features. */
export function inputOf({ inputs }: Dataset, features: FeatureSettings): ModelInput {
  const input = inputs.find((one) => isSame(one.features, features));
  if (!input) throw new Error(`the dataset was not built with the features ${JSON.stringify(features)}`);
  return input;
}

/** Each choice of features once. */
function featuresOfModels(experiment: Experiment): FeatureSettings[] {
  const all = modelSpecifications(experiment).map((model) => featuresOf(experiment, model));
  return all.filter((one, i) => all.findIndex((other) => isSame(other, one)) === i);
}

function isSame(a: FeatureSettings, b: FeatureSettings): boolean {
  return a.transform === b.transform && a.sites === b.sites && (a.totals ?? false) === (b.totals ?? false);
}

/** What the splits of a target's fits depend on. */
export function splitFacts({ workflows, order }: Dataset, { labels }: Pick<Target, 'labels'>): SplitFacts {
  return { workflows, labels, order };
}

function orderOf(history: History, { order }: Experiment['split']): Pick<Dataset, 'order'> {
  return order === undefined ? {} : { order: placed(['split', 'order'], () => taskOrder(history, order)) };
}

/** @throws TargetError with the place in the experiment of what the history does not support */
function placed<T>(place: readonly string[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError) throw new TargetError(place, error.reason);
    throw error;
  }
}

function resolveTargets(history: History, experiment: Experiment): Target[] {
  if (experiment.targets === undefined) {
    const names = defaultTargets(history);
    if (names.length > 0) return names.map((name) => resolveTarget(history, name));
    const known = [...history.parameters.keys()].map((name) => `"${name}"`).join(', ');
    throw new TargetError(
      [],
      `the history has none of the parameters action, memory, splitting, xrootd: name the "targets" to predict${known ? `, such as ${known}` : ''}`,
    );
  }
  return [...experiment.targets.keys()].map((name) =>
    placed(['targets', name], () => resolveTarget(history, name, targetDefinition(experiment, name))),
  );
}

/** A target's classes, from its entry in the experiment. */
export function targetDefinition({ targets }: Pick<Experiment, 'targets'>, name: string): TargetDefinition {
  const definition = targets?.get(name);
  if (!definition) return {};
  const { classes } = definition;
  return { default: definition.default, ...(classes && { classes }) };
}

import { contentFingerprint } from '../dataset/content-fingerprint.ts';
import { featureMatrix } from '../dataset/features.ts';
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
import { TargetError } from './target-error.ts';

/** An experiment's view of its history: the matrix to learn from and the classes to learn. Arrays may be shared. */
export interface Dataset {
  /** [tasks × codes·sites] transformed counts. */
  readonly matrix: SparseRows;
  readonly codes: readonly string[];
  readonly sites: readonly SiteColumn[];
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

/** @throws TargetError */
export function buildDataset(history: History, experiment: Experiment): Dataset {
  const { split } = experiment;
  const targets = resolveTargets(history, experiment);
  requireKnownCosts(experiment, targets);
  const { matrix, codes, sites } = featureMatrix(history, experiment.features);
  const { numbers, synthetic } = numberWorkflows(history);
  return {
    matrix,
    codes,
    sites,
    tasks: history.tasks,
    workflows: numbers,
    targets,
    ...(split.order !== undefined && { order: orderOf(history, split.order) }),
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

/** What the splits of a target's fits depend on. */
export function splitFacts({ workflows, order }: Dataset, { labels }: Pick<Target, 'labels'>): SplitFacts {
  return { workflows, labels, order };
}

function orderOf(history: History, name: string): Int32Array {
  try {
    return taskOrder(history, name);
  } catch (error) {
    if (error instanceof InputError) throw new TargetError(['split', 'order'], error.reason);
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
  return [...experiment.targets.keys()].map((name) => {
    try {
      return resolveTarget(history, name, targetDefinition(experiment, name));
    } catch (error) {
      if (error instanceof InputError) throw new TargetError(['targets', name], error.reason);
      throw error;
    }
  });
}

/** A target's classes, from its entry in the experiment. */
export function targetDefinition({ targets }: Pick<Experiment, 'targets'>, name: string): TargetDefinition {
  const definition = targets?.get(name);
  if (!definition) return {};
  const { classes } = definition;
  return { default: definition.default, ...(classes && { classes }) };
}

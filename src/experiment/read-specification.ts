import * as z from 'zod';
import { findModel } from '../models/registry.ts';
import { orderedExperiment } from '../protocol/ordered-experiment.ts';
import type { RunRecord } from '../protocol/run.ts';
import {
  type Experiment,
  experimentDefinition,
  featureOverrides,
  maxModels,
  smoteSettings,
  trainingOverrides,
  trainingSettings,
} from './definition.ts';
import { describeIssue } from './issue-text.ts';
import type { ModelSpecification } from './model-specification.ts';

/*
 * The settings of a training in a run's record: written, and read back within the limits of an experiment file, before they
 * decide about memory or loops. Records come from other machines and versions.
 */

const specification = z.object({
  name: z.string().min(1).max(1000),
  model: z.string(),
  attention: z.boolean(),
  smote: z.union([z.literal(false), smoteSettings]),
  settings: z.record(z.string(), z.unknown()),
  training: trainingSettings,
  features: featureOverrides.optional(),
});

/** An experiment may have models that this version does not know: their settings are not checked. */
const modelEntry = z.looseObject({
  model: z.string(),
  name: z.string().optional(),
  attention: z.boolean().default(false),
  smote: z.union([z.boolean(), smoteSettings]).default(false),
  training: trainingOverrides.optional(),
  features: featureOverrides.optional(),
});

/** Like the definition, except for the models and for fields of other versions, which are ignored. */
const experiment = z.object({
  ...experimentDefinition.shape,
  models: z
    .array(z.union([z.string(), modelEntry]))
    .min(1)
    .max(maxModels),
});

/** A run's record whose specification and experiment are within the limits. */
export interface CheckedRun extends RunRecord {
  readonly specification: ModelSpecification;
}

/** The value, or why it cannot be used. */
export type Checked<T> = { readonly value: T } | { readonly problem: string };

/** A record's specification. Settings of a model that this version does not know are not checked. */
export function readSpecification(data: unknown): Checked<ModelSpecification> {
  const result = specification.safeParse(data);
  if (!result.success) return { problem: firstIssue('specification', result.error) };
  const family = findModel(result.data.model);
  if (!family) return { value: result.data };
  const settings = family.settings.safeParse(result.data.settings);
  if (!settings.success) return { problem: firstIssue('specification.settings', settings.error) };
  return { value: { ...result.data, settings: { ...settings.data } } };
}

/** The experiment of a record, its targets and their classes in their original order. */
export function readExperimentOf(run: Pick<RunRecord, 'experiment' | 'targets'>): Checked<Experiment> {
  const result = experiment.safeParse(orderedExperiment(run));
  return result.success ? { value: result.data } : { problem: firstIssue('experiment', result.error) };
}

/** The experiment of a run that has been checked: a problem is a bug. */
export function experimentOfRun(run: Pick<CheckedRun, 'experiment' | 'targets'>): Experiment {
  const read = readExperimentOf(run);
  if ('problem' in read) throw new Error(read.problem);
  return read.value;
}

/** An experiment in the form of `run.json`: plain JSON, the names of targets and classes as members of objects. */
export function storedExperiment<T extends Pick<Experiment, 'targets' | 'decision'>>({
  targets,
  decision,
  ...rest
}: T): object {
  const others = { ...rest, decision: storedDecision(decision) };
  if (targets === undefined) return others;
  const definitions = [...targets].map(([name, { classes, ...definition }]) => [
    name,
    { ...(classes && { classes: Object.fromEntries(classes) }), ...definition },
  ]);
  return { ...others, targets: Object.fromEntries(definitions) };
}

export function storedDecision(decision: Experiment['decision']): object | string {
  if (typeof decision === 'string') return decision;
  const costs = [...decision.costs].map(([truth, ofTruth]) => [truth, Object.fromEntries(ofTruth)]);
  return { costs: Object.fromEntries(costs) };
}

function firstIssue(where: string, { issues: [issue] }: { readonly issues: readonly z.core.$ZodIssue[] }): string {
  return describeIssue([where, ...issue.path.map(String)].join('.'), issue);
}

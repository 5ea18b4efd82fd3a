import * as z from 'zod';
import { findModel } from '../models/registry.ts';
import { experimentDefinition, smoteSettings, trainingSettings } from './definition.ts';
import type { ModelSpecification } from './model-specification.ts';

/*
 * What decides a training, as a run's record keeps it: read back with the limits that an experiment file has, before
 * anything is allocated or looped over. Records come from other machines and versions.
 */

const specification = z.object({
  name: z.string().min(1).max(1000),
  model: z.string(),
  attention: z.boolean(),
  smote: z.union([z.literal(false), smoteSettings]),
  settings: z.record(z.string(), z.unknown()),
  training: trainingSettings,
});

const { split, features, engine } = experimentDefinition.shape;
const dataSettings = z.object({ split, features, engine });

/** What was read, or why it cannot be used. */
export type Checked<T> = { readonly value: T } | { readonly problem: string };

/** A record's specification. Settings of a model that this version does not have are not looked into. */
export function readSpecification(data: unknown): Checked<ModelSpecification> {
  const result = specification.safeParse(data);
  if (!result.success) return { problem: firstIssue('specification', result.error) };
  const family = findModel(result.data.model);
  if (!family) return { value: result.data };
  const settings = family.settings.safeParse(result.data.settings);
  if (!settings.success) return { problem: firstIssue('specification.settings', settings.error) };
  return { value: { ...result.data, settings: { ...settings.data } } };
}

/** Why the parts of a record's experiment that decide what a model sees cannot be used; undefined if they can. */
export function experimentProblem(data: unknown): string | undefined {
  const result = dataSettings.safeParse(data);
  return result.success ? undefined : firstIssue('experiment', result.error);
}

function firstIssue(where: string, { issues: [issue] }: { readonly issues: readonly z.core.$ZodIssue[] }): string {
  return `${[where, ...issue.path.map(String)].join('.')}: ${issue.message}`;
}

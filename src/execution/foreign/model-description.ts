import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { ZeroReading } from '../../boosting/settings.ts';
import { InputError } from '../../dataset/input-error.ts';
import type { Experiment } from '../../experiment/definition.ts';

const names = z.array(z.string()).min(1);
const schema = z.looseObject({
  codes: names,
  sites: names,
  classes: z.record(z.string(), names),
  features: z.record(z.string(), z.unknown()).optional(),
  zeros: z.enum(['value', 'missing']).optional(),
});

/** A model's description in the `oap.json` next to it. */
export interface ModelDescription {
  readonly file: string;
  /** Column = code · sites.length + site. */
  readonly codes: readonly string[];
  readonly sites: readonly string[];
  /** Of the requested target, in the order of the model's outputs. */
  readonly classes: readonly string[];
  readonly features: Readonly<Record<string, unknown>> | undefined;
  readonly zeros: ZeroReading | undefined;
}

/** Maximum size of a description in bytes. */
const maxBytes = 64 * 2 ** 20;

/**
 * The description next to a model, in the form of exports; for a model in the folder of a fit, that of its run.
 *
 * @returns undefined if there is none
 * @throws InputError if it is damaged, or describes a model of other targets
 */
export function readDescription(modelFile: string, target: string): ModelDescription | undefined {
  const folder = path.dirname(path.resolve(modelFile));
  const run = path.resolve(folder, '..', '..', '..');
  const candidates = [path.join(path.dirname(modelFile), 'oap.json')];
  if (fs.existsSync(path.join(run, 'run.json'))) candidates.push(path.join(run, 'oap.json'));
  const file = candidates.find((one) => fs.existsSync(one));
  return file === undefined ? undefined : described(file, target);
}

function described(file: string, target: string): ModelDescription {
  const content = schema.safeParse(parse(file));
  if (!content.success) {
    throw new InputError(
      'this does not describe the model next to it, expected the lists "codes" and "sites" and the lists of "classes" by target',
      file,
    );
  }
  const { codes, sites, classes, features, zeros } = content.data;
  const known = new Map(Object.entries(classes));
  const ofTarget = known.get(target);
  if (!ofTarget) {
    throw new InputError(`the model predicts ${[...known.keys()].join(', ')}, but the target is ${target}`, file);
  }
  for (const [what, list] of [
    ['codes', codes],
    ['sites', sites],
    ['classes', ofTarget],
  ] as const) {
    const seen = new Set<string>();
    for (const name of list) {
      if (seen.has(name)) throw new InputError(`the ${what} list "${name}" twice, expected it once`, file);
      seen.add(name);
    }
  }
  return { file, codes, sites, classes: ofTarget, features, zeros };
}

function parse(file: string): unknown {
  try {
    const stat = fs.statSync(file);
    if (!stat.isFile() || stat.size > maxBytes) throw new Error('it is not a regular file, or too large');
    return JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new InputError(`the description of the model cannot be read: ${(error as Error).message}`, file);
  }
}

/** A model expects counts after its own experiment's transform. */
export function requireFeatures({ features, file }: ModelDescription, own: Experiment['features']): void {
  const theirs = new Map(Object.entries(features ?? {}));
  for (const [name, value] of Object.entries(own)) {
    if (theirs.size === 0) return;
    if ((theirs.get(name) ?? false) !== (value ?? false)) {
      throw new InputError(
        `the model was trained with "${name}": ${JSON.stringify(theirs.get(name))}, but the experiment has ${JSON.stringify(value)}; set "features": {"${name}": ${JSON.stringify(theirs.get(name))}} in the experiment`,
        file,
      );
    }
    theirs.delete(name);
  }
  for (const [name, value] of theirs) {
    if (value === false || value === null) continue;
    throw new InputError(
      `the model was trained with "${name}": ${JSON.stringify(value)}, which the experiment does not have`,
      file,
    );
  }
}

import { InputError } from '../dataset/input-error.ts';
import { withBaseScores } from './base-scores.ts';
import { parseWithNaN } from './parse-with-nan.ts';
import { type Fail, isObject, readXgboostTree } from './read-xgboost-tree.ts';
import type { ZeroReading } from './settings.ts';
import type { BoostedTrees, Tree } from './trees.ts';
import { objectiveNames, readObjective } from './xgboost-objective.ts';

/** A model's properties in a file, besides its trees. */
export interface XgboostModel {
  /** All rounds; zeros are missing values unless the file says how they are read. */
  readonly trees: BoostedTrees;
  /** XGBoost's name, such as `multi:softprob`. */
  readonly objective: string;
  /** How zeros are read, as `writeXgboostJson` noted it; XGBoost itself does not. */
  readonly zeros: ZeroReading | undefined;
  /** The best round of a training that was stopped early, from 0, as in the file: perhaps not a number. */
  readonly bestIteration: string | undefined;
}

/**
 * The trees of a model that `writeXgboostJson` wrote, or that XGBoost 1.0 to 3.x saved as JSON. Unless the file says how zeros
 * are read, they are missing values, as in XGBoost with a SciPy matrix; `{ ...model, zeros: 'value' }` predicts as XGBoost does
 * with a dense matrix.
 *
 * @param file name for messages
 * @throws InputError that says what is wrong in the file
 */
export function readXgboostJson(text: string, file?: string): BoostedTrees {
  let content: unknown;
  try {
    content = parseWithNaN(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`This is not the JSON of an XGBoost model: ${reason}.`, file);
  }
  return readXgboostModel(content, file).trees;
}

/** @param content of the file, parsed by `parseWithNaN`. @throws InputError that says what is wrong in the file */
export function readXgboostModel(content: unknown, file?: string): XgboostModel {
  const fail: Fail = (reason) => {
    throw new InputError(reason, file);
  };
  const root = new Place(content, '', fail);
  requireVersion(root.list('version'), fail);
  const learner = root.object('learner');
  const booster = learner.object('gradient_booster');
  requireTrees(booster, fail);
  const objective = learner.object('objective').text('name');
  if (!objectiveNames.includes(objective as never)) {
    fail(
      `The objective of this model is ${objective}, but only those that predict classes can be read: ${objectiveNames.join(', ')}.`,
    );
  }

  const attributes = learner.optionalObject('attributes');
  const parameters = learner.object('learner_model_param');
  const model = booster.object('model');
  const features = parameters.wholeNumber('num_feature');
  if (features < 1 || features >= 2 ** 31) fail(`num_feature is ${features}, expected 1 to ${2 ** 31 - 1}.`);
  if (parameters.wholeNumber('num_target', '1') > 1) {
    fail('num_target is more than 1, but only models of one target can be read: train a model for each.');
  }
  if (model.object('gbtree_model_param').wholeNumber('num_parallel_tree', '1') !== 1) {
    fail('Random forests (num_parallel_tree > 1) cannot be read.');
  }
  const { groups, classes, baseMargin } = readObjective(objective, parameters.wholeNumber('num_class', '0'), fail);
  const trees = model
    .list('trees')
    .map((tree, i) => readXgboostTree(tree, features, (reason) => fail(`Tree ${i} ${reason}`)));
  requireRounds(trees, model.list('tree_info'), groups, fail);
  const { base_score: score } = parameters.content;
  const scores = Array.isArray(score) ? `[${score.join()}]` : parameters.text('base_score');
  const base = readBaseScore(scores, groups, fail).map((score) => Math.fround(baseMargin(score)));
  const featureNames = readFeatureNames(learner, features, fail);
  const zeros = attributes?.optionalText('zeros');
  const known = zeros === 'value' || zeros === 'missing' ? zeros : undefined;
  const read: BoostedTrees = {
    classes,
    features,
    zeros: known ?? 'missing',
    ...withBaseScores(trees, base, classes, fail),
    ...(featureNames.length > 0 && { featureNames }),
  };
  requireFiniteSums(read, fail);
  return { trees: read, objective, zeros: known, bestIteration: attributes?.optionalText('best_iteration') };
}

function requireVersion(version: readonly unknown[], fail: Fail): void {
  const [major] = version;
  if (!version.every(Number.isInteger) || version.length === 0) fail('version: expected a list of whole numbers.');
  if (Number(major) < 1 || Number(major) > 3) {
    fail(`This model is of XGBoost ${version.join('.')}, but only models of XGBoost 1.0 to 3.x can be read.`);
  }
}

function requireTrees(booster: Place, fail: Fail): void {
  const name = booster.text('name');
  const weighted = 'weight_drop' in booster.content;
  if (name === 'gbtree' && !weighted) return;
  const found = weighted ? `${name} (trees that are weighed, weight_drop)` : name;
  fail(`The booster of this model is ${found}, but only gbtree can be read: train with booster="gbtree".`);
}

/** Whole rounds of one tree for each group, in their order. */
function requireRounds(trees: readonly Tree[], info: readonly unknown[], groups: number, fail: Fail): void {
  const isWhole = trees.length % groups === 0 && info.length === trees.length && info.every((c, i) => c === i % groups);
  if (isWhole) return;
  fail(
    groups === 1
      ? `tree_info is not a list of ${trees.length} zeros, one for each tree.`
      : `The trees (${trees.length}) are not whole rounds of one tree for each of the ${groups} classes.`,
  );
}

/** [groups] `5E-1`, or since XGBoost 3.1 a list, `[1E-1,-2E-1]`, of one number or of one for each class. */
function readBaseScore(text: string, groups: number, fail: Fail): number[] {
  const isList = text.startsWith('[') && text.endsWith(']');
  const numbers = (isList ? text.slice(1, -1).split(',') : [text]).map((one) =>
    one.trim() === '' || !Number.isFinite(Math.fround(Number(one)))
      ? fail(`learner.learner_model_param.base_score is ${text}, expected a number or a list of numbers.`)
      : Number(one),
  );
  if (numbers.length === groups) return numbers;
  if (numbers.length === 1) return new Array(groups).fill(numbers[0]);
  return fail(`base_score has ${numbers.length} numbers, expected ${groups === 1 ? 'one' : `one or ${groups}`}.`);
}

function readFeatureNames(learner: Place, features: number, fail: Fail): string[] {
  if (learner.content.feature_names === undefined) return [];
  const names = learner
    .list('feature_names')
    .map((name) => (typeof name === 'string' ? name : fail('feature_names: expected strings.')));
  if (names.length > 0 && names.length !== features) {
    fail(`There are ${names.length} feature names, but num_feature is ${features}.`);
  }
  return names;
}

/** No sum of leaves may exceed a float32: the probabilities would not be numbers. */
function requireFiniteSums({ trees, baseScore }: BoostedTrees, fail: Fail): void {
  let most = Math.abs(baseScore);
  for (const { left, threshold } of trees) {
    most += threshold.reduce(
      (largest, leaf, node) => (left[node] < 0 ? Math.max(largest, Math.abs(leaf)) : largest),
      0,
    );
  }
  if (!Number.isFinite(Math.fround(2 * most))) fail('The leaves add up to more than a float32 holds.');
}

/** An object of the file, for messages that name the place of a missing value. */
class Place {
  readonly content: Readonly<Record<string, unknown>>;

  constructor(
    content: unknown,
    readonly path: string,
    readonly fail: Fail,
  ) {
    this.content = isObject(content)
      ? content
      : fail(`This is not an XGBoost model: ${path === '' ? 'the file' : path}: expected an object.`);
  }

  object(name: string): Place {
    return new Place(this.content[name], this.#pathOf(name), this.fail);
  }

  optionalObject(name: string): Place | undefined {
    return this.content[name] === undefined ? undefined : this.object(name);
  }

  list(name: string): readonly unknown[] {
    const found = this.content[name];
    return Array.isArray(found) ? found : this.#refuse(name, 'a list');
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.#refuse(name, 'a string');
  }

  optionalText(name: string): string | undefined {
    const found = this.content[name];
    // XGBoost writes numbers as strings; other programs may not.
    if (typeof found === 'number') return String(found);
    return found === undefined || typeof found === 'string' ? found : this.#refuse(name, 'a string');
  }

  /** @param preset used if there is none */
  wholeNumber(name: string, preset?: string): number {
    const text = this.optionalText(name) ?? preset;
    return text !== undefined && /^\d{1,15}$/.test(text)
      ? Number(text)
      : this.#refuse(name, 'a whole number as a string');
  }

  #pathOf(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  #refuse(name: string, expected: string): never {
    return this.fail(`This is not an XGBoost model: ${this.#pathOf(name)}: expected ${expected}.`);
  }
}

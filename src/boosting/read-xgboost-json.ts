import * as z from 'zod';
import { InputError } from '../dataset/input-error.ts';
import type { ZeroReading } from './settings.ts';
import type { BoostedTrees, Tree } from './trees.ts';

/**
 * A model that `writeXgboostJson` wrote, or that XGBoost 1.0 to 1.7 saved as JSON: gradient-boosted trees (`gbtree`) of
 * the objective `multi:softprob`. Where the file does not say how zeros are read, they are missing values, as XGBoost
 * itself takes those of a SciPy matrix; `{ ...model, zeros: 'value' }` predicts as it does with a dense matrix.
 *
 * @param file name for messages
 * @throws InputError that says what in the file is wrong
 */
export function readXgboostJson(text: string, file?: string): BoostedTrees {
  const fail = (reason: string): never => {
    throw new InputError(reason, file);
  };
  const content = parseJson(text, fail);
  const { version, learner } = check(headSchema, content, fail);
  if (version[0] !== 1) {
    fail(`This model is of XGBoost ${version.join('.')}, but only models of XGBoost 1.0 to 1.7 can be read.`);
  }
  if (learner.gradient_booster.name !== 'gbtree') {
    fail(`The booster of this model is ${learner.gradient_booster.name}, but only gbtree can be read.`);
  }
  if (learner.objective.name !== 'multi:softprob') {
    fail(
      `The objective of this model is ${learner.objective.name}, but only multi:softprob can be read (of two classes, too).`,
    );
  }

  const { attributes, feature_names, gradient_booster, learner_model_param } = check(
    modelSchema,
    content,
    fail,
  ).learner;
  const { trees, tree_info, gbtree_model_param } = gradient_booster.model;
  const classes = Number(learner_model_param.num_class);
  const features = Number(learner_model_param.num_feature);
  if (classes < 2) fail(`num_class is ${classes}, but a classifier has at least 2 classes.`);
  if (Number(gbtree_model_param.num_parallel_tree) !== 1)
    fail('Random forests (num_parallel_tree > 1) cannot be read.');
  if (
    trees.length % classes !== 0 ||
    tree_info.length !== trees.length ||
    tree_info.some((c, i) => c !== i % classes)
  ) {
    fail(`The trees (${trees.length}) are not whole rounds of one tree for each of the ${classes} classes.`);
  }
  if (feature_names.length > 0 && feature_names.length !== features) {
    fail(`There are ${feature_names.length} feature names, but num_feature is ${features}.`);
  }
  const zeros: ZeroReading = attributes.zeros === 'value' ? 'value' : 'missing';
  return {
    classes,
    features,
    baseScore: Math.fround(Number(learner_model_param.base_score)),
    zeros,
    trees: trees.map((tree, i) => readTree(tree, features, (reason) => fail(`Tree ${i} ${reason}`))),
    ...(feature_names.length > 0 && { featureNames: feature_names }),
  };
}

type Fail = (reason: string) => never;

function parseJson(text: string, fail: Fail): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return fail(`This is not the JSON of an XGBoost model: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function check<Schema extends z.ZodType>(schema: Schema, content: unknown, fail: Fail): z.infer<Schema> {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return fail(`This is not an XGBoost model: ${place.replace(/^\./, '') || 'the file'}: ${issue.message}.`);
}

const headSchema = z.object({
  version: z.array(z.int()).min(1),
  learner: z.object({
    gradient_booster: z.object({ name: z.string() }),
    objective: z.object({ name: z.string() }),
  }),
});

const wholeNumber = z.string().regex(/^\d+$/);

const treeSchema = z.object({
  base_weights: z.array(z.number()),
  default_left: z.array(z.union([z.boolean(), z.int()])),
  left_children: z.array(z.int32()),
  loss_changes: z.array(z.number()),
  parents: z.array(z.int32()),
  right_children: z.array(z.int32()),
  split_conditions: z.array(z.number()),
  split_indices: z.array(z.int32()),
  split_type: z.array(z.int()).optional(),
  sum_hessian: z.array(z.number()),
});

const modelSchema = z.object({
  learner: z.object({
    attributes: z.object({ zeros: z.string().optional() }).default({}),
    feature_names: z.array(z.string()).default([]),
    gradient_booster: z.object({
      model: z.object({
        gbtree_model_param: z.object({ num_parallel_tree: wholeNumber.default('1') }),
        tree_info: z.array(z.int()),
        trees: z.array(treeSchema),
      }),
    }),
    learner_model_param: z.object({
      base_score: z.string().refine((text) => text !== '' && Number.isFinite(Number(text)), 'expected a number'),
      num_class: wholeNumber,
      num_feature: wholeNumber,
    }),
  }),
});

function readTree(content: z.infer<typeof treeSchema>, features: number, fail: Fail): Tree {
  const nodes = content.left_children.length;
  for (const [name, list] of Object.entries(content)) {
    if (list !== undefined && list.length !== nodes) {
      fail(`has ${nodes} left_children, but ${list.length} ${name}.`);
    }
  }
  const tree: Tree = {
    left: Int32Array.from(content.left_children),
    right: Int32Array.from(content.right_children),
    parent: Int32Array.from(content.parents, (parent) => (parent < nodes ? parent : -1)),
    feature: Int32Array.from(content.split_indices),
    threshold: Float32Array.from(content.split_conditions),
    defaultLeft: Uint8Array.from(content.default_left, Number),
    gain: Float32Array.from(content.loss_changes),
    cover: Float32Array.from(content.sum_hessian),
    weight: Float32Array.from(content.base_weights),
  };
  checkNodes(tree, features, fail);
  if (content.split_type?.some((type, node) => type !== 0 && tree.left[node] >= 0)) {
    fail('splits categories, but only splits of numbers can be read.');
  }
  return tree;
}

/** Every way from the root must end in a leaf, and no node may be reached twice. */
function checkNodes({ left, right, feature, threshold }: Tree, features: number, fail: Fail): void {
  const nodes = left.length;
  if (nodes === 0) fail('has no root.');
  const reached = new Uint8Array(nodes);
  const waiting = [0];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (reached[node] === 1) fail(`reaches node ${node} twice.`);
    reached[node] = 1;
    if (!Number.isFinite(threshold[node])) fail(`has no finite number in split_conditions of node ${node}.`);
    if (left[node] === -1 && right[node] === -1) continue;
    for (const child of [left[node], right[node]]) {
      if (child < 1 || child >= nodes)
        fail(`has a child ${child} of node ${node}, but its nodes are 0 to ${nodes - 1}.`);
      waiting.push(child);
    }
    if (feature[node] < 0 || feature[node] >= features) {
      fail(`splits by feature ${feature[node]} in node ${node}, but the features are 0 to ${features - 1}.`);
    }
  }
}

import type { Tree } from './trees.ts';

export type Fail = (reason: string) => never;

/** Splits between the root and a leaf, at most: explanations need room for the square of it. */
const maxDepth = 256;

/**
 * A tree of XGBoost's JSON (parsed, NaN = null), every number checked before it is used.
 *
 * @param features columns of the model
 * @param fail     is called with the rest of a sentence that begins with "Tree 3"
 */
export function readXgboostTree(content: unknown, features: number, fail: Fail): Tree {
  if (!isObject(content)) return fail('is not an object.');
  const list = (name: string): readonly unknown[] => {
    const found = content[name];
    return Array.isArray(found) ? found : fail(`has no list ${name}.`);
  };
  const left = list('left_children');
  const nodes = left.length;
  const ofNodes = (name: string): readonly unknown[] => {
    const found = list(name);
    return found.length === nodes ? found : fail(`has ${nodes} left_children, but ${found.length} ${name}.`);
  };
  const integers = (name: string): Int32Array =>
    Int32Array.from(ofNodes(name), (value, node) =>
      isInt32(value) ? value : fail(`has no whole number in ${name} of node ${node}.`),
    );
  const floats = (name: string): Float32Array =>
    Float32Array.from(ofNodes(name), (value, node) => {
      if (value === null) return Number.NaN;
      return typeof value === 'number' ? value : fail(`has no number in ${name} of node ${node}.`);
    });
  refuseVectors(content, fail);
  const [leftChild, rightChild] = [integers('left_children'), integers('right_children')];
  const { split_type: types } = content;
  const hasTypes = types !== undefined && !(Array.isArray(types) && types.length === 0);
  if (hasTypes && integers('split_type').some((type, node) => type !== 0 && leftChild[node] >= 0)) {
    return fail(
      'splits categories, but only splits of numbers can be read: give each category its own column (one-hot) and train again.',
    );
  }
  const tree: Tree = {
    left: leftChild,
    right: rightChild,
    parent: integers('parents').map((parent) => (parent < nodes ? parent : -1)),
    feature: integers('split_indices'),
    threshold: floats('split_conditions'),
    defaultLeft: Uint8Array.from(ofNodes('default_left'), (value, node) =>
      [0, 1, false, true].includes(value as never)
        ? Number(value)
        : fail(`has no direction in default_left of node ${node}.`),
    ),
    // A split's gain and a node's weight as a leaf no longer matter; 1.7 writes NaN for some.
    gain: finiteOrZero(floats('loss_changes')),
    cover: floats('sum_hessian'),
    weight: finiteOrZero(floats('base_weights')),
  };
  checkNodes(tree, features, fail);
  return tree;
}

/** Trees of several outputs: a leaf is a list of numbers. */
function refuseVectors({ tree_param: parameters }: Readonly<Record<string, unknown>>, fail: Fail): void {
  const size = isObject(parameters) ? Number(parameters.size_leaf_vector ?? 0) : 0;
  if (size <= 1) return;
  fail(
    `has leaves of ${size} numbers (multi_strategy="multi_output_tree"), but only trees of one output can be read: train with multi_strategy="one_output_per_tree".`,
  );
}

/** Every way from the root must end in a leaf, and no node may be reached twice. */
function checkNodes({ left, right, feature, threshold, cover }: Tree, features: number, fail: Fail): void {
  const nodes = left.length;
  if (nodes === 0) fail('has no root.');
  const depth = new Int32Array(nodes).fill(-1);
  depth[0] = 0;
  const waiting = [0];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!Number.isFinite(threshold[node])) fail(`has no finite number in split_conditions of node ${node}.`);
    if (!(cover[node] >= 0 && cover[node] < Number.POSITIVE_INFINITY)) {
      fail(`has ${cover[node]} in sum_hessian of node ${node}, expected a number ≥ 0.`);
    }
    if (left[node] === -1 && right[node] === -1) continue;
    for (const child of [left[node], right[node]]) {
      if (child < 1 || child >= nodes)
        fail(`has a child ${child} of node ${node}, but its nodes are 0 to ${nodes - 1}.`);
      if (depth[child] >= 0) fail(`reaches node ${child} twice.`);
      depth[child] = depth[node] + 1;
      if (depth[child] > maxDepth) fail(`is deeper than ${maxDepth} splits.`);
      waiting.push(child);
    }
    if (feature[node] < 0 || feature[node] >= features) {
      fail(`splits by feature ${feature[node]} in node ${node}, but the features are 0 to ${features - 1}.`);
    }
  }
}

function finiteOrZero(values: Float32Array): Float32Array {
  return values.map((value) => (Number.isFinite(value) ? value : 0));
}

function isInt32(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

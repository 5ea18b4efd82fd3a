import { shortestFloat32 } from './float32-text.ts';
import { type BoostedTrees, prunedAway, type Tree } from './trees.ts';

/** XGBoost's value for the parent of a root. */
const noParent = 0x7fffffff;

/**
 * The model as JSON in the form of XGBoost 1.7.4, with keys in the same order. How zeros are read, which XGBoost does not
 * record, is an attribute of the booster, `zeros`.
 */
export function writeXgboostJson(model: BoostedTrees): string {
  const { classes, features, trees } = model;
  const booster = objectOf({
    model: objectOf({
      gbtree_model_param: JSON.stringify({
        num_parallel_tree: '1',
        num_trees: String(trees.length),
        size_leaf_vector: '0',
      }),
      tree_info: listOf(trees, (_, i) => String(i % classes)),
      trees: listOf(trees, (tree, i) => treeJson(tree, i, features)),
    }),
    name: '"gbtree"',
  });
  return objectOf({
    learner: objectOf({
      attributes: JSON.stringify({ zeros: model.zeros }),
      feature_names: JSON.stringify(model.featureNames ?? []),
      feature_types: '[]',
      gradient_booster: booster,
      learner_model_param: JSON.stringify({
        base_score: shortestFloat32(model.baseScore),
        boost_from_average: '0',
        num_class: String(classes),
        num_feature: String(features),
        num_target: '1',
      }),
      objective: JSON.stringify({
        name: 'multi:softprob',
        softmax_multiclass_param: { num_class: String(classes) },
      }),
    }),
    version: '[1,7,4]',
  });
}

function treeJson(tree: Tree, id: number, features: number): string {
  const pruned = tree.feature.filter((feature) => feature === prunedAway).length;
  return objectOf({
    base_weights: floatsOf(tree.weight),
    categories: '[]',
    categories_nodes: '[]',
    categories_segments: '[]',
    categories_sizes: '[]',
    default_left: listOf(tree.defaultLeft, String),
    id: String(id),
    left_children: listOf(tree.left, String),
    loss_changes: floatsOf(tree.gain),
    parents: listOf(tree.parent, (parent) => String(parent < 0 ? noParent : parent)),
    right_children: listOf(tree.right, String),
    split_conditions: floatsOf(tree.threshold),
    split_indices: listOf(tree.feature, String),
    split_type: listOf(tree.feature, () => '0'),
    sum_hessian: floatsOf(tree.cover),
    tree_param: JSON.stringify({
      num_deleted: String(pruned),
      num_feature: String(features),
      num_nodes: String(tree.left.length),
      size_leaf_vector: '0',
    }),
  });
}

/** A JSON object of values that are already JSON. */
function objectOf(members: Readonly<Record<string, string>>): string {
  return `{${Object.entries(members)
    .map(([key, json]) => `${JSON.stringify(key)}:${json}`)
    .join(',')}}`;
}

function listOf<Item>(items: ArrayLike<Item>, toJson: (item: Item, index: number) => string): string {
  return `[${Array.from(items, toJson).join(',')}]`;
}

function floatsOf(numbers: Float32Array): string {
  return listOf(numbers, shortestFloat32);
}

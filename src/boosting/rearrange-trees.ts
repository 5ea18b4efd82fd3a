import type { BoostedTrees } from './trees.ts';

/** How the columns and classes of a model are put in another order. */
export interface TreeOrder {
  /** [columns] the model's column of each new one. */
  readonly columns: Int32Array;
  /** [classes] the model's class of each new one. */
  readonly classes: Int32Array;
}

/** The same model for columns and classes in another order. Names are left out. */
export function rearrangeTrees(model: BoostedTrees, { columns, classes }: TreeOrder): BoostedTrees {
  const { featureNames: _, trees, ...rest } = model;
  const newColumn = new Int32Array(model.features);
  columns.forEach((theirs, own) => {
    newColumn[theirs] = own;
  });
  return {
    ...rest,
    features: columns.length,
    trees: trees.map((__, i) => {
      const tree = trees[i - (i % model.classes) + classes[i % model.classes]];
      const { left, feature } = tree;
      return { ...tree, feature: feature.map((column, node) => (left[node] < 0 ? column : newColumn[column])) };
    }),
  };
}

/** The first rounds of a model. */
export function firstRounds(model: BoostedTrees, rounds: number): BoostedTrees {
  return { ...model, trees: model.trees.slice(0, rounds * model.classes) };
}

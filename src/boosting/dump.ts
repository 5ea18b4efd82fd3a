import { nineDigits } from './float32-text.ts';
import type { BoostedTrees, Tree } from './trees.ts';

/** One text for each tree, as XGBoost's `get_dump(with_stats=True)`. */
export function dumpTrees({ trees, featureNames }: BoostedTrees): string[] {
  const nameOf = (feature: number) => featureNames?.[feature] ?? `f${feature}`;
  return trees.map((tree) => dumpNode(tree, 0, 0, nameOf));
}

function dumpNode(tree: Tree, node: number, depth: number, nameOf: (feature: number) => string): string {
  const indent = '\t'.repeat(depth);
  const threshold = nineDigits(tree.threshold[node]);
  const cover = nineDigits(tree.cover[node]);
  const left = tree.left[node];
  const right = tree.right[node];
  if (left < 0) return `${indent}${node}:leaf=${threshold},cover=${cover}\n`;
  const missing = tree.defaultLeft[node] === 1 ? left : right;
  const split = `[${nameOf(tree.feature[node])}<${threshold}] yes=${left},no=${right},missing=${missing}`;
  const children = [left, right].map((child) => dumpNode(tree, child, depth + 1, nameOf)).join('');
  return `${indent}${node}:${split},gain=${nineDigits(tree.gain[node])},cover=${cover}\n${children}`;
}

import { float32Exp } from '../../../src/boosting/float32-exp.ts';
import type { BoosterSettings } from '../../../src/boosting/settings.ts';
import type { Tree } from '../../../src/boosting/trees.ts';

/** A tree as nested nodes. */
export type TreeNode =
  | { readonly leaf: number }
  | {
      readonly feature: number;
      readonly threshold: number;
      readonly defaultLeft: boolean;
      readonly left: TreeNode;
      readonly right: TreeNode;
    };

/** The same as nested nodes, without pruned ones. */
export function nested({ left, right, feature, threshold, defaultLeft }: Tree, node = 0): TreeNode {
  if (left[node] < 0) return { leaf: threshold[node] };
  const tree = { left, right, feature, threshold, defaultLeft } as Tree;
  return {
    feature: feature[node],
    threshold: threshold[node],
    defaultLeft: defaultLeft[node] === 1,
    left: nested(tree, left[node]),
    right: nested(tree, right[node]),
  };
}

interface Derivatives {
  readonly g: number;
  readonly h: number;
}

interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly threshold: number;
  readonly defaultLeft: boolean;
}

const round = Math.fround;
const epsilon = round(1e-6);

/**
 * Exact boosting of a dense matrix, node by node and value by value as the rules read, without any thought of speed.
 *
 * @param rows [rows][columns], null = missing
 */
export function boostDense(
  rows: readonly (readonly (number | null)[])[],
  labels: readonly number[],
  classes: number,
  weights: readonly number[],
  settings: BoosterSettings,
  rounds: number,
): TreeNode[] {
  const margins = rows.map(() => new Float32Array(classes).fill(0.5));
  const trees: TreeNode[] = [];
  for (let r = 0; r < rounds; r++) {
    const derivatives = margins.map((margin, row) => differentiate(margin, labels[row], weights[row]));
    for (let c = 0; c < classes; c++) {
      const all = [...rows.keys()];
      const tree = growDense(
        rows,
        all,
        derivatives.map((row) => row[c]),
        settings,
        settings.maxDepth,
      ).tree;
      trees.push(tree);
      rows.forEach((row, i) => {
        margins[i][c] += leafOf(tree, row);
      });
    }
  }
  return trees;
}

function differentiate(margin: Float32Array, label: number, weight: number): Derivatives[] {
  const largest = Math.max(2 ** -126, ...margin);
  const powers = Array.from(margin, (m) => float32Exp(round(m - largest)));
  const sum = round(powers.reduce((total, power) => total + power, 0));
  return powers.map((power, c) => {
    const p = round(power / sum);
    return {
      g: round(round(label === c ? p - 1 : p) * weight),
      h: Math.max(round(round(2 * p * round(1 - p)) * weight), round(1e-16)),
    };
  });
}

function growDense(
  rows: readonly (readonly (number | null)[])[],
  members: readonly number[],
  derivatives: readonly Derivatives[],
  settings: BoosterSettings,
  depth: number,
): { readonly tree: TreeNode; readonly isLeaf: boolean } {
  const lambda = round(settings.lambda);
  const total = sumOf(members, derivatives);
  const weight = total.h >= round(settings.minChildWeight) && total.h > 0 ? -total.g / (total.h + lambda) : 0;
  const leaf = { tree: { leaf: round(round(settings.eta) * round(weight)) }, isLeaf: true };
  const split = depth > 0 ? bestSplit(rows, members, total, derivatives, settings) : undefined;
  if (split === undefined || split.gain <= epsilon) return leaf;
  const goesLeft = (row: number) => sideOf(rows[row][split.feature], split);
  const left = growDense(rows, members.filter(goesLeft), derivatives, settings, depth - 1);
  const right = growDense(
    rows,
    members.filter((row) => !goesLeft(row)),
    derivatives,
    settings,
    depth - 1,
  );
  if (left.isLeaf && right.isLeaf && split.gain < round(settings.gamma)) return leaf;
  const { feature, threshold, defaultLeft } = split;
  return { tree: { feature, threshold, defaultLeft, left: left.tree, right: right.tree }, isLeaf: false };
}

function bestSplit(
  rows: readonly (readonly (number | null)[])[],
  members: readonly number[],
  total: Derivatives,
  derivatives: readonly Derivatives[],
  settings: BoosterSettings,
): Split | undefined {
  const lambda = round(settings.lambda);
  const least = round(settings.minChildWeight);
  const score = ({ g, h }: Derivatives) => (h > 0 ? round(round(g * g) / round(h + lambda)) : 0);
  let best: Split | undefined;
  for (let feature = 0; feature < rows[0].length; feature++) {
    const valueIn = (row: number) => rows[row][feature];
    const all = rows.map((row) => row[feature]);
    const distinct = new Set(all.filter((value) => value !== null));
    const present = members.filter((row) => valueIn(row) !== null);
    const values = [...new Set(present.map((row) => Number(valueIn(row))))].sort((a, b) => a - b);
    const isFull = present.length === members.length;
    const goesUp = all.includes(null) && distinct.size > 1;
    const ways = goesUp ? ['up', ...(isFull ? [] : ['down'])] : ['down'];
    for (const way of ways) {
      const order = way === 'up' ? values : values.toReversed();
      const sign = way === 'up' ? 1 : -1;
      let passed = { g: 0, h: 0 };
      order.forEach((value, i) => {
        const same = sumOf(
          present.filter((row) => valueIn(row) === value),
          derivatives,
        );
        passed = { g: passed.g + same.g, h: passed.h + same.h };
        const rest = { g: total.g - passed.g, h: total.h - passed.h };
        const isLast = i + 1 === order.length;
        if (passed.h < least || rest.h < least || (isLast && isFull)) return;
        const gain = round(round(score(passed) + score(rest)) - score(total));
        if (!(gain > (best?.gain ?? 0)) || gain === Number.POSITIVE_INFINITY) return;
        const beyond = round(value + sign * round(Math.abs(value) + epsilon));
        const threshold = isLast ? beyond : round(round(value + order[i + 1]) / 2);
        best = { gain, feature, threshold, defaultLeft: way === 'down' };
      });
    }
  }
  return best;
}

function sumOf(members: readonly number[], derivatives: readonly Derivatives[]): Derivatives {
  return members.reduce((sum, row) => ({ g: sum.g + derivatives[row].g, h: sum.h + derivatives[row].h }), {
    g: 0,
    h: 0,
  });
}

function sideOf(
  value: number | null,
  { threshold, defaultLeft }: { threshold: number; defaultLeft: boolean },
): boolean {
  return value === null ? defaultLeft : value < threshold;
}

export function leafOf(tree: TreeNode, row: readonly (number | null)[]): number {
  if ('leaf' in tree) return tree.leaf;
  return leafOf(sideOf(row[tree.feature], tree) ? tree.left : tree.right, row);
}

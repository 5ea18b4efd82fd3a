import { exponential } from '../../src/boosting/float32-text.ts';
import type { BoostedTrees, Tree } from '../../src/boosting/trees.ts';

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

/** Nine significant digits, as C's `%.9g`: enough to tell any two float32 numbers apart. */
function nineDigits(x: number): string {
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  const [mantissa, exponent] = exponential(Math.abs(x), 8).split('e');
  const power = Number(exponent);
  if (power < -4 || power >= 9) {
    const exponentDigits = String(Math.abs(power)).padStart(2, '0');
    return `${sign}${withoutTrailingZeros(mantissa)}e${power < 0 ? '-' : '+'}${exponentDigits}`;
  }
  const digits = mantissa.replace('.', '');
  if (power < 0) return `${sign}${withoutTrailingZeros(`0.${'0'.repeat(-power - 1)}${digits}`)}`;
  return sign + withoutTrailingZeros(`${digits.slice(0, power + 1)}.${digits.slice(power + 1)}`);
}

function withoutTrailingZeros(decimal: string): string {
  return decimal.replace(/\.?0*$/, '');
}

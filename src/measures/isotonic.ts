/** A curve that never falls: linear between its points, level outside of them. */
export interface IsotonicCurve {
  /** Ascending. */
  readonly x: readonly number[];
  /** [x] never falling. */
  readonly y: readonly number[];
}

/** Inputs that are closer count as one, as in scikit-learn. */
const resolution = 1e-15;

interface Block {
  readonly from: number;
  to: number;
  sum: number;
  count: number;
}

/**
 * Isotonic regression by pooling adjacent violators, as scikit-learn's `IsotonicRegression(out_of_bounds='clip')`: of equal
 * inputs the mean is taken first, and points between equal outputs are left out.
 *
 * @param x [examples] inputs
 * @param y [examples] what is to be expected of them, such as 0 or 1
 */
export function fitIsotonic(x: ArrayLike<number>, y: ArrayLike<number>): IsotonicCurve {
  const order = Uint32Array.from({ length: x.length }, (_, i) => i).sort((a, b) => x[a] - x[b] || y[a] - y[b]);
  const blocks: Block[] = [];
  for (let i = 0; i < order.length; ) {
    const block: Block = { from: x[order[i]], to: x[order[i]], sum: 0, count: 0 };
    for (; i < order.length && x[order[i]] - block.from < resolution; i++) {
      block.sum += y[order[i]];
      block.count++;
    }
    pool(blocks, block);
  }
  const curve: { x: number[]; y: number[] } = { x: [], y: [] };
  for (const { from, to, sum, count } of blocks) {
    curve.x.push(from);
    curve.y.push(sum / count);
    if (to === from) continue;
    curve.x.push(to);
    curve.y.push(sum / count);
  }
  return curve;
}

/** Adds a block, and joins the last ones as long as a mean is not above the one before. */
function pool(blocks: Block[], added: Block): void {
  blocks.push(added);
  while (blocks.length > 1) {
    const [before, last] = blocks.slice(-2);
    if (before.sum * last.count < last.sum * before.count) return;
    before.to = last.to;
    before.sum += last.sum;
    before.count += last.count;
    blocks.pop();
  }
}

/** The curve's height at a place. */
export function heightAt({ x, y }: IsotonicCurve, place: number): number {
  if (place <= x[0]) return y[0];
  let [below, above] = [0, x.length - 1];
  if (place >= x[above]) return y[above];
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (x[middle] <= place) below = middle;
    else above = middle;
  }
  return y[below] + ((y[above] - y[below]) * (place - x[below])) / (x[above] - x[below]);
}

/** One curve for each class against the others. @param probabilities [examples × classes] */
export function fitIsotonicClasses(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): IsotonicCurve[] {
  return Array.from({ length: classes }, (_, c) =>
    fitIsotonic(
      Float64Array.from({ length: labels.length }, (__, example) => probabilities[example * classes + c]),
      Float64Array.from(labels, (label) => (label === c ? 1 : 0)),
    ),
  );
}

/** Each class by its curve, then each row divided by its sum; a row of zeros becomes uniform. @returns [examples × classes] */
export function applyIsotonicClasses(probabilities: ArrayLike<number>, curves: readonly IsotonicCurve[]): Float64Array {
  const classes = curves.length;
  const heights = Float64Array.from(probabilities, (p, i) => heightAt(curves[i % classes], p));
  for (let from = 0; from < heights.length; from += classes) {
    const row = heights.subarray(from, from + classes);
    const sum = row.reduce((total, height) => total + height, 0);
    for (let c = 0; c < classes; c++) row[c] = sum > 0 ? row[c] / sum : 1 / classes;
  }
  return heights;
}

/** Where a function measured, it adds its derivatives to these, which are 0 before. */
export interface Derivatives {
  readonly gradient: Float64Array;
  /** [parameters × parameters], the lower triangle is enough. */
  readonly hessian: Float64Array;
}

/** A point is a minimum when no slope is steeper. */
const flat = 1e-13;
const maxSteps = 200;

/**
 * The minimum of a convex function by Newton's method, its steps halved as long as they lead uphill.
 *
 * @param start   [parameters]
 * @param measure the function's value and derivatives at a point
 */
export function minimise(
  start: Float64Array,
  measure: (point: Float64Array, derivatives: Derivatives) => number,
): { readonly point: Float64Array; readonly value: number } {
  const size = start.length;
  const at = (point: Float64Array) => {
    const derivatives = { gradient: new Float64Array(size), hessian: new Float64Array(size * size) };
    return { point, value: measure(point, derivatives), ...derivatives };
  };
  let best = at(start);
  for (let step = 0; step < maxSteps && best.gradient.some((slope) => Math.abs(slope) > flat); step++) {
    const direction = solve(best.hessian, best.gradient);
    let next = best;
    for (let length = 1; length > 1e-9 && next === best; length /= 2) {
      const tried = at(best.point.map((value, i) => value - length * direction[i]));
      // Near the minimum values differ by rounding only: there the flatter point is the better one.
      if (tried.value < best.value || (tried.value <= best.value + 1e-14 && steepest(tried) < steepest(best))) {
        next = tried;
      }
    }
    if (next === best) break;
    best = next;
  }
  return { point: best.point, value: best.value };
}

function steepest({ gradient }: Derivatives): number {
  return gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
}

/** The solution of hessian · x = gradient by Cholesky; a direction in which the function is flat gets a little curvature. */
function solve(hessian: Float64Array, gradient: Float64Array): Float64Array {
  const size = gradient.length;
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, hessian[i * size + i]);
  const least = Math.max(largest * 1e-14, 1e-300);
  const root = hessian.slice();
  const x = gradient.slice();
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = root[i * size + j];
      for (let k = 0; k < j; k++) sum -= root[i * size + k] * root[j * size + k];
      root[i * size + j] = i === j ? Math.sqrt(Math.max(sum, least)) : sum / root[j * size + j];
    }
    for (let k = 0; k < i; k++) x[i] -= root[i * size + k] * x[k];
    x[i] /= root[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] -= root[k * size + i] * x[k];
    x[i] /= root[i * size + i];
  }
  return x;
}

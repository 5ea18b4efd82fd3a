// Attention: weights over sites and errors that scale the entries of an example.
import { sumOfLanes } from './lanes';

/** scaled[i] = value[i] · errorWeight[row, error[i]] · siteWeight[row, site[i]]. */
export function scaleEntries(
  rows: i32, start: usize, error: usize, site: usize, value: usize,
  errorWeights: usize, errorStride: usize, siteWeights: usize, siteStride: usize, scaled: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const to = load<i32>(start + (<usize>r << 2), 4);
    const errors = errorWeights + <usize>r * errorStride;
    const sites = siteWeights + <usize>r * siteStride;
    for (let i = load<i32>(start + (<usize>r << 2)); i < to; i++) {
      const at = <usize>i << 2;
      const e = load<f32>(errors + (<usize>load<i32>(error + at) << 2));
      const s = load<f32>(sites + (<usize>load<i32>(site + at) << 2));
      store<f32>(scaled + at, load<f32>(value + at) * e * s);
    }
  }
}

/** Adds to the gradients by both weights, given the gradient by the scaled entries. */
export function scaleEntriesGradient(
  rows: i32, start: usize, error: usize, site: usize, value: usize,
  errorWeights: usize, errorStride: usize, siteWeights: usize, siteStride: usize,
  scaledGradient: usize, errorGradient: usize, siteGradient: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const to = load<i32>(start + (<usize>r << 2), 4);
    const errorRow = <usize>r * errorStride;
    const siteRow = <usize>r * siteStride;
    for (let i = load<i32>(start + (<usize>r << 2)); i < to; i++) {
      const at = <usize>i << 2;
      const e = errorRow + (<usize>load<i32>(error + at) << 2);
      const s = siteRow + (<usize>load<i32>(site + at) << 2);
      const g = load<f32>(scaledGradient + at) * load<f32>(value + at);
      store<f32>(errorGradient + e, load<f32>(errorGradient + e) + g * load<f32>(siteWeights + s));
      store<f32>(siteGradient + s, load<f32>(siteGradient + s) + g * load<f32>(errorWeights + e));
    }
  }
}

/** gradient = output · (gradient − Σ output · gradient), row by row, in place: through a softmax whose padding is zero. */
export function softmaxGradient(rows: i32, output: usize, gradient: usize, stride: usize): void {
  for (let r = 0; r < rows; r++) {
    const a = output + <usize>r * stride;
    const g = gradient + <usize>r * stride;
    let sum = f32x4.splat(0);
    for (let u: usize = 0; u < stride; u += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(a + u), v128.load(g + u)));
    const mean = f32x4.splat(sumOfLanes(sum));
    for (let u: usize = 0; u < stride; u += 16) {
      v128.store(g + u, f32x4.mul(v128.load(a + u), f32x4.sub(v128.load(g + u), mean)));
    }
  }
}

/** Row-wise softmax of many columns in float32, in place; the padding becomes zero. */
export function softmaxWideRows(rows: i32, columns: i32, x: usize, stride: usize): void {
  const width = <usize>columns << 2;
  for (let r = 0; r < rows; r++) {
    const row = x + <usize>r * stride;
    for (let u = width; u < stride; u += 4) store<f32>(row + u, -Infinity);
    let largest = v128.load(row);
    for (let u: usize = 16; u < stride; u += 16) largest = f32x4.max(largest, v128.load(row + u));
    const top = f32x4.splat(max<f32>(
      max<f32>(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
      max<f32>(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
    ));
    let sum = f32x4.splat(0);
    for (let u: usize = 0; u < stride; u += 16) {
      const power = exponential(f32x4.sub(v128.load(row + u), top));
      v128.store(row + u, power);
      sum = f32x4.add(sum, power);
    }
    const total = f32x4.splat(sumOfLanes(sum));
    for (let u: usize = 0; u < stride; u += 16) v128.store(row + u, f32x4.div(v128.load(row + u), total));
  }
}

/**
 * eˣ for x ≤ 0, within 2 units in the last place: 2ⁿ times a polynomial on ±ln 2 / 2 (Cephes expf). Below e⁻³⁴·⁵ = 1e-15 it is
 * 0: nothing next to a weight near 1 in float32, while products of such weights would be subnormal, which is slow on processors.
 */
function exponential(x: v128): v128 {
  const least = f32x4.splat(-34.5);
  const y = f32x4.max(x, least);
  const n = f32x4.nearest(f32x4.mul(y, f32x4.splat(1.44269504088896341)));
  let z = f32x4.sub(y, f32x4.mul(n, f32x4.splat(0.693359375)));
  z = f32x4.sub(z, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, z), z), z), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(p, power), f32x4.lt(x, least));
}

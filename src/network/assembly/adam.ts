// Adam (Kingma & Ba 2014) with Keras's placement of epsilon.

/**
 * g += 2·l2·w; m = beta1·m + (1 − beta1)·g; v = beta2·v + (1 − beta2)·g²; w −= rate·m / (√v + epsilon); g = 0.
 * rate already carries the bias correction lr·√(1 − beta2ᵗ)/(1 − beta1ᵗ). Gradients below 1e-15 and moments below 1e-30
 * become 0: they would move a weight by less than 1e-12, and as subnormal numbers (or squares) they would slow the processor
 * down a hundredfold. NaN stays NaN: a training that diverges must be seen.
 */
export function adam(
  bytes: usize, w: usize, g: usize, m: usize, v: usize,
  rate: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, l2: f32,
): void {
  const r = f32x4.splat(rate), e = f32x4.splat(epsilon);
  const b1 = f32x4.splat(beta1), c1 = f32x4.splat(rest1);
  const b2 = f32x4.splat(beta2), c2 = f32x4.splat(rest2);
  const zero = f32x4.splat(0), faint = f32x4.splat(1e-15), tiny = f32x4.splat(1e-30);
  for (let u: usize = 0; u < bytes; u += 16) {
    let first = f32x4.mul(b1, v128.load(m + u));
    let second = f32x4.mul(b2, v128.load(v + u));
    let gradient = v128.load(g + u);
    if (l2 != 0) gradient = f32x4.add(gradient, f32x4.mul(f32x4.splat(2 * l2), v128.load(w + u)));
    // Half of the rows have no entry in a batch.
    if (v128.any_true(gradient)) {
      gradient = v128.andnot(gradient, f32x4.lt(f32x4.abs(gradient), faint));
      first = f32x4.add(first, f32x4.mul(c1, gradient));
      second = f32x4.add(second, f32x4.mul(c2, f32x4.mul(gradient, gradient)));
      v128.store(g + u, zero);
    }
    first = v128.andnot(first, f32x4.lt(f32x4.abs(first), tiny));
    second = v128.andnot(second, f32x4.lt(second, tiny));
    v128.store(m + u, first);
    v128.store(v + u, second);
    const change = f32x4.div(f32x4.mul(r, first), f32x4.add(f32x4.sqrt(second), e));
    v128.store(w + u, f32x4.sub(v128.load(w + u), change));
  }
}

/** Σ w², float64. */
export function sumOfSquares(bytes: usize, w: usize): f64 {
  let sum: f64 = 0;
  for (let u: usize = 0; u < bytes; u += 4) {
    const x = <f64>load<f32>(w + u);
    sum += x * x;
  }
  return sum;
}

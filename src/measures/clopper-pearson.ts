/*
 * Bounds of the share of errors when `errors` of n independent examples are wrong (Clopper and Pearson, 1934), each missed
 * with a probability of at most delta.
 */

/** The (1 − delta) quantile of Beta(errors + 1, n − errors); 1 if all are wrong. */
export function upperErrorBound(errors: number, n: number, delta: number): number {
  return errors === n ? 1 : betaQuantile(1 - delta, errors + 1, n - errors);
}

/** The delta quantile of Beta(errors, n − errors + 1); 0 if none is wrong. */
export function lowerErrorBound(errors: number, n: number, delta: number): number {
  return errors === 0 ? 0 : betaQuantile(delta, errors, n - errors + 1);
}

/** By bisection, down to neighbouring numbers. */
function betaQuantile(share: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (betaShareBelow(middle, a, b) < share) low = middle;
    else high = middle;
  }
}

/** Regularised incomplete beta function I_x(a, b), by the continued fraction on the side where it converges. */
function betaShareBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShareBelow(1 - x, b, a);
  const factor = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return (factor / a) * continuedFraction(x, a, b);
}

/** Lentz's method (Press et al., Numerical Recipes, 6.4). */
function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const apart = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / apart(1 - ((a + b) * x) / (a + 1));
  let product = d;
  for (let m = 1; ; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / apart(1 + even * d);
    c = apart(1 + even / c);
    product *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / apart(1 + odd * d);
    c = apart(1 + odd / c);
    product *= d * c;
    if (Math.abs(d * c - 1) < 1e-16 || m > 1e6) return product;
  }
}

/** Stirling's series after shifting the argument beyond 15: full precision. */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 15; z++) shift += Math.log(z);
  const inverse = 1 / (z * z);
  const series = 1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)));
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series / z - shift;
}

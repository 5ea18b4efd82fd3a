const steps = 32;
const stepsPerUnit = Math.LOG2E * steps;
/** 2^(r / steps) − 1 for |r| ≤ 1/2 is r·(linear + r·(quadratic + r·cubic)) */
const linear = 0.6931471806916203 / steps;
const quadratic = 0.2402284522445722 / steps / steps;
const cubic = 0.05550361559341535 / steps / steps / steps;
/** Adding it rounds a double to a whole number. */
const rounder = 1.5 * 2 ** 52;
/** Below it the result is 0 in float32. */
const underflow = -103.97207641601562;
const lowestPower = -150;

const fractionalPower = Float64Array.from({ length: steps }, (_, i) => 2 ** (i / steps));
const wholePower = Float64Array.from({ length: 1 - lowestPower }, (_, i) => 2 ** (i + lowestPower));

/**
 * e^x of a float32 x ≤ 0 as a float32, bit for bit that of `expf` in the GNU C library since 2.27: the method of Arm's
 * optimized routines, whose result is the nearest float32 but for one in some 1,600. Gradients of the last bit decide
 * between splits of the same gain, so trees equal to XGBoost's need the same function.
 */
export function float32Exp(x: number): number {
  if (x < underflow) return 0;
  const scaled = x * stepsPerUnit;
  const nearest = scaled + rounder - rounder;
  const r = scaled - nearest;
  const step = nearest & (steps - 1);
  const power = fractionalPower[step] * wholePower[(nearest - step) / steps - lowestPower];
  return Math.fround(((cubic * r + quadratic) * (r * r) + (linear * r + 1)) * power);
}

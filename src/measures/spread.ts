import type { Spread } from '../protocol/run.ts';

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

/** Mean and population standard deviation, as NumPy's `std`. */
export function spreadOf(values: readonly number[]): Spread {
  const mean = meanOf(values);
  return { mean, std: Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2))) };
}

/** Mean and, where there is more than one fit to spread, the standard deviation: `0.058 ± 0.007`. */
export function spreadText({ mean, std }: Spread, fits: number, digits: number): string {
  return fits > 1 ? `${mean.toFixed(digits)} ± ${std.toFixed(digits)}` : mean.toFixed(digits);
}

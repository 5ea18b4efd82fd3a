/**
 * The shortest decimal that is read back as the same float32, with an exponent in XGBoost's form: `5E-1`.
 */
export function shortestFloat32(x: number): string {
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  const size = Math.abs(x);
  for (let decimals = 0; decimals < 8; decimals++) {
    const text = exponential(size, decimals);
    if (Math.fround(Number(text)) === size) return sign + withExponent(text);
  }
  return sign + withExponent(exponential(size, 8));
}

function withExponent(text: string): string {
  const [digits, exponent] = text.split('e');
  return `${digits}E${Number(exponent)}`;
}

/** `x.toExponential(decimals)`, but the even one of two decimals that are as near, as in C. */
export function exponential(x: number, decimals: number): string {
  const nearest = x.toExponential(decimals);
  const oneMore = x.toExponential(decimals + 1);
  if (!oneMore.includes('5e') || Number(oneMore) !== x) return nearest;
  const lower = oneMore.replace(/\.?5e/, 'e');
  return /[02468]e/.test(lower) ? lower : nearest;
}

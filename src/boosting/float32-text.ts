/**
 * The shortest decimal that is read back as the same float32, with an exponent as XGBoost writes and wants it: `5E-1`.
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

/** Nine significant digits, as C's `%.9g`: enough to tell any two float32 numbers apart. */
export function nineDigits(x: number): string {
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

/** `x.toExponential(decimals)`, but the even one of two decimals that are as near, as in C. */
function exponential(x: number, decimals: number): string {
  const nearest = x.toExponential(decimals);
  const oneMore = x.toExponential(decimals + 1);
  if (!oneMore.includes('5e') || Number(oneMore) !== x) return nearest;
  const lower = oneMore.replace(/\.?5e/, 'e');
  return /[02468]e/.test(lower) ? lower : nearest;
}

function withoutTrailingZeros(decimal: string): string {
  return decimal.replace(/\.?0*$/, '');
}

/** The shortest decimal that is read back as the same float32, with an exponent as XGBoost writes and wants it: `5E-1`. */
export function shortestFloat32(x: number): string {
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  const size = Math.abs(x);
  for (let decimals = 0; decimals < 8; decimals++) {
    const text = size.toExponential(decimals);
    if (Math.fround(Number(text)) === size) return sign + withExponent(text);
  }
  return sign + withExponent(size.toExponential(8));
}

function withExponent(text: string): string {
  const [digits, exponent] = text.split('e');
  return `${digits}E${Number(exponent)}`;
}

/** Nine significant digits, as C's `%.9g`: enough to tell any two float32 numbers apart. */
export function nineDigits(x: number): string {
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  const [digits, exponent] = Math.abs(x).toExponential(8).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 9) return sign + withoutTrailingZeros(Math.abs(x).toFixed(8 - power));
  const exponentDigits = String(Math.abs(power)).padStart(2, '0');
  return `${sign}${withoutTrailingZeros(digits)}e${power < 0 ? '-' : '+'}${exponentDigits}`;
}

function withoutTrailingZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

/** The same with numbers of seven significant digits: what is drawn and written has fewer. For values of numbers only. */
export function roundNumbers<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'number' ? Number(inner.toPrecision(7)) : inner)),
  ) as T;
}

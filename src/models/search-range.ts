/** Where a search looks for the best value of a number among a model's settings. */
export interface SearchRange {
  readonly kind: 'integer' | 'real';
  readonly least: number;
  readonly most: number;
  /** Steps of equal size count as equal, or of equal ratio. */
  readonly scale: 'linear' | 'logarithmic';
}

/** The value at a share (0 to 1) of the way through a range. */
export function valueAt({ kind, least, most, scale }: SearchRange, share: number): number {
  const value = scale === 'linear' ? least + share * (most - least) : least * (most / least) ** share;
  if (kind === 'integer') return Math.min(most, Math.max(least, Math.round(value)));
  // Four digits are what people write, and more than a search can tell apart.
  return Math.min(most, Math.max(least, Number(value.toPrecision(4))));
}

/** Where in a range a value lies, from 0 to 1; the nearer end if it lies outside. */
export function shareOf({ least, most, scale }: SearchRange, value: number): number {
  const share =
    scale === 'linear'
      ? (value - least) / (most - least)
      : Math.log(Math.max(value, least) / least) / Math.log(most / least);
  return Math.min(1, Math.max(0, share));
}

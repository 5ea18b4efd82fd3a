/** The range in which a search varies a number among a model's settings. */
export interface SearchRange {
  readonly kind: 'integer' | 'real';
  readonly min: number;
  readonly max: number;
  /** Whether steps of equal size or of equal ratio are equally large. */
  readonly scale: 'linear' | 'logarithmic';
}

/** The value at a share (0 to 1) of the way through a range. */
export function valueAt({ kind, min, max, scale }: SearchRange, share: number): number {
  const value = scale === 'linear' ? min + share * (max - min) : min * (max / min) ** share;
  if (kind === 'integer') return Math.min(max, Math.max(min, Math.round(value)));
  // Four digits are what people write, and finer than a search can resolve.
  return Math.min(max, Math.max(min, Number(value.toPrecision(4))));
}

/** Where a value is in a range, from 0 to 1; the nearer end if it is outside. */
export function shareOf({ min, max, scale }: SearchRange, value: number): number {
  const share =
    scale === 'linear' ? (value - min) / (max - min) : Math.log(Math.max(value, min) / min) / Math.log(max / min);
  return Math.min(1, Math.max(0, share));
}

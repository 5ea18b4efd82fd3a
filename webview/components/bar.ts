/** One bar of a list, with its numbers. */
export interface Bar {
  readonly name: string;
  /** Stands behind the name, in full when the pointer rests on it. */
  readonly title?: string;
  readonly value: number;
  /** The cells next to the bar, as long as the list's columns without the first. */
  readonly texts: readonly string[];
}

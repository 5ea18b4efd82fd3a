import type { Rgb } from './colour.ts';

/** What a canvas must know of VS Code's theme; everything else uses the variables themselves. */
export interface Theme {
  readonly highContrast: boolean;
  readonly background: Rgb;
  readonly foreground: Rgb;
  /** Text of less weight: axes. */
  readonly description: Rgb;
  readonly lines: Rgb;
  readonly blue: Rgb;
  /** The charts' colours, in the order in which series take them. */
  readonly series: readonly Rgb[];
  readonly focus: Rgb;
  readonly fontFamily: string;
  /** In pixels. */
  readonly fontSize: number;
}

/** Tokens of `charts.*` in the order in which series take them; styles.ts has them as classes. */
export const seriesColours = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'] as const;

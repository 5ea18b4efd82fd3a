import * as l10n from '@vscode/l10n';
export const exampleSets = ['validation', 'training'] as const;
export type ExampleSet = (typeof exampleSets)[number];

export const exampleSetText: Readonly<Record<ExampleSet, string>> = {
  validation: l10n.t({ message: 'validation', comment: ['noun: the examples that a training is validated with'] }),
  training: l10n.t({ message: 'training', comment: ['noun: the examples that are trained on'] }),
};

/** Mean over the fits that have this epoch. */
export interface CurvePoint {
  /** 1-based epoch. */
  readonly x: number;
  y: number;
  /** Population standard deviation over those fits. */
  std: number;
  /** How many fits have this epoch. */
  fits: number;
}

/** One line. Its points are appended to and may be replaced; the array stays. */
export interface Curve {
  /** Number of the class; 0 where a metric is not per class. */
  readonly series: number;
  readonly set: ExampleSet;
  readonly points: CurvePoint[];
}

/** The lines of one chart. */
export interface CurveSet {
  /** Names of the classes; none where the metric is of all together. */
  readonly series: readonly string[];
  /** For each class its validation, then its training line. */
  readonly curves: readonly Curve[];
  /** Number of fits that the lines are, or will be, a mean of; the highest where lines are of different runs. */
  readonly fits: number;
  /** True where each series has one line: the series are distinguished by their dashes as well. */
  readonly single?: boolean;
}

export const emptyCurveSet: CurveSet = { series: [], curves: [], fits: 1 };

/** First and last epoch of a chart that is zoomed in, 1-based; null = all. */
export type EpochWindow = readonly [number, number] | null;

/** How charts that are seen together draw their lines. */
export interface CurveLook {
  readonly examples: ExampleSet;
  readonly scale: 'linear' | 'logarithmic';
  /** Weight of what came before, 0 (not smoothed) to below 1. */
  readonly smoothing: number;
}

/** Number of the last epoch on the axis for so many: grows in tens, so that a live chart does not move at every epoch. */
export function horizontalEnd(epochs: number): number {
  return Math.max(10, Math.ceil(epochs / 10) * 10);
}

/** Something that happened at an epoch, or in a range of them where several fits are shown. 1-based, both inclusive. */
export interface Mark {
  readonly kind: 'best' | 'stop';
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A value to compare the curves with, that of a baseline. */
export interface Reference {
  readonly value: number;
  readonly text: string;
}

/** The longest curve's number of points. */
export function curveLength({ curves }: CurveSet): number {
  return curves.reduce((longest, { points }) => Math.max(longest, points.length), 0);
}

/** How many epochs all fits that have begun have. */
export function commonLength({ curves }: CurveSet): number {
  return curves[0] === undefined ? 0 : commonPoints(curves[0]);
}

/** The same for one line. */
export function commonPoints({ points }: Curve): number {
  const begun = points[0]?.fits ?? 0;
  const first = points.findIndex(({ fits }) => fits < begun);
  return first === -1 ? points.length : first;
}

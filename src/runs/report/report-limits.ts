/** Limits of a report, so that browsers open it with ease. It mentions what is left out. */
export interface ReportLimits {
  /** Predictions of a target, and of all targets and runs. */
  readonly predictionsOfTarget: number;
  readonly predictions: number;
  /** Epochs of a fit, and of all fits. */
  readonly epochsOfFit: number;
  readonly epochs: number;
  /** Pairs of runs, over all targets, that are compared each way; beyond, every run is compared with the first only. */
  readonly pairs: number;
  /** Tasks that are explained to say what drives a class: for a question, and for all. */
  readonly driverTasksOfQuestion: number;
  readonly driverTasks: number;
  /** Tasks of a pair that one run gets right and the other wrong, each way. */
  readonly disagreements: number;
}

export const reportLimits: ReportLimits = {
  predictionsOfTarget: 20_000,
  predictions: 400_000,
  epochsOfFit: 1000,
  epochs: 100_000,
  pairs: 60,
  driverTasksOfQuestion: 500,
  driverTasks: 20_000,
  disagreements: 100,
};

/** The same with numbers of seven significant digits: what is drawn and written has fewer. For values of numbers only. */
export function roundNumbers<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'number' ? Number(inner.toPrecision(7)) : inner)),
  ) as T;
}

import { meanCurves } from '../../src/measures/mean-curves.ts';
import type { ComparedRun, MeanCurves, PairResult } from '../../src/protocol/compare-panel.ts';
import type { RunRecord } from '../../src/protocol/run.ts';
import { type FixtureOptions, runSnapshot } from './run-fixture.ts';

/* Runs side by side as the product would tell of them, with invented numbers, in the shape of the study's selection. */

export const modelNames = [
  'simple',
  'cnn',
  'embedding',
  'simple+attention',
  'cnn+attention',
  'embedding+attention',
  'simple+smote',
  'cnn+smote',
  'embedding+smote',
] as const;

export interface ComparedOptions extends FixtureOptions {
  /** Name of its folder. */
  readonly folder?: string;
  /** Added to every score. */
  readonly shift?: number;
  readonly record?: Partial<RunRecord>;
}

/** A run of the comparison. */
export function comparedRun(
  name: string,
  { folder, shift = 0, record, ...options }: ComparedOptions = {},
): ComparedRun {
  const { run } = runSnapshot({ ...options, model: name });
  const summary = run.summary.map((one) => ({
    ...one,
    confusionMse: { ...one.confusionMse, mean: one.confusionMse.mean - shift / 2 },
    recall: { ...one.recall, mean: one.recall.mean + shift },
    precision: { ...one.precision, mean: one.precision.mean + shift },
    confusionShare: one.confusionShare.map((row, truth) =>
      row.map((share, c) => ({ ...share, mean: share.mean + (c === truth ? shift : -shift / (row.length - 1)) })),
    ),
  }));
  return {
    folder: folder ?? `/runs/${name}`,
    name,
    run: { ...run, specification: specificationOf(name), summary, ...record },
    error: null,
  };
}

/** So many runs of different models. */
export function someRuns(count: number, options: ComparedOptions = {}): ComparedRun[] {
  return Array.from({ length: count }, (_, i) => {
    const name = `${modelNames[i % modelNames.length]}${i < modelNames.length ? '' : ` ${i}`}`;
    return comparedRun(name, { ...options, shift: 0.02 * ((i * 5) % 7) - 0.06 });
  });
}

function specificationOf(name: string): RunRecord['specification'] {
  const [model] = name.split('+');
  return {
    name,
    model,
    attention: name.includes('attention'),
    smote: name.includes('smote') ? { neighbours: 5 } : false,
    settings: { denseLayers: 3, denseUnits: 50, dropout: 0.2 },
    training: { maxEpochs: 200, batchSize: 256, earlyStopping: { patience: name.includes('smote') ? 10 : 7 } },
  };
}

/** Curves of five fits that take at least so many epochs. */
export function curvesOf(target: string, epochs: number, shift = 0): MeanCurves {
  const { fits } = runSnapshot({ targets: [target], epochs });
  const curves = meanCurves(fits.map((fit) => fit.epochs));
  const move = (set: MeanCurves['training']): MeanCurves['training'] => ({
    crossEntropy: { ...set.crossEntropy, mean: set.crossEntropy.mean.map((y) => y - shift) },
    confusionMse: { ...set.confusionMse, mean: set.confusionMse.mean.map((y) => Math.max(y - shift / 2, 0.01)) },
    macroPrecision: { ...set.macroPrecision, mean: set.macroPrecision.mean.map((y) => y + shift) },
    macroRecall: { ...set.macroRecall, mean: set.macroRecall.mean.map((y) => y + shift) },
  });
  return { fits: curves.fits, training: move(curves.training), validation: move(curves.validation) };
}

/** What a host answers of runs: those of each differ a little. */
export function curvesAnswer(runs: readonly ComparedRun[], epochs = 40) {
  return ({ folder, target }: { folder: string; target: string }): MeanCurves => {
    const i = runs.findIndex((run) => run.folder === folder);
    return curvesOf(target, epochs + ((i * 11) % 23), 0.02 * ((i * 5) % 7) - 0.06);
  };
}

export function pairAnswer([, ...others]: readonly ComparedRun[]) {
  return ({ other }: { other: string }): PairResult =>
    comparedPair(0.02 * ((others.findIndex(({ folder }) => folder === other) * 5) % 7) - 0.06);
}

/** A comparison of two runs with about this difference of recall. */
export function comparedPair(difference: number): Extract<PairResult, { kind: 'compared' }> {
  const disagreements = (baseline: string, other: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      task: `/pdmvserv_task_HIG-RunIIFall18-0${1000 + i}__v1_T_190224_0${1000 + 7 * i}_5381/HIG-RunIIFall18-0${1000 + i}_0`,
      truth: 'acdc',
      baseline,
      baselineProbability: 0.5 + (i % 40) / 100,
      other,
      otherProbability: 0.45 + (i % 50) / 100,
    }));
  return {
    kind: 'compared',
    tasks: 6665,
    workflows: 5049,
    resamples: 2000,
    seed: 42,
    confusionMse: { difference: -difference / 2, low: -difference / 2 - 0.014, high: -difference / 2 + 0.016 },
    recall: { difference, low: difference - 0.028, high: difference + 0.03 },
    right: { both: 4477, baseline: 283, other: 439, neither: 1466 },
    baselineRight: disagreements('acdc', 'clone', 283),
    otherRight: disagreements('special', 'acdc', 439),
  };
}

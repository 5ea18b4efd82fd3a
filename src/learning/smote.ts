import { InputError } from '../dataset/input-error.ts';
import { appendInterpolated, type Lines } from './interpolation.ts';
import { NearestNeighbours } from './nearest-neighbours.ts';
import { RandomState } from './random.ts';
import type { RealArray, RealRows } from './real-array.ts';

export interface SmoteOptions {
  /** Neighbours k to which lines are drawn; 5 in imbalanced-learn and the study. */
  readonly neighbours: number;
  readonly seed: number;
  /**
   * What to do with a class of at most k examples: `reduce` uses the neighbours that exist, and leaves a class of one example
   * unchanged; `strict` refuses it, as imbalanced-learn does.
   */
  readonly tooSmall: 'reduce' | 'strict';
}

export interface Resampled<Values extends RealArray> {
  /** The given examples, then the synthetic ones class by class in ascending order. */
  readonly examples: RealRows<Values>;
  /** [examples] */
  readonly labels: Int32Array;
  /** The classes that were too small for k neighbours. */
  readonly notes: readonly SmallClass[];
}

export interface SmallClass {
  readonly label: number;
  /** Its examples. */
  readonly count: number;
  /** The neighbours it was resampled with; 0 = it was left unchanged. */
  readonly neighbours: number;
}

/**
 * SMOTE (Chawla et al. 2002) as in imbalanced-learn 0.10.0: every class gets as many examples as the largest by adding
 * synthetic ones, each at a random point between an example and one of its k nearest neighbours in its class. Every class
 * draws from a fresh `RandomState(seed)`.
 *
 * The samples are those of imbalanced-learn on float64 data in SciPy's CSR form, with one thread. For dense data of at most 15
 * columns and for integers it has other rules, which decide ties differently.
 *
 * @param examples the training rows
 * @param labels   [examples] class numbers
 * @throws InputError if `strict` and a class to resample has no more than k examples
 */
export function smote<Values extends RealArray>(
  examples: RealRows<Values>,
  labels: Int32Array,
  { neighbours, seed, tooSmall }: SmoteOptions,
): Resampled<Values> {
  if (labels.length !== examples.rows) {
    throw new RangeError(`${examples.rows} examples need as many labels, but got ${labels.length}`);
  }
  const classes = rowsByClass(labels);
  const largest = Math.max(...classes.map(({ rows }) => rows.length));
  const notes: SmallClass[] = [];
  const lines: LinesOfClass[] = [];
  for (const { label, rows } of classes) {
    const missing = largest - rows.length;
    if (missing === 0) continue;
    const found = Math.min(neighbours, rows.length - 1);
    if (found < neighbours) {
      if (tooSmall === 'strict') throw tooFewExamples(rows.length, neighbours);
      notes.push({ label, count: rows.length, neighbours: found });
      if (found === 0) continue;
    }
    lines.push({ label, ...drawLines(examples, rows, found, missing, seed) });
  }
  return { examples: appendInterpolated(examples, lines), labels: appendLabels(labels, lines), notes };
}

interface LinesOfClass extends Lines {
  readonly label: number;
}

function appendLabels(labels: Int32Array, lines: readonly LinesOfClass[]): Int32Array {
  const all = new Int32Array(labels.length + lines.reduce((sum, { step }) => sum + step.length, 0));
  all.set(labels);
  let end = labels.length;
  for (const { label, step } of lines) {
    all.fill(label, end, end + step.length);
    end += step.length;
  }
  return all;
}

/** The synthetic examples of a class, by indices in the class. */
export interface Draws {
  /** [count] the example each begins at. */
  readonly base: Int32Array;
  /** [count] which of its neighbours it goes towards, 0 … neighbours − 1. */
  readonly neighbour: Int32Array;
  /** [count] how far, 0 … 1. */
  readonly step: Float64Array;
}

/** The random part: one whole number names base and neighbour together, then come all the steps. */
export function drawSamples(classSize: number, neighbours: number, count: number, seed: number): Draws {
  const random = new RandomState(seed);
  const samples = random.randint(0, classSize * neighbours, count);
  return {
    base: Int32Array.from(samples, (sample) => Math.floor(sample / neighbours)),
    neighbour: Int32Array.from(samples, (sample) => sample % neighbours),
    step: random.randomSample(count),
  };
}

function drawLines(
  examples: RealRows<RealArray>,
  rows: Int32Array,
  neighbours: number,
  count: number,
  seed: number,
): Lines {
  const { base, neighbour, step } = drawSamples(rows.length, neighbours, count, seed);
  const nearest = new NearestNeighbours(examples, rows, neighbours);
  const known = new Map<number, Int32Array>();
  const to = base.map((place, i) => {
    const places = known.get(place) ?? nearest.of(place);
    known.set(place, places);
    return rows[places[neighbour[i]]];
  });
  return { from: base.map((place) => rows[place]), to, step };
}

/** Rows of each class that occurs, classes ascending. */
function rowsByClass(labels: Int32Array): { readonly label: number; readonly rows: Int32Array }[] {
  const rowsOf = new Map<number, number[]>();
  labels.forEach((label, row) => {
    const rows = rowsOf.get(label);
    if (rows) rows.push(row);
    else rowsOf.set(label, [row]);
  });
  return [...rowsOf].sort(([a], [b]) => a - b).map(([label, rows]) => ({ label, rows: Int32Array.from(rows) }));
}

function tooFewExamples(rows: number, neighbours: number): InputError {
  // The words (and spaces) of scikit-learn, so that people can search for the message.
  return new InputError(`Expected n_neighbors <= n_samples,  but n_samples = ${rows}, n_neighbors = ${neighbours + 1}`);
}

import { describe, expect, it } from 'vitest';
import { appendInterpolated } from '../../src/learning/interpolation.ts';
import { NearestNeighbours } from '../../src/learning/nearest-neighbours.ts';
import type { RealRows } from '../../src/learning/real-array.ts';
import { drawSamples, type SmoteOptions, smote } from '../../src/learning/smote.ts';
import { oracle } from './files.ts';

interface Entries {
  readonly row: readonly number[];
  readonly col: readonly number[];
  readonly value: readonly number[];
}

interface Tensor {
  readonly data: readonly number[];
}

interface ResampledClass {
  readonly label: number;
  readonly classRows: readonly number[];
  readonly synthetic: number;
  readonly fitMethod: 'kd_tree' | 'brute';
  readonly neighbours: readonly (readonly number[])[];
  readonly selfFirst: readonly boolean[];
  readonly tieFree: readonly boolean[];
  readonly lowestIndexNeighbours: readonly (readonly number[])[];
  readonly lowestIndexRuleAgrees: readonly boolean[];
  readonly sampleIndices: readonly number[];
  readonly steps: readonly number[];
  readonly base: readonly number[];
  readonly neighbourColumn: readonly number[];
  readonly xNew?: Tensor | null;
  readonly entriesNew?: Entries | null;
  readonly deterministic: readonly boolean[];
}

interface SmoteCase {
  readonly name: string;
  readonly randomState: number;
  readonly kNeighbors: number;
  readonly rows: number;
  readonly cols: number;
  readonly format: 'csr' | 'dense';
  readonly dtype: 'float64' | 'int64';
  readonly y: readonly number[];
  readonly x?: Tensor | null;
  readonly entries?: Entries | null;
  readonly error?: string;
  readonly yOut?: readonly number[];
  readonly classes?: readonly ResampledClass[];
  readonly deterministicShare?: number;
}

const tolerance = 1e-12;
const { cases } = oracle<{ cases: readonly SmoteCase[] }>('smote');
const refused = cases.filter((one) => one.error !== undefined);
const resampled = cases.filter((one) => one.error === undefined);

describe.each(refused)('SMOTE of $name', (expected) => {
  it("gives imbalanced-learn's error when it is strict", () => {
    expect(() => resample(expected)).toThrow(expected.error);
  });

  it('notes the small classes when it is not', () => {
    const { notes } = smote(examplesOf(expected), Int32Array.from(expected.y), optionsOf(expected, 'reduce'));
    expect(notes.length).toBeGreaterThan(0);
    for (const { label, count } of notes) {
      expect(count).toBe(expected.y.filter((other) => other === label).length);
      expect(count).toBeLessThanOrEqual(expected.kNeighbors);
    }
  });
});

describe.each(resampled)('SMOTE of $name', (expected) => {
  const classes = expected.classes ?? [];

  it('adds the same labels after the given ones', () => {
    expect([...resample(expected).labels]).toEqual(expected.yOut);
  });

  it('resamples the same classes in the same order, as often', () => {
    const added = expected.yOut?.slice(expected.rows) ?? [];
    expect([...new Set(added)]).toEqual(classes.map(({ label }) => label));
    for (const { label, classRows, synthetic } of classes) {
      expect(added.filter((other) => other === label).length).toBe(synthetic);
      expect(rowsOf(expected, label)).toEqual(classRows);
    }
  });

  it('draws the same samples and steps', () => {
    for (const one of classes) {
      const k = expected.kNeighbors;
      const { base, neighbour, step } = drawSamples(one.classRows.length, k, one.synthetic, expected.randomState);
      expect([...base]).toEqual(one.base);
      expect([...neighbour]).toEqual(one.neighbourColumn);
      expect([...step]).toEqual(one.steps);
      expect(one.base.map((place, i) => place * k + one.neighbourColumn[i])).toEqual(one.sampleIndices);
    }
  });

  it('finds the same neighbours, ties included where scikit-learn searched the float64 rows by brute force', () => {
    for (const one of classes) {
      const nearest = new NearestNeighbours(examplesOf(expected), Int32Array.from(one.classRows), expected.kNeighbors);
      one.neighbours.forEach((neighbours, place) => {
        if (!isReproducible(expected, one) && !one.tieFree[place]) return;
        expect([...nearest.of(place)], `row ${place} of class ${one.label}`).toEqual(neighbours);
      });
    }
  });

  it('finds neighbours as near as any rule for ties does', () => {
    const dense = denseRows(expected, expected.rows, expected.x, expected.entries);
    for (const one of classes) {
      const nearest = new NearestNeighbours(examplesOf(expected), Int32Array.from(one.classRows), expected.kNeighbors);
      one.lowestIndexNeighbours.forEach((lowest, place) => {
        const distancesTo = (places: Iterable<number>) =>
          Array.from(places, (other) => squaredDistance(dense[one.classRows[place]], dense[one.classRows[other]]));
        const found = nearest.of(place);
        distancesTo(found).forEach((distance, i) => {
          expect(distance).toBeCloseTo(distancesTo(lowest)[i], 10);
        });
        const oursAreTheirs = isReproducible(expected, one) || one.tieFree[place];
        if (oursAreTheirs) expect(found.join() === lowest.join()).toBe(one.lowestIndexRuleAgrees[place]);
      });
    }
  });

  it('leaves the given examples as they are', () => {
    const { examples } = resample(expected);
    const given = examplesOf(expected);
    expect(examples.start.slice(0, given.rows + 1)).toEqual(given.start);
    expect(examples.column.slice(0, given.column.length)).toEqual(given.column);
    expect(examples.value.slice(0, given.value.length)).toEqual(given.value);
  });

  it('makes the same synthetic rows', () => {
    const { examples } = resample(expected);
    let row = expected.rows;
    let certain = 0;
    for (const one of classes) {
      const rows = syntheticRows(expected, one);
      one.deterministic.forEach((deterministic, i) => {
        if (deterministic || isReproducible(expected, one)) expectRow(expected, examples, row, rows[i]);
        if (deterministic) certain++;
        row++;
      });
    }
    expect(row).toBe(examples.rows);
    expect(certain / (row - expected.rows)).toBeCloseTo(expected.deterministicShare ?? Number.NaN, 12);
  });

  it('makes the same synthetic rows from the given neighbours, whatever decided the ties', () => {
    for (const one of classes) {
      const to = one.base.map((place, i) => one.classRows[one.neighbours[place][one.neighbourColumn[i]]]);
      const line = {
        from: Int32Array.from(one.base, (place) => one.classRows[place]),
        to: Int32Array.from(to),
        step: Float64Array.from(one.steps),
      };
      const examples = appendInterpolated(examplesOf(expected), [line]);
      syntheticRows(expected, one).forEach((values, i) => {
        expectRow(expected, examples, expected.rows + i, values);
      });
    }
  });

  it('takes a row for its own neighbour only where another was dropped in its place', () => {
    for (const one of classes) {
      if (!isReproducible(expected, one)) continue;
      const nearest = new NearestNeighbours(examplesOf(expected), Int32Array.from(one.classRows), expected.kNeighbors);
      one.selfFirst.forEach((selfFirst, place) => {
        if (selfFirst) expect([...nearest.of(place)]).not.toContain(place);
      });
    }
  });
});

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
}

function optionsOf({ kNeighbors, randomState }: SmoteCase, tooSmall: SmoteOptions['tooSmall']): SmoteOptions {
  return { neighbours: kNeighbors, seed: randomState, tooSmall };
}

function resample(one: SmoteCase) {
  return smote(examplesOf(one), Int32Array.from(one.y), optionsOf(one, 'strict'));
}

/** Trees and integer searches decide ties by rules of their own. */
function isReproducible({ dtype }: SmoteCase, { fitMethod }: ResampledClass): boolean {
  return dtype === 'float64' && fitMethod === 'brute';
}

function rowsOf({ y }: SmoteCase, label: number): number[] {
  return y.flatMap((other, row) => (other === label ? [row] : []));
}

function examplesOf(one: SmoteCase): RealRows<Float64Array> {
  const dense = denseRows(one, one.rows, one.x, one.entries);
  const column: number[] = [];
  const value: number[] = [];
  const start = [0];
  for (const row of dense) {
    row.forEach((x, c) => {
      if (x === 0) return;
      column.push(c);
      value.push(x);
    });
    start.push(column.length);
  }
  return {
    rows: one.rows,
    columns: one.cols,
    start: Int32Array.from(start),
    column: Int32Array.from(column),
    value: Float64Array.from(value),
  };
}

function syntheticRows(one: SmoteCase, { synthetic, xNew, entriesNew }: ResampledClass): number[][] {
  return denseRows(one, synthetic, xNew, entriesNew);
}

function denseRows(
  { cols }: SmoteCase,
  rows: number,
  tensor: Tensor | null | undefined,
  entries: Entries | null | undefined,
): number[][] {
  if (tensor) return Array.from({ length: rows }, (_, row) => tensor.data.slice(row * cols, (row + 1) * cols));
  const dense = Array.from({ length: rows }, () => new Array<number>(cols).fill(0));
  entries?.value.forEach((value, i) => {
    dense[entries.row[i]][entries.col[i]] = value;
  });
  return dense;
}

/** imbalanced-learn casts synthetic rows back to the type of the input, which cuts integers off. */
function expectRow(
  { dtype }: SmoteCase,
  actual: RealRows<Float64Array>,
  row: number,
  expected: readonly number[],
): void {
  const values = new Array<number>(actual.columns).fill(0);
  for (let e = actual.start[row]; e < actual.start[row + 1]; e++) values[actual.column[e]] = actual.value[e];
  expected.forEach((value, c) => {
    const found = dtype === 'int64' ? Math.trunc(values[c]) : values[c];
    expect(Math.abs(found - value), `row ${row}, column ${c}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    );
  });
}

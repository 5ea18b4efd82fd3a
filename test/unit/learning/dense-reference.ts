import { RandomState } from '../../../src/learning/random.ts';

/** A row that SMOTE adds. */
export interface SyntheticRow {
  readonly label: number;
  /** What it may be: one row for each of the neighbours that are equally near. */
  readonly anyOf: readonly (readonly number[])[];
}

/**
 * The rows that SMOTE (Chawla et al. 2002) adds to dense ones, as imbalanced-learn draws them: class after class in
 * ascending order, each from a random stream of its own, which gives bases and neighbours first and then the steps.
 */
export function smoteDense(
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  neighbours: number,
  seed: number,
): SyntheticRow[] {
  const classes = [...new Set(labels)]
    .sort((a, b) => a - b)
    .map((label) => ({ label, members: rows.filter((_, row) => labels[row] === label) }));
  const largest = Math.max(...classes.map(({ members }) => members.length));
  return classes.flatMap(({ label, members }) => {
    const count = Math.min(neighbours, members.length - 1);
    if (count === 0) return [];
    const random = new RandomState(seed);
    const samples = random.randint(0, members.length * count, largest - members.length);
    const steps = random.randomSample(samples.length);
    return Array.from(samples, (sample, i) => {
      const base = members[Math.floor(sample / count)];
      const ends = neighboursOfRank(sample % count, base, members);
      return { label, anyOf: ends.map((end) => base.map((v, column) => v + steps[i] * (end[column] - v))) };
    });
  });
}

/** Members as far from the base as its neighbour of that rank; the nearest of all is the base itself, and no neighbour. */
function neighboursOfRank(rank: number, base: readonly number[], members: readonly (readonly number[])[]) {
  const distances = members.map((member) => squaredDistance(base, member));
  const distance = distances.toSorted((a, b) => a - b)[rank + 1];
  return members.filter((_, i) => distances[i] === distance);
}

export function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
}

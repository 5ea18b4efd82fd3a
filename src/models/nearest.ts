import * as z from 'zod';
import { InputError } from '../dataset/input-error.ts';
import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { LearnerFile, TrainingSet } from '../learning/learner.ts';
import { NearestHeap } from '../learning/nearest-heap.ts';
import { SparseIndex } from '../learning/sparse-index.ts';
import { cellByCell } from './cell-by-cell.ts';
import { ownModel } from './model.ts';
import { jsonFile, readJson } from './saved-json.ts';

/** The votes of the training tasks that are most like a task (Euclidean distance, exact). */
export const nearest = ownModel({
  kind: 'own',
  name: 'nearest',
  description: 'The decisions of the most similar training tasks; rare classes count as much as frequent ones.',
  suffixes: [],
  step: 'epoch',
  settings: z.strictObject({
    neighbours: z.int().min(1).max(1000).default(15).describe('Number of most similar training tasks that vote.'),
  }),
  search: { neighbours: { kind: 'integer', min: 1, max: 100, scale: 'logarithmic' } },
  features: { transform: 'log1p', totals: true },
  training: { maxEpochs: 1, patience: 1 },
  learner: ({ neighbours }, _, { examples, labels, classWeights }) => {
    const voting = new Voting({ examples, labels, classWeights }, neighbours);
    // Nothing changes from step to step, as in an ensemble.
    const known = new WeakMap<SparseRows, Float32Array>();
    return {
      step: () => {},
      predict: (asked) => {
        const predicted = known.get(asked) ?? voting.predict(asked);
        known.set(asked, predicted);
        return predicted;
      },
      keep: () => {},
      restore: () => {},
      save: () => filesOf({ examples, labels, classWeights }),
    };
  },
  load: ({ neighbours }, { errors, sites, classes }, readFile) => {
    const voting = new Voting(readSet(readFile, errors * sites, classes), neighbours);
    return {
      predict: (examples) => voting.predict(examples),
      explain: (examples, classOf) => cellByCell((parts) => voting.predict(parts), examples, classOf, classes),
    };
  },
});

type Remembered = Pick<TrainingSet, 'examples' | 'labels' | 'classWeights'>;

/** What all classes get, so that no probability is 0; in votes. */
const everyClass = 0.05;
/** Added to distances: equal tasks have many votes, but not all. */
const nearness = 0.5;

class Voting {
  readonly #index: SparseIndex;
  readonly #heap: NearestHeap;

  constructor(
    readonly set: Remembered,
    neighbours: number,
  ) {
    const { rows } = set.examples;
    this.#index = new SparseIndex(
      set.examples,
      Int32Array.from({ length: rows }, (_, row) => row),
    );
    this.#heap = new NearestHeap(Math.min(neighbours, rows));
  }

  /** Shares of the votes, each weighted by its class and divided by its distance, [rows × classes]. */
  predict(examples: SparseRows): Float32Array {
    const { labels, classWeights } = this.set;
    const classes = classWeights.length;
    const probabilities = new Float32Array(examples.rows * classes);
    for (let row = 0; row < examples.rows; row++) {
      const distances = this.#index.squaredDistances(examples, row);
      this.#heap.clear();
      for (let other = 0; other < distances.length; other++) this.#heap.push(distances[other], other);
      const votes = new Float64Array(classes).fill(everyClass);
      for (const [i, other] of this.#heap.candidate.entries()) {
        const distance = Math.sqrt(Math.max(0, this.#heap.distance[i]));
        votes[labels[other]] += classWeights[labels[other]] / (distance + nearness);
      }
      const total = votes.reduce((sum, vote) => sum + vote, 0);
      for (let label = 0; label < classes; label++) probabilities[row * classes + label] = votes[label] / total;
    }
    return probabilities;
  }
}

const description = z.object({
  format: z.literal('nearest'),
  rows: z.int().min(1),
  entries: z.int().min(0),
  columns: z.int().min(0),
  classWeights: z.array(z.number().positive()),
});

/** `model.json` says how many numbers of which kind `weights.bin` has, little-endian, one list after the other. */
function filesOf({ examples, labels, classWeights }: Remembered): LearnerFile[] {
  const { rows, columns, start, column, value } = examples;
  const entries = start[rows];
  const lists = [start, column.subarray(0, entries), value.subarray(0, entries), labels];
  const bytes = new Uint8Array(lists.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const list of lists) {
    bytes.set(new Uint8Array(list.buffer, list.byteOffset, list.byteLength), at);
    at += list.byteLength;
  }
  return [
    jsonFile('model.json', { format: 'nearest', rows, entries, columns, classWeights: Array.from(classWeights) }),
    { name: 'weights.bin', bytes },
  ];
}

function readSet(readFile: (name: string) => Uint8Array, columns: number, classes: number): Remembered {
  const { rows, entries, classWeights } = readDescription(readFile('model.json'), columns, classes);
  // A copy, as the numbers may not begin at a multiple of 4 bytes.
  const { buffer, byteLength } = Uint8Array.from(readFile('weights.bin'));
  const fail = (reason: string): never => {
    throw new InputError(reason, 'weights.bin');
  };
  const expected = 4 * (rows + 1 + 2 * entries + rows);
  if (byteLength !== expected) return fail(`the file has ${byteLength} bytes, expected ${expected}`);
  const start = new Int32Array(buffer, 0, rows + 1);
  const column = new Int32Array(buffer, 4 * (rows + 1), entries);
  const value = new Float32Array(buffer, 4 * (rows + 1 + entries), entries);
  const labels = new Int32Array(buffer, 4 * (rows + 1 + 2 * entries), rows);
  if (start[0] !== 0 || start[rows] !== entries || start.some((at, i) => i > 0 && at < start[i - 1])) {
    return fail('its rows are damaged');
  }
  if (column.some((one) => one < 0 || one >= columns)) return fail(`it has columns beyond the ${columns} of the run`);
  if (!value.every(Number.isFinite)) return fail('it has values that are not finite numbers');
  if (labels.some((label) => label < 0 || label >= classes))
    return fail(`it has other classes than the run's ${classes}`);
  return { examples: { rows, columns, start, column, value }, labels, classWeights: Float64Array.from(classWeights) };
}

function readDescription(bytes: Uint8Array, columns: number, classes: number): z.infer<typeof description> {
  const read = description.safeParse(readJson(bytes, 'model.json'));
  if (!read.success)
    throw new InputError(`${read.error.issues[0].path.join('.')}: ${read.error.issues[0].message}`, 'model.json');
  if (read.data.columns !== columns || read.data.classWeights.length !== classes) {
    throw new InputError(
      `the model is for ${read.data.columns} columns and ${read.data.classWeights.length} classes, expected ${columns} and ${classes}`,
      'model.json',
    );
  }
  return read.data;
}

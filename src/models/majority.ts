import * as z from 'zod';
import { InputError } from '../dataset/input-error.ts';
import { classCounts } from '../learning/class-weights.ts';
import { ownModel } from './model.ts';
import { jsonFile, readJson } from './saved-json.ts';

/** The class frequencies of the training tasks, whatever the errors: what every other model must beat. */
export const majority = ownModel({
  kind: 'own',
  name: 'majority',
  description: 'Always the most frequent class of the training tasks, whatever the errors. For comparison.',
  suffixes: [],
  step: 'epoch',
  settings: z.strictObject({}),
  search: {},
  training: { maxEpochs: 1, patience: 1 },
  learner: (_, { classes }, { labels }) => {
    const shares = Float32Array.from(classCounts(labels, classes), (count) => count / labels.length);
    return {
      step: () => {},
      predict: ({ rows }) => repeated(shares, rows),
      keep: () => {},
      restore: () => {},
      save: () => [jsonFile(file, { shares: Array.from(shares) })],
    };
  },
  load: (_, { classes }, readFile) => {
    const shares = readShares(readFile(file), classes);
    return {
      predict: ({ rows }) => repeated(shares, rows),
      explain: ({ rows }, classOf) => {
        const logarithms = Float64Array.from(classOf, (label) => Math.log(Math.max(shares[label], 1e-12)));
        const none = { start: new Int32Array(rows + 1), column: new Int32Array(), contribution: new Float64Array() };
        return { method: 'cell-by-cell', rows, base: logarithms, value: logarithms, ...none };
      },
    };
  },
});

const file = 'model.json';
const saved = z.object({ shares: z.array(z.number().min(0).max(1)) });

function readShares(bytes: Uint8Array, classes: number): Float32Array {
  const read = saved.safeParse(readJson(bytes, file));
  if (!read.success || read.data.shares.length !== classes) {
    throw new InputError(`expected the shares of ${classes} classes`, file);
  }
  return Float32Array.from(read.data.shares);
}

function repeated(shares: Float32Array, rows: number): Float32Array {
  return Float32Array.from({ length: rows * shares.length }, (_, i) => shares[i % shares.length]);
}

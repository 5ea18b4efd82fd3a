import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { InputError } from '../dataset/input-error.ts';
import type { SavedWeights } from './layers-model.ts';
import { decodeWeights, storedBytes } from './stored-weights.ts';

const entrySchema = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.string(),
  quantization: z
    .looseObject({ dtype: z.string(), scale: z.number().optional(), min: z.number().optional() })
    .optional(),
});
const manifest = z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(entrySchema) }));

/** Weights of a file, as listed in its manifest. */
export type WeightsEntry = z.infer<typeof entrySchema>;

/** Maximum length of one weight: 2 GB. */
const maxNumbers = 2 ** 29;

/**
 * All weights of a LayersModel by name, as float32 whatever their stored type. The files' sizes are compared with the manifest
 * before anything is read.
 *
 * @param content the `weightsManifest`
 * @param file    `model.json`; the weights are next to it
 * @throws InputError
 */
export function readWeightsManifest(content: unknown, file: string): Map<string, SavedWeights> {
  const groups = manifest.safeParse(content);
  if (!groups.success) throw new InputError('the list of weights is not in the format of TensorFlow.js', file);
  const weights = new Map<string, SavedWeights>();
  for (const { paths, weights: entries } of groups.data) {
    const listed = entries.reduce((sum, entry) => sum + entryBytes(entry, file), 0);
    const stored = paths.reduce((sum, name) => sum + sizeBeside(file, name), 0);
    if (listed !== stored) {
      const names = paths.join(', ');
      throw new InputError(
        `the weights in ${names} are ${stored} bytes, expected the ${listed} bytes that the model lists`,
        file,
      );
    }
    const bytes = Buffer.concat(paths.map((name) => readBeside(file, name)));
    let at = 0;
    for (const entry of entries) {
      const end = at + entryBytes(entry, file);
      if (weights.has(entry.name)) throw new InputError(`the model lists the weights ${entry.name} twice`, file);
      weights.set(entry.name, { shape: entry.shape, values: decodeWeights(entry, bytes.subarray(at, end)) });
      at = end;
    }
  }
  return weights;
}

function entryBytes(entry: WeightsEntry, file: string): number {
  const length = entry.shape.reduce((product, size) => product * size, 1);
  if (length > maxNumbers)
    throw new InputError(`the weights ${entry.name} are ${length} numbers, which is too many`, file);
  const each = storedBytes(entry);
  if (each === undefined) {
    const type = entry.quantization ? `quantised (${entry.quantization.dtype})` : `of the type ${entry.dtype}`;
    throw new InputError(
      `the weights ${entry.name} are ${type}, expected float32, float16, or quantised to uint8 or uint16: convert the model without --quantize_…`,
      file,
    );
  }
  return length * each;
}

function sizeBeside(file: string, name: string): number {
  return withPath(file, name, (place) => {
    const stat = fs.statSync(place);
    if (!stat.isFile()) throw new Error(`${name} is not a file`);
    return stat.size;
  });
}

function readBeside(file: string, name: string): Buffer {
  return withPath(file, name, (place) => fs.readFileSync(place));
}

/** A file of weights: next to the model, nowhere else. */
function withPath<T>(file: string, name: string, read: (place: string) => T): T {
  if (path.basename(name) !== name)
    throw new InputError(`the weights are in ${name}, expected a file next to the model`, file);
  try {
    return read(path.join(path.dirname(file), name));
  } catch (error) {
    throw new InputError(`the weights cannot be read: ${(error as Error).message}`, file);
  }
}

import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { InputError } from '../dataset/input-error.ts';
import type { Architecture } from './architecture.ts';
import type { Embeddings } from './embeddings.ts';
import { type LayersModelFile, readLayersModel, saveLayersModel, writeLayersModel } from './layers-model.ts';
import { type RecognisedNetwork, recogniseNetwork } from './recognise-layers.ts';
import { defaultAdam, SparseNetwork } from './sparse-network.ts';

export type SavedModel = readonly LayersModelFile[];

const manifest = z.array(
  z.looseObject({
    paths: z.array(z.string()),
    weights: z.array(z.looseObject({ name: z.string(), shape: z.array(z.int()), dtype: z.string() })),
  }),
);

/**
 * A network of another tool in our files: recognised by its layers, its weights under our names.
 *
 * @param content of `model.json`: of TensorFlow.js, with its weights beside it, or of Keras, without any
 * @returns no files where there are no weights
 * @throws InputError
 */
export function importLayersModel(
  content: unknown,
  file: string,
): { readonly network: RecognisedNetwork; readonly files: SavedModel | undefined } {
  const isLayersModel = typeof content === 'object' && content !== null && 'modelTopology' in content;
  const network = recogniseNetwork(isLayersModel ? content.modelTopology : content, file);
  if (!isLayersModel || !('weightsManifest' in content)) return { network, files: undefined };
  const weights = readWeights(content.weightsManifest, file);
  const template = emptyModel(network);
  const named = new Map(
    [...readLayersModel(template)].map(([name, own]) => [
      name,
      weightsFor(name, own.values.length, network, weights, file),
    ]),
  );
  return { network, files: writeLayersModel(template, named) };
}

/** Our files of the same network, for their layout. */
function emptyModel({ architecture: found }: RecognisedNetwork): LayersModelFile[] {
  const architecture: Architecture = { ...found, kernelInitializer: 'glorot-uniform', l2: 0 };
  const { errors, sites, classes, encoder } = architecture;
  const all = Int32Array.from({ length: errors * sites }, (_, column) => column);
  const embeddings: Embeddings | undefined =
    encoder.kind === 'embeddings'
      ? {
          size: encoder.size,
          errors: new Float32Array(errors * encoder.size),
          sites: new Float32Array(sites * encoder.size),
        }
      : undefined;
  const network = new SparseNetwork(architecture, all, new Float64Array(classes), 1, defaultAdam, embeddings);
  return saveLayersModel(architecture, network);
}

function weightsFor(
  name: string,
  length: number,
  { layers }: RecognisedNetwork,
  weights: ReadonlyMap<string, Float32Array>,
  file: string,
): Float32Array {
  const [layer, weight] = name.split('/');
  const wanted = `${layers.get(layer) ?? layer}/${weight}`;
  const found = weights.get(wanted);
  if (!found) throw new InputError(`the model has no weights ${wanted}`, file);
  if (found.length !== length) {
    throw new InputError(`the weights ${wanted} are ${found.length} numbers, expected ${length}`, file);
  }
  return found;
}

/** All weights by name. */
function readWeights(content: unknown, file: string): Map<string, Float32Array> {
  const groups = manifest.safeParse(content);
  if (!groups.success) throw new InputError('the list of the weights is not one of TensorFlow.js', file);
  const weights = new Map<string, Float32Array>();
  for (const { paths, weights: entries } of groups.data) {
    const bytes = Buffer.concat(paths.map((name) => readBeside(file, name)));
    let at = 0;
    for (const { name, shape, dtype } of entries) {
      if (dtype !== 'float32')
        throw new InputError(`the weights ${name} are of the type ${dtype}, expected float32`, file);
      const length = shape.reduce((product, size) => product * size, 1);
      if (at + length * 4 > bytes.length) throw new InputError(`the weights end before ${name}`, file);
      weights.set(name, new Float32Array(Uint8Array.from(bytes.subarray(at, at + length * 4)).buffer));
      at += length * 4;
    }
  }
  return weights;
}

/** A file of weights: beside the model, nowhere else. */
function readBeside(file: string, name: string): Buffer {
  if (path.basename(name) !== name) throw new InputError(`the weights are in ${name}, expected a file beside it`, file);
  try {
    return fs.readFileSync(path.join(path.dirname(file), name));
  } catch (error) {
    throw new InputError(`the weights cannot be read: ${(error as Error).message}`, file);
  }
}

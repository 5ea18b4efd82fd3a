import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { RandomState } from '../../../src/learning/random.ts';
import type { Architecture } from '../../../src/network/architecture.ts';
import { saveLayersModel } from '../../../src/network/layers-model.ts';
import { defaultAdam, SparseNetwork } from '../../../src/network/sparse-network.ts';
import { nonZeroRows } from '../sparse-rows.ts';
import type { Problem } from './random-networks.ts';

/** A network after some steps, so that no weights are still what they were at the start. */
export function trained({ architecture, kernelRow, training, labels, batchSize, seed }: Problem): SparseNetwork {
  const random = new RandomState(seed);
  const { encoder, errors, sites, classes } = architecture;
  const draw = (count: number): Float32Array => Float32Array.from(random.uniform(-1, 1, count));
  const embeddings =
    encoder.kind === 'embeddings'
      ? { size: encoder.size, errors: draw(errors * encoder.size), sites: draw(sites * encoder.size) }
      : undefined;
  const weights = new Array<number>(classes).fill(1);
  const network = new SparseNetwork(architecture, kernelRow, weights, batchSize, defaultAdam, embeddings);
  network.initialize(random);
  const examples = nonZeroRows(training, Float32Array);
  const all = Int32Array.from(labels, (_, row) => row);
  for (let from = 0; from < all.length; from += batchSize) {
    network.collectGradient(examples, labels, all, from, Math.min(all.length, from + batchSize));
    network.step();
  }
  return network;
}

let folder: string | undefined;

/** A network in files on disk. @returns `model.json` and its content */
export function savedFiles(
  architecture: Architecture,
  network: SparseNetwork,
): { readonly file: string; readonly content: unknown } {
  if (folder === undefined) {
    const made = mkdtempSync(path.join(tmpdir(), 'oap-network-'));
    afterAll(() => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  for (const { name, bytes } of saveLayersModel(architecture, network)) writeFileSync(path.join(folder, name), bytes);
  const file = path.join(folder, 'model.json');
  const [{ bytes }] = saveLayersModel(architecture, network);
  return { file, content: JSON.parse(new TextDecoder().decode(bytes)) };
}

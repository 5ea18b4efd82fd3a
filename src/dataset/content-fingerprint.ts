import { createHash, type Hash } from 'node:crypto';
import type { History } from './history.ts';
import type { SparseRows } from './sparse-rows.ts';

/**
 * SHA-256, hexadecimal, of a history's content: names of the tasks in their order, counts, and decisions. It is the same for
 * histories that differ in layout only.
 */
export function contentFingerprint({ tasks, codes, sites, good, bad, parameters }: History): string {
  const hash = createHash('sha256');
  addBytes(hash, tasks.nameStart);
  addBytes(hash, tasks.nameBytes);
  addTexts(hash, codes);
  addTexts(hash, sites);
  for (const counts of [good, bad]) addCounts(hash, counts);
  for (const [name, { values, index }] of parameters) {
    addTexts(hash, [name, ...values]);
    addBytes(hash, index);
  }
  return hash.digest('hex');
}

function addCounts(hash: Hash, { start, column, value }: SparseRows): void {
  addBytes(hash, start);
  addBytes(hash, column);
  addBytes(hash, value);
}

/** With their number and lengths, so that no two lists look the same. */
function addTexts(hash: Hash, texts: readonly string[]): void {
  hash.update(JSON.stringify(texts));
}

function addBytes(hash: Hash, { buffer, byteOffset, byteLength }: ArrayBufferView): void {
  hash.update(`${byteLength} `);
  hash.update(new Uint8Array(buffer, byteOffset, byteLength));
}

import * as z from 'zod';
import { InputError } from '../dataset/input-error.ts';
import type { LearnerFile } from '../learning/learner.ts';
import { jsonFile, readJson } from './saved-json.ts';

/** `member3-weights.bin` */
export function fileName(member: number, file: string): string {
  return `member${member + 1}-${file}`;
}

/** A member names its own files in errors. */
export function named<T>(member: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError && error.file) throw new InputError(error.reason, fileName(member, error.file));
    throw error;
  }
}

/** How much each member counts. */
export const weightFile = 'model.json';
const savedWeights = z.object({ format: z.literal('ensemble'), weights: z.array(z.number().min(0).max(1000)) });

export function weightsAsFile(weights: readonly number[]): LearnerFile {
  return jsonFile(weightFile, { format: 'ensemble', weights });
}

/** @throws InputError that names the file */
export function readWeights(bytes: Uint8Array, members: number): number[] {
  const read = savedWeights.safeParse(readJson(bytes, weightFile));
  if (!read.success || read.data.weights.length !== members) {
    throw new InputError(`expected the weights of ${members} members`, weightFile);
  }
  return read.data.weights;
}

import { InputError } from '../dataset/input-error.ts';
import type { LearnerFile } from '../learning/learner.ts';

/** A JSON file of a model. */
export function jsonFile(name: string, data: object): LearnerFile {
  return { name, bytes: new TextEncoder().encode(`${JSON.stringify(data)}\n`) };
}

/** @throws InputError that names the file if it is not JSON */
export function readJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new InputError('the file is not complete JSON', file);
  }
}

import { InputError } from '../dataset/input-error.ts';

/** A target that the history does not support, or a class; the experiment file can say where it was asked for. */
export class TargetError extends InputError {
  /** @param place in the experiment; empty if it asked for nothing in particular */
  constructor(
    readonly place: readonly string[],
    reason: string,
  ) {
    super(reason);
  }
}

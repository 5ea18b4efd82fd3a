import { InputError } from '../dataset/input-error.ts';

/** A target that the history does not support, or a class; the experiment file shows where it is named. */
export class TargetError extends InputError {
  /** @param place in the experiment; empty if there is none */
  constructor(
    readonly place: readonly string[],
    reason: string,
  ) {
    super(reason);
  }
}

import type { RunSamples } from '../../src/protocol/run-panel.ts';

/** The evaluated tasks of a target, column by column, with what follows from the probabilities. */
export interface SampleTable {
  readonly target: string;
  readonly classes: readonly string[];
  /** Number of samples. */
  readonly count: number;
  /** Indices of the fits that have samples. */
  readonly fits: readonly number[];
  /** Tasks, each once. */
  readonly names: readonly string[];
  /** [samples] numbers in `names`. */
  readonly task: Int32Array;
  /** [samples] indices of fits. */
  readonly fit: Int32Array;
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  /** [samples × classes] */
  readonly probabilities: Float32Array;
  /** [samples] probability of the predicted class. */
  readonly confidence: Float32Array;
  /** [samples] how far the probability of the predicted class is above the highest of the others; negative if below. */
  readonly margin: Float32Array;
  readonly codes: RunSamples['codes'];
  readonly sites: readonly string[];
  readonly notices: readonly string[];
}

export function sampleTable(message: RunSamples, classes: readonly string[]): SampleTable {
  const { target, fits, names, codes, sites, notices } = message;
  const count = message.task.length;
  const probabilities = Float32Array.from(message.probabilities);
  const predicted = Int32Array.from(message.predicted);
  const confidence = new Float32Array(count);
  const margin = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const start = i * classes.length;
    let highestOther = 0;
    for (let c = 0; c < classes.length; c++) {
      if (c !== predicted[i]) highestOther = Math.max(highestOther, probabilities[start + c]);
    }
    confidence[i] = probabilities[start + predicted[i]];
    margin[i] = confidence[i] - highestOther;
  }
  return {
    target,
    classes,
    count,
    fits,
    names,
    task: Int32Array.from(message.task),
    fit: Int32Array.from(message.fit),
    truth: Int32Array.from(message.truth),
    predicted,
    probabilities,
    confidence,
    margin,
    codes,
    sites,
    notices,
  };
}

import type { RandomState } from '../learning/random.ts';
import type { KernelInitializer } from './architecture.ts';

/** Draws `count` initial weights of a kernel with the given fans. */
export function initialWeights(
  initializer: KernelInitializer,
  count: number,
  fanIn: number,
  fanOut: number,
  random: RandomState,
): Float32Array {
  switch (initializer) {
    case 'glorot-uniform':
      return glorotUniform(count, fanIn, fanOut, random);
    case 'lecun-normal':
      return lecunNormal(count, fanIn, random);
    default:
      throw new Error(`no initializer ${initializer satisfies never}`);
  }
}

/** Uniform in ±√(6 / (fanIn + fanOut)) (Glorot & Bengio 2010; Keras's GlorotUniform). */
function glorotUniform(count: number, fanIn: number, fanOut: number, random: RandomState): Float32Array {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  return Float32Array.from(random.uniform(-limit, limit, count));
}

/** Standard deviation of a standard normal truncated at ±2; Keras divides by it. */
const truncatedDeviation = 0.87962566103423978;

/** Normal with variance 1 / fanIn, truncated at two standard deviations (LeCun et al. 1998; Keras's LecunNormal). */
function lecunNormal(count: number, fanIn: number, random: RandomState): Float32Array {
  const deviation = Math.sqrt(1 / fanIn) / truncatedDeviation;
  const weights = new Float32Array(count);
  for (let i = 0; i < count; ) {
    for (const z of random.standardNormal(count - i)) {
      if (Math.abs(z) <= 2) weights[i++] = z * deviation;
    }
  }
  return weights;
}

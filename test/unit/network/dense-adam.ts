import type { AdamSettings } from '../../../src/network/sparse-network.ts';
import type { Weights } from './scalar.ts';

/** Adam (Kingma & Ba 2014) in float64 with Keras's placement of epsilon. */
export class DenseAdam {
  #steps = 0;
  readonly #moments = new Map<string, { readonly first: number[]; readonly second: number[] }>();

  constructor(readonly settings: AdamSettings) {}

  /** The weights after one more step. */
  step(weights: Weights, gradient: Weights): Weights {
    this.#steps++;
    return new Map([...weights].map(([name, values]) => [name, this.#move(name, values, gradient.get(name) ?? [])]));
  }

  #move(name: string, weights: readonly number[], gradient: readonly number[]): number[] {
    const { learningRate, beta1, beta2, epsilon } = this.settings;
    const rate = (learningRate * Math.sqrt(1 - beta2 ** this.#steps)) / (1 - beta1 ** this.#steps);
    const zeros = weights.map(() => 0);
    const { first, second } = this.#moments.get(name) ?? { first: zeros, second: zeros };
    const moments = {
      first: first.map((m, i) => beta1 * m + (1 - beta1) * gradient[i]),
      second: second.map((v, i) => beta2 * v + (1 - beta2) * gradient[i] ** 2),
    };
    this.#moments.set(name, moments);
    return weights.map((w, i) => w - (rate * moments.first[i]) / (Math.sqrt(moments.second[i]) + epsilon));
  }
}

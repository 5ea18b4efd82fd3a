import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { RandomState } from '../learning/random.ts';
import { Arena } from './arena.ts';
import type { Embeddings } from './embeddings.ts';
import { Matrix } from './matrix.ts';
import { Parameter } from './parameter.ts';

/** The study's pre-training: Adam with learning rate 1e-2, all pairs at once, 180 epochs. */
export const studyPretraining = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, epochs: 180 };
export type Pretraining = Omit<typeof studyPretraining, 'epochs'>;

/** Embeddings in training: the dot product of an error's and a site's should be 1 if the pair is used, 0 if not (mse). */
export class EmbeddingTrainer {
  readonly #arena = new Arena();
  readonly errors: Parameter;
  readonly sites: Parameter;
  /** [errors × sites] */
  readonly #target: Matrix;
  readonly #product: Matrix;
  /** [size × sites] */
  readonly #transposed: Matrix;
  #steps = 0;

  /** @param target [errors × sites] of 0 and 1 */
  constructor(
    readonly initial: Embeddings,
    target: ArrayLike<number>,
    readonly settings: Pretraining = studyPretraining,
  ) {
    const arena = this.#arena;
    const { size } = initial;
    this.errors = new Parameter(arena, 'error_embedding', initial.errors.length / size, size, 0);
    this.sites = new Parameter(arena, 'site_embedding', initial.sites.length / size, size, 0);
    for (const parameter of [this.errors, this.sites]) parameter.prepareTraining();
    this.errors.write(initial.errors);
    this.sites.write(initial.sites);
    this.#target = new Matrix(arena, this.errors.rows, this.sites.rows);
    this.#product = new Matrix(arena, this.errors.rows, this.sites.rows);
    this.#transposed = new Matrix(arena, size, this.sites.rows);
    this.#target.write(target);
  }

  /** Collects the gradient. @returns the mean squared error */
  collectGradient(): number {
    const { errors, sites } = this;
    const { kernels } = this.#arena;
    kernels.transpose(sites.weight, this.#transposed);
    kernels.multiply(errors.weight, this.#transposed, this.#product);
    const loss = this.#toGradient();
    kernels.addProduct(this.#product, sites.weight, errors.gradient);
    kernels.addTransposedProduct(this.#product, errors.weight, sites.gradient);
    return loss;
  }

  step(): void {
    const { learningRate, beta1, beta2, epsilon } = this.settings;
    this.#steps++;
    const rate = (learningRate * Math.sqrt(1 - beta2 ** this.#steps)) / (1 - beta1 ** this.#steps);
    this.errors.adam(rate, beta1, beta2, epsilon);
    this.sites.adam(rate, beta1, beta2, epsilon);
  }

  read(): Embeddings {
    return { size: this.initial.size, errors: this.errors.read(), sites: this.sites.read() };
  }

  /** Product − target becomes its gradient, in place. */
  #toGradient(): number {
    const product = this.#product.floats();
    const target = this.#target.floats();
    const pairs = this.errors.rows * this.sites.rows;
    let sum = 0;
    for (let i = 0; i < product.length; i++) {
      const difference = product[i] - target[i];
      sum += difference * difference;
      product[i] = (2 * difference) / pairs;
    }
    return sum / pairs;
  }
}

/** [columns] 1 where an example has a count: the 0/1 matrix of slide 11, flattened row by row. */
export function usedPairs({ columns, column }: SparseRows): Uint8Array {
  const used = new Uint8Array(columns);
  for (const one of column) used[one] = 1;
  return used;
}

/** Trains embeddings on which pairs the examples use (slide 11). Initial values are uniform in ±0.05, Keras's default. */
export function trainEmbeddings(used: Uint8Array, sites: number, size: number, random: RandomState): Embeddings {
  const errors = used.length / sites;
  const draw = (count: number): Float32Array => Float32Array.from(random.uniform(-0.05, 0.05, count * size));
  const trainer = new EmbeddingTrainer({ size, errors: draw(errors), sites: draw(sites) }, used);
  for (let epoch = 0; epoch < studyPretraining.epochs; epoch++) {
    trainer.collectGradient();
    trainer.step();
  }
  return trainer.read();
}

/** Mean squared difference between the embeddings' dot products and the matrix of used pairs, over all pairs. */
export function reconstructionError({ size, errors, sites }: Embeddings, used: Uint8Array): number {
  const siteCount = sites.length / size;
  let sum = 0;
  for (let pair = 0; pair < used.length; pair++) {
    const error = Math.floor(pair / siteCount) * size;
    const site = (pair % siteCount) * size;
    let product = 0;
    for (let i = 0; i < size; i++) product += errors[error + i] * sites[site + i];
    sum += (product - used[pair]) ** 2;
  }
  return sum / used.length;
}

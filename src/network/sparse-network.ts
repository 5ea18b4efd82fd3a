import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { RandomState } from '../learning/random.ts';
import type { Architecture } from './architecture.ts';
import { Arena } from './arena.ts';
import { Batch } from './batch.ts';
import { createInput } from './create-input.ts';
import { DenseLayer } from './dense-layer.ts';
import type { Embeddings } from './embeddings.ts';
import { initialWeights } from './initializers.ts';
import type { InputLayer } from './input-layer.ts';
import { classTerms, crossEntropyLoss, type Loss } from './loss.ts';
import { Matrix } from './matrix.ts';
import { kernelsOnColumns } from './network-weights.ts';
import type { Parameter } from './parameter.ts';
import { Room } from './room.ts';

/** Adam's settings; Keras's defaults except for the learning rate. */
export interface AdamSettings {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export const defaultAdam: AdamSettings = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

interface HiddenLayer {
  /** Undefined for the first, whose kernel is the input layer's. */
  readonly dense: DenseLayer | undefined;
  /** [rows × units] */
  readonly activation: Matrix;
  /** [rows × units] by the input of ReLU. */
  readonly gradient: Matrix;
  /** Share of outputs dropped, as a threshold on 32 random bits; 0 = none. */
  readonly threshold: number;
  readonly scale: number;
}

/** A target that the hidden layers also learn to decide. */
export interface OtherTarget {
  readonly classes: number;
  /** [classes] */
  readonly classWeights: ArrayLike<number>;
  /** Factor of its loss. */
  readonly weight: number;
}

/** The output of another target. */
interface Head {
  readonly layer: DenseLayer;
  /** int32 [rows] */
  readonly labels: number;
  readonly terms: ClassTerms;
}

/** float32 [classes] each, in the arena. */
interface ClassTerms {
  readonly weights: number;
  readonly offsets: number;
}

function termsOf(arena: Arena, loss: Loss, classWeights: ArrayLike<number>): ClassTerms {
  const terms = classTerms(loss, classWeights);
  const store = (values: Float32Array): number => {
    const pointer = arena.allocate(values.length * 4);
    arena.floats(pointer, values.length).set(values);
    return pointer;
  };
  return { weights: store(terms.weights), offsets: store(terms.offsets) };
}

/** One class's logit for each example. */
export interface LogitGradient {
  /** [rows] */
  readonly logits: Float32Array;
  /** [entries] */
  readonly gradient: Float32Array;
}

/** Attention's weights, entry by entry. */
export interface EntryAttention {
  /** [entries] of the entry's error, among all errors. */
  readonly errors: Float32Array;
  /** [entries] of the entry's site, among all sites. */
  readonly sites: Float32Array;
}

/**
 * A network of the study on sparse input, compiled from its architecture to calls of the WebAssembly kernels on one
 * arena. Deterministic: the same architecture, weights, batches and dropout seed give the same bits everywhere.
 */
export class SparseNetwork {
  readonly arena = new Arena();
  readonly parameters: readonly Parameter[];
  readonly #architecture: Architecture;
  readonly #adam: AdamSettings;
  readonly #batch: Batch;
  readonly #input: InputLayer;
  readonly #hidden: readonly HiddenLayer[];
  /** Undefined without hidden layers: the input layer computes the logits then. */
  readonly #output: DenseLayer | undefined;
  /** [rows × classes] */
  readonly #logits: Matrix;
  readonly #terms: ClassTerms;
  readonly #loss: Loss;
  readonly #heads: readonly Head[];
  readonly #entryGradient: Room;
  #steps = 0;

  /**
   * @param kernelRow    [errors · sites] row of the first kernel for a column of the examples, −1 = the column is left out
   * @param classWeights [classes]
   * @param maximumRows  maximum number of examples at a time
   * @param embeddings   of errors and sites, for an architecture that has them
   * @param otherTargets decided by the same hidden layers, only in training
   */
  constructor(
    architecture: Architecture,
    readonly kernelRow: Int32Array,
    classWeights: ArrayLike<number>,
    readonly maximumRows: number,
    adam: AdamSettings = defaultAdam,
    readonly embeddings?: Embeddings,
    loss: Loss = crossEntropyLoss,
    otherTargets: readonly OtherTarget[] = [],
  ) {
    const { arena } = this;
    this.#architecture = architecture;
    this.#adam = adam;
    this.#batch = new Batch(arena, maximumRows, kernelRow, architecture.sites);
    this.#input = createInput(arena, architecture, kernelRow, maximumRows, embeddings);
    this.#hidden = architecture.dense.map(({ units, dropout }, i) => {
      const inputs = i === 0 ? 0 : architecture.dense[i - 1].units;
      const dense =
        i === 0 ? undefined : new DenseLayer(arena, `dense${i + 1}`, inputs, units, architecture.l2, maximumRows);
      return {
        dense,
        activation: dense ? dense.output : new Matrix(arena, maximumRows, units),
        gradient: new Matrix(arena, maximumRows, units),
        threshold: Math.round(dropout * 2 ** 32),
        scale: 1 / (1 - dropout),
      };
    });
    const last = architecture.dense.at(-1)?.units;
    const { classes, l2 } = architecture;
    this.#output = last === undefined ? undefined : new DenseLayer(arena, 'output', last, classes, l2, maximumRows);
    this.#logits = this.#output?.output ?? new Matrix(arena, maximumRows, classes);
    this.#entryGradient = new Room(arena);
    this.#loss = loss;
    this.#terms = termsOf(arena, loss, classWeights);
    if (otherTargets.length > 0 && last === undefined) throw new Error('targets can only share hidden layers');
    this.#heads = otherTargets.map(({ classes: count, classWeights: weights, weight }, i) => {
      const scaled = Array.from(weights, (one) => one * weight);
      return {
        layer: new DenseLayer(arena, `other${i + 1}`, last ?? 0, count, l2, maximumRows),
        labels: arena.allocate(maximumRows * 4),
        terms: termsOf(arena, { ...loss, tau: 0 }, scaled),
      };
    });
    const layers = [
      ...this.#hidden.flatMap(({ dense }) => (dense ? [dense] : [])),
      ...(this.#output ? [this.#output] : []),
      ...this.#heads.map(({ layer }) => layer),
    ];
    this.parameters = [...this.#input.parameters, ...layers.flatMap(({ kernel, bias }) => [kernel, bias])];
  }

  /** Draws new kernels (biases 0) and the state of the dropout stream. */
  initialize(random: RandomState): void {
    const { kernelInitializer } = this.#architecture;
    for (const parameter of this.parameters) {
      if (parameter.name.endsWith('/bias')) continue;
      const fanIn = this.#isOnColumns(parameter) ? this.kernelRow.length : parameter.rows;
      // As Keras counts it for a convolution: every filter is connected to the whole span.
      const fanOut = parameter.name.startsWith('conv_') ? parameter.rows * parameter.columns : parameter.columns;
      const count = parameter.rows * parameter.columns;
      parameter.write(initialWeights(kernelInitializer, count, fanIn, fanOut, random));
    }
    const state = this.arena.allocate(64);
    this.arena.integers(state, 16).set(Int32Array.from({ length: 16 }, () => random.uint32()));
    this.arena.kernels.seedDropout(state);
  }

  /**
   * Collects the gradient of the mean weighted loss over the examples picked[from … to − 1], with dropout.
   *
   * @param otherLabels [other targets][examples]
   * @returns the sum of the examples' weighted losses (without the penalty and those of other targets)
   */
  collectGradient(
    examples: SparseRows,
    labels: Int32Array,
    picked: Int32Array,
    from: number,
    to: number,
    otherLabels: readonly Int32Array[] = [],
  ): number {
    for (const parameter of this.parameters) parameter.prepareTraining();
    this.#batch.load(examples, picked, from, to, labels);
    this.#forward(true);
    const loss = this.#lossGradient(this.#logits, this.#batch.labels, this.#terms);
    const last = this.#hidden.at(-1);
    if (last) {
      this.#output?.backward(last.activation, this.#logits, last.gradient);
      for (const [i, { layer, labels: own, terms }] of this.#heads.entries()) {
        const target = this.arena.integers(own, to - from);
        for (let row = from; row < to; row++) target[row - from] = otherLabels[i][picked[row]];
        layer.forward(last.activation);
        this.#lossGradient(layer.output, own, terms);
        layer.addBackward(last.activation, layer.output, last.gradient);
      }
    }
    this.#backwardHidden();
    this.#input.backward(this.#batch, this.#firstGradient);
    return loss;
  }

  /** The logits become the gradient by them. @returns the sum of the losses */
  #lossGradient(logits: Matrix, labels: number, { weights, offsets }: ClassTerms): number {
    return this.arena.kernels.softmaxCrossEntropy(logits, labels, weights, offsets, this.#loss.gamma);
  }

  /** From the gradient by the last layer's activation to those by all pre-activations. */
  #backwardHidden(): void {
    for (let i = this.#hidden.length - 1; i >= 0; i--) {
      const layer = this.#hidden[i];
      const next = this.#hidden[i + 1];
      // The gradient by the next layer's pre-activation is in that layer's own buffer.
      next?.dense?.backward(layer.activation, next.gradient, layer.gradient);
      this.arena.kernels.reluDropoutGradient(layer.activation, layer.gradient, layer.scale);
    }
  }

  /** The gradient by what the input layer computes. */
  get #firstGradient(): Matrix {
    return this.#hidden[0]?.gradient ?? this.#logits;
  }

  /** One step of Adam (Keras's form) on the collected gradient and the penalty's. */
  step(): void {
    const { learningRate, beta1, beta2, epsilon } = this.#adam;
    this.#steps++;
    const rate = (learningRate * Math.sqrt(1 - beta2 ** this.#steps)) / (1 - beta1 ** this.#steps);
    for (const parameter of this.parameters) parameter.adam(rate, beta1, beta2, epsilon);
  }

  /** L2 penalty of the current weights. */
  penalty(): number {
    return this.parameters.reduce((sum, parameter) => sum + parameter.penalty(), 0);
  }

  /** A parameter's weights on all columns of the examples, row-major; zero where a column is left out. */
  readWeights(name: string): Float32Array {
    const parameter = this.parameters.find((candidate) => candidate.name === name);
    if (!parameter) throw new RangeError(`the network has no weights ${name}`);
    const weights = parameter.read();
    if (!this.#isOnColumns(parameter)) return weights;
    const { columns } = parameter;
    const all = new Float32Array(this.kernelRow.length * columns);
    this.kernelRow.forEach((row, column) => {
      if (row >= 0) all.set(weights.subarray(row * columns, (row + 1) * columns), column * columns);
    });
    return all;
  }

  /** Class probabilities without dropout, row-major [examples.rows × classes]. */
  predict(examples: SparseRows): Float32Array {
    const { classes } = this.#architecture;
    const probabilities = new Float32Array(examples.rows * classes);
    const logits = this.#logits;
    this.#eachBatch(examples, (from) => {
      this.#forward(false);
      this.arena.kernels.softmaxRows(logits);
      probabilities.set(logits.read(), from * classes);
    });
    return probabilities;
  }

  /**
   * One class's logit for each example, without dropout, and its gradient by the value of each entry, 0 in columns that are
   * left out.
   *
   * @param classOf [examples.rows] the class
   */
  logitGradient(examples: SparseRows, classOf: Int32Array): LogitGradient {
    const logits = new Float32Array(examples.rows);
    const gradient = new Float32Array(examples.column.length);
    const output = this.#logits;
    const width = output.stride / 4;
    this.#eachBatch(examples, (from, to) => {
      this.#forward(false);
      const rows = output.floats();
      for (let row = from; row < to; row++) {
        const at = (row - from) * width;
        logits[row] = rows[at + classOf[row]];
        // The gradient of the logit by itself, in place of the logits.
        rows.fill(0, at, at + width);
        rows[at + classOf[row]] = 1;
      }
      const target = this.#entryGradient.reserve(this.#batch.entries);
      this.#backwardToInput();
      this.#input.entryGradient(this.#batch, this.#firstGradient, target);
      gradient.set(this.arena.floats(target, this.#batch.entries), examples.start[from]);
    });
    return { logits, gradient };
  }

  /** Attention's weights for each entry's error and site; undefined if the network has none. */
  attentionOf(examples: SparseRows): EntryAttention | undefined {
    const { attention } = this.#input;
    if (!attention) return undefined;
    const weights = {
      errors: new Float32Array(examples.column.length),
      sites: new Float32Array(examples.column.length),
    };
    const { sites } = this.#architecture;
    this.#eachBatch(examples, (from, to) => {
      const first = this.#hidden[0]?.activation ?? this.#logits;
      first.resize(to - from);
      this.#input.forward(this.#batch, first);
      for (let row = from; row < to; row++) {
        const [ofErrors, ofSites] = [attention.errors, attention.sites].map((axis) =>
          axis.weights.part(row - from, 1).floats(),
        );
        for (let entry = examples.start[row]; entry < examples.start[row + 1]; entry++) {
          const column = examples.column[entry];
          weights.errors[entry] = ofErrors[Math.floor(column / sites)];
          weights.sites[entry] = ofSites[column % sites];
        }
      }
    });
    return weights;
  }

  /** Loads the examples batch by batch. */
  #eachBatch(examples: SparseRows, work: (from: number, to: number) => void): void {
    const picked = Int32Array.from({ length: examples.rows }, (_, row) => row);
    for (let from = 0; from < examples.rows; from += this.maximumRows) {
      const to = Math.min(examples.rows, from + this.maximumRows);
      this.#batch.load(examples, picked, from, to);
      work(from, to);
    }
  }

  /** From the gradient by the logits, which has replaced them, to that by the first pre-activation, without dropout. */
  #backwardToInput(): void {
    for (let i = this.#hidden.length - 1; i >= 0; i--) {
      const { activation, gradient } = this.#hidden[i];
      const next = this.#hidden[i + 1];
      if (next?.dense) next.dense.inputGradient(next.gradient, gradient);
      else this.#output?.inputGradient(this.#logits, gradient);
      this.arena.kernels.reluDropoutGradient(activation, gradient, 1);
    }
  }

  /** Whether a parameter is a kernel on the flattened matrix, with a row for each column in use. */
  #isOnColumns({ name }: Parameter): boolean {
    return kernelsOnColumns(this.#architecture).includes(name);
  }

  #forward(training: boolean): void {
    const { rows } = this.#batch;
    for (const [i, { dense, activation, gradient, threshold, scale }] of this.#hidden.entries()) {
      activation.resize(rows);
      gradient.resize(rows);
      if (dense) dense.forward(this.#hidden[i - 1].activation);
      else this.#input.forward(this.#batch, activation);
      this.arena.kernels.reluDropout(activation, training ? threshold : 0, scale);
    }
    const last = this.#hidden.at(-1);
    if (last) {
      this.#output?.forward(last.activation);
      return;
    }
    this.#logits.resize(rows);
    this.#input.forward(this.#batch, this.#logits);
  }
}

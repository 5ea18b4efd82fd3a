import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';
import type { SparseRows } from '../../dataset/sparse-rows.ts';
import { type Architecture, firstLayer } from '../architecture.ts';
import { type KerasLayer, kerasLayers } from '../keras-layers.ts';
import { classTerms, crossEntropyLoss, type Loss } from '../loss.ts';
import type { AdamSettings } from '../sparse-network.ts';
import type { TensorFlow } from './tensorflow.ts';

/** A weight of a layer that is trained, with Adam's moments. */
interface Trained {
  readonly name: string;
  readonly variable: Core.Variable;
  /** Whether the L2 penalty counts it. */
  readonly penalised: boolean;
  readonly momentum: Core.Variable;
  readonly velocity: Core.Variable;
}

/**
 * A network of the study as layers of TensorFlow.js, on dense matrices: built from the same description as the sparse engine's
 * and trained by the same rules (Keras's Adam, weighted cross entropy on the logits, L2 on dense kernels).
 */
export class KerasNetwork {
  readonly #engine: TensorFlow;
  readonly #layers: ReadonlyMap<string, Layers.layers.Layer>;
  /** From the counts to the input of the first dense layer. */
  readonly #encoder: Layers.LayersModel;
  readonly #trained: readonly Trained[];
  #steps = 0;

  /**
   * @param weights of every layer, by name (`dense1/kernel`); those of embeddings are fixed
   */
  constructor(
    engine: TensorFlow,
    readonly architecture: Architecture,
    weights: ReadonlyMap<string, Float32Array>,
    readonly adam: AdamSettings,
    readonly loss: Loss = crossEntropyLoss,
  ) {
    this.#engine = engine;
    const { core, layers } = engine;
    const built = buildLayers(layers, kerasLayers(architecture), firstLayer(architecture).name);
    this.#layers = built.layers;
    this.#encoder = built.encoder;
    for (const [name, layer] of this.#layers) {
      const values = layer.weights.map((weight) => {
        const initial = weights.get(weight.originalName);
        if (!initial) throw new Error(`there are no weights ${weight.originalName} for the layer ${name}`);
        return core.tensor(initial, weight.read().shape);
      });
      if (values.length > 0) layer.setWeights(values);
      core.dispose(values);
    }
    const variables = core.engine().registeredVariables;
    this.#trained = [...this.#layers.values()].flatMap((layer) =>
      layer.trainableWeights.map(({ name, originalName }) => ({
        name: originalName,
        variable: variables[name],
        penalised: /^(dense\d+|output)\/kernel$/.test(originalName),
        momentum: core.tidy(() => core.variable(core.zerosLike(variables[name]), false)),
        velocity: core.tidy(() => core.variable(core.zerosLike(variables[name]), false)),
      })),
    );
  }

  /**
   * One step of Adam on the examples picked[from … to − 1].
   *
   * @param masks [hidden layers][examples × units] factors of each output for dropout; empty = no dropout
   */
  train(
    examples: SparseRows,
    labels: Int32Array,
    classWeights: ArrayLike<number>,
    picked: Int32Array,
    from: number,
    to: number,
    masks: readonly Float32Array[],
  ): void {
    const { core } = this.#engine;
    const { classes, l2, dense } = this.architecture;
    const rows = to - from;
    core.tidy(() => {
      const counts = this.#dense(examples, picked, from, to);
      const { weights, offsets } = classTerms(this.loss, classWeights);
      const factors = new Float32Array(rows * classes);
      for (let i = 0; i < rows; i++) {
        const label = labels[picked[from + i]];
        factors[i * classes + label] = weights[label] / rows;
      }
      const wanted = core.tensor2d(factors, [rows, classes]);
      const kept = masks.map((mask, i) => core.tensor2d(mask, [rows, dense[i].units]));
      const loss = (): Core.Scalar => {
        const logarithms = core.logSoftmax(core.add(this.#logits(counts, kept), core.tensor1d(offsets)));
        const { gamma } = this.loss;
        const focal = gamma > 0 ? core.pow(core.sub(1, core.exp(logarithms)), gamma) : core.scalar(1);
        const crossEntropy = core.neg(core.sum(core.mul(core.mul(logarithms, focal), wanted)));
        if (l2 === 0) return crossEntropy as Core.Scalar;
        const penalised = this.#trained.filter(({ penalised: counted }) => counted);
        const squares = penalised.map(({ variable }) => core.sum(core.square(variable)));
        return core.add(crossEntropy, core.mul(l2, core.addN(squares))) as Core.Scalar;
      };
      const { grads } = core.variableGrads(
        loss,
        this.#trained.map(({ variable }) => variable),
      );
      this.#step(grads);
    });
  }

  /** Class probabilities without dropout, row-major [picked rows × classes]. */
  predict(examples: SparseRows, picked: Int32Array, from: number, to: number): Float32Array {
    const { core } = this.#engine;
    const probabilities = core.tidy(() => core.softmax(this.#logits(this.#dense(examples, picked, from, to), [])));
    try {
      return probabilities.dataSync() as Float32Array;
    } finally {
      probabilities.dispose();
    }
  }

  /** The current weights of every layer, by name. */
  read(): Map<string, Float32Array> {
    const layers = [...this.#layers.values()];
    return new Map(
      layers.flatMap(({ weights }) =>
        weights.map((weight) => [weight.originalName, Float32Array.from(weight.read().dataSync())] as const),
      ),
    );
  }

  /** Restores weights that `read` returned. Adam's moments stay. */
  write(weights: ReadonlyMap<string, Float32Array>): void {
    const { core } = this.#engine;
    for (const { name, variable } of this.#trained) {
      const values = weights.get(name);
      if (!values) throw new Error(`there are no weights ${name}`);
      core.tidy(() => variable.assign(core.tensor(values, variable.shape)));
    }
  }

  dispose(): void {
    const { core } = this.#engine;
    // Layers count their users, and would keep their weights for the encoder.
    for (const { weights } of this.#layers.values()) for (const weight of weights) weight.dispose();
    core.dispose(this.#trained.flatMap(({ momentum, velocity }) => [momentum, velocity]));
  }

  #logits(counts: Core.Tensor, masks: readonly Core.Tensor[]): Core.Tensor {
    const { core } = this.#engine;
    let last = this.#encoder.apply(counts) as Core.Tensor;
    this.architecture.dense.forEach((_, i) => {
      last = this.#layer(`dense${i + 1}`).apply(last) as Core.Tensor;
      if (masks.length > 0) last = core.mul(last, masks[i]);
    });
    return this.#layer('output').apply(last) as Core.Tensor;
  }

  #layer(name: string): Layers.layers.Layer {
    const layer = this.#layers.get(name);
    if (!layer) throw new Error(`there is no layer ${name}`);
    return layer;
  }

  /** Adam as in Keras: the rate includes the correction of the moments, epsilon is outside the root. */
  #step(gradients: Core.NamedTensorMap): void {
    const { core } = this.#engine;
    const { learningRate, beta1, beta2, epsilon } = this.adam;
    this.#steps++;
    const rate = (learningRate * Math.sqrt(1 - beta2 ** this.#steps)) / (1 - beta1 ** this.#steps);
    for (const { variable, momentum, velocity } of this.#trained) {
      const gradient = gradients[variable.name];
      momentum.assign(core.add(core.mul(momentum, beta1), core.mul(gradient, 1 - beta1)));
      velocity.assign(core.add(core.mul(velocity, beta2), core.mul(core.square(gradient), 1 - beta2)));
      const change = core.div(core.mul(momentum, rate), core.add(core.sqrt(velocity), epsilon));
      variable.assign(core.sub(variable, change) as Core.Tensor);
    }
  }

  /** [examples × errors × sites] */
  #dense({ start, column, value }: SparseRows, picked: Int32Array, from: number, to: number): Core.Tensor3D {
    const { errors, sites } = this.architecture;
    const width = errors * sites;
    const counts = new Float32Array((to - from) * width);
    for (let i = from; i < to; i++) {
      const at = (i - from) * width;
      for (let entry = start[picked[i]]; entry < start[picked[i] + 1]; entry++)
        counts[at + column[entry]] += value[entry];
    }
    return this.#engine.core.tensor3d(counts, [to - from, errors, sites]);
  }
}

interface BuiltLayers {
  readonly layers: ReadonlyMap<string, Layers.layers.Layer>;
  readonly encoder: Layers.LayersModel;
}

/** The layers of a description, connected up to the first one of the head; the output's activation is left out. */
function buildLayers(api: typeof Layers, description: readonly KerasLayer[], first: string): BuiltLayers {
  const layers = new Map<string, Layers.layers.Layer>();
  const outputs = new Map<string, Layers.SymbolicTensor>();
  let counts: Layers.SymbolicTensor | undefined;
  let features: Layers.SymbolicTensor | undefined;
  for (const { class_name: className, name, config, inputs } of description) {
    if (className === 'InputLayer') {
      const [, ...shape] = config.batch_input_shape as (number | null)[];
      counts = api.input({ shape, name });
      outputs.set(name, counts);
      continue;
    }
    const sources = inputs.map((input) => outputs.get(input));
    if (name === first) features = sources[0];
    if (className === 'Dropout') {
      // Its masks come from outside, so that they are the same in every run.
      const [source] = sources;
      if (source) outputs.set(name, source);
      continue;
    }
    const layer = createLayer(api, className, name === 'output' ? { ...config, activation: 'linear' } : config);
    layers.set(name, layer);
    const output = layer.apply((sources.length === 1 ? sources[0] : sources) as Layers.SymbolicTensor);
    outputs.set(name, output as Layers.SymbolicTensor);
  }
  if (!counts || !features) throw new Error('the description has no counts or no head');
  return { layers, encoder: api.model({ inputs: counts, outputs: features }) };
}

function createLayer(api: typeof Layers, className: string, config: KerasLayer['config']): Layers.layers.Layer {
  const args = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase()),
      value,
    ]),
  );
  const { layers } = api;
  switch (className) {
    case 'Dense':
      return layers.dense(args as unknown as Parameters<typeof layers.dense>[0]);
    case 'Conv2D':
      return layers.conv2d(args as unknown as Parameters<typeof layers.conv2d>[0]);
    case 'DepthwiseConv2D':
      return layers.depthwiseConv2d(args as unknown as Parameters<typeof layers.depthwiseConv2d>[0]);
    case 'Reshape':
      return layers.reshape(args as unknown as Parameters<typeof layers.reshape>[0]);
    case 'Flatten':
      return layers.flatten(args);
    case 'Multiply':
      return layers.multiply(args);
    case 'Concatenate':
      return layers.concatenate(args);
    default:
      throw new Error(`no layer ${className}`);
  }
}

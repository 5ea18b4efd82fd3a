import * as z from 'zod';
import { InputError } from '../dataset/input-error.ts';
import type { Architecture, Encoder } from './architecture.ts';

/*
 * Finds the study's networks in model files of Keras and TensorFlow.js: our own, and those of the kind that the study's code
 * saved. Everything else is refused with the name of the layer that does not fit.
 */

/** A layer as files have it, with the names of those that feed it. */
export interface FoundLayer {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
}

/** What a model file describes. */
export interface RecognisedNetwork {
  readonly architecture: Omit<Architecture, 'kernelInitializer' | 'l2'>;
  /** Our name of a layer with weights → its name in the file. */
  readonly layers: ReadonlyMap<string, string>;
}

const layerSchema = z.looseObject({
  class_name: z.string(),
  config: z.record(z.string(), z.unknown()),
  name: z.string().optional(),
  inbound_nodes: z.array(z.unknown()).optional(),
});
const modelSchema = z.looseObject({
  class_name: z.string(),
  config: z.union([z.array(layerSchema), z.looseObject({ layers: z.array(layerSchema) })]),
});

/**
 * @param topology of Keras's `model.json`, or the `modelTopology` of TensorFlow.js
 * @param file     for messages
 * @throws InputError
 */
export function recogniseNetwork(topology: unknown, file: string): RecognisedNetwork {
  const fail = (reason: string): never => {
    throw new InputError(reason, file);
  };
  return new Recogniser(readLayers(topology, fail), fail).network();
}

type Fail = (reason: string) => never;

function readLayers(topology: unknown, fail: Fail): FoundLayer[] {
  const inner = isObject(topology) && 'model_config' in topology ? topology.model_config : topology;
  const model = modelSchema.safeParse(inner);
  if (!model.success) return fail('this is no model of Keras or TensorFlow.js: it describes no layers');
  const { class_name: className, config } = model.data;
  const layers = Array.isArray(config) ? config : config.layers;
  if (className === 'Sequential') return inSequence(layers);
  if (className !== 'Model' && className !== 'Functional') {
    return fail(`the model is of the class ${className}, expected Sequential, Model or Functional`);
  }
  return layers.map((layer) => {
    const nodes = layer.inbound_nodes ?? [];
    if (nodes.length > 1) fail(`the layer ${nameOf(layer)} is used ${nodes.length} times, expected once`);
    return { ...described(layer), inputs: [...new Set(sourcesOf(nodes[0]))] };
  });
}

type LayerFile = z.infer<typeof layerSchema>;

function described(layer: LayerFile): Omit<FoundLayer, 'inputs'> {
  return { name: nameOf(layer), className: layer.class_name, config: layer.config };
}

function nameOf({ name, config, class_name: className }: LayerFile): string {
  return name ?? (typeof config.name === 'string' ? config.name : className);
}

/** Each layer feeds the next; the first may say the input's shape itself. */
function inSequence(layers: readonly LayerFile[]): FoundLayer[] {
  const [first] = layers;
  const shape = first?.config.batch_input_shape ?? first?.config.batch_shape;
  const hasInput = first?.class_name === 'InputLayer';
  const input = { name: 'input', className: 'InputLayer', config: { batch_input_shape: shape }, inputs: [] };
  const chain: FoundLayer[] = hasInput || !first ? [] : [input];
  for (const layer of layers) {
    const last = chain.at(-1);
    chain.push({ ...described(layer), inputs: last ? [last.name] : [] });
  }
  return chain;
}

/** Names of the layers that feed a node: `[[name, 0, 0, {}], …]`, or the calls that Keras 3 writes down. */
function sourcesOf(node: unknown): string[] {
  if (Array.isArray(node)) {
    if (typeof node[0] === 'string' && typeof node[1] === 'number') return [node[0]];
    return node.flatMap(sourcesOf);
  }
  if (!isObject(node)) return [];
  const { keras_history: history } = node;
  if (Array.isArray(history) && typeof history[0] === 'string') return [history[0]];
  return Object.values(node).flatMap(sourcesOf);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Follows the layers from the output to the counts. */
class Recogniser {
  readonly #byName: ReadonlyMap<string, FoundLayer>;
  readonly #found = new Map<string, string>();
  readonly #seen = new Set<FoundLayer>();

  constructor(
    readonly layers: readonly FoundLayer[],
    readonly fail: Fail,
  ) {
    this.#byName = new Map(layers.map((layer) => [layer.name, layer]));
  }

  network(): RecognisedNetwork {
    const { fail, layers } = this;
    const inputs = layers.filter(({ className }) => className === 'InputLayer');
    if (inputs.length !== 1) return fail(`the model has ${inputs.length} inputs, expected one: the counts`);
    const [errors, sites] = this.#inputShape(inputs[0]);
    const fed = new Set(layers.flatMap((layer) => layer.inputs));
    const outputs = layers.filter(({ name }) => !fed.has(name));
    if (outputs.length !== 1) return fail(`the model has ${outputs.length} outputs, expected one: the classes`);
    const { dense, features, classes } = this.#head(outputs[0]);
    const { encoder, attention } = this.#encoder(features, inputs[0], errors, sites);
    const stray = layers.find((layer) => !this.#seen.has(layer));
    if (stray) return this.#refuse(stray, 'has no place in a network of the study');
    return { architecture: { errors, sites, classes, encoder, attention, dense }, layers: this.#found };
  }

  #inputShape(input: FoundLayer): [number, number] {
    this.#seen.add(input);
    const shape = input.config.batch_input_shape ?? input.config.batch_shape;
    const sizes = Array.isArray(shape) ? shape.slice(1) : [];
    const isMatrix = sizes.length === 2 || (sizes.length === 3 && sizes[2] === 1);
    if (!isMatrix || !sizes.every(Number.isInteger)) {
      return this.#refuse(input, `takes ${JSON.stringify(shape)}, expected [null, error codes, sites]`);
    }
    return [sizes[0], sizes[1]];
  }

  /** Dense layers with dropout between them, and a softmax at the end. */
  #head(output: FoundLayer): { dense: Architecture['dense']; features: FoundLayer; classes: number } {
    const classes = this.#denseUnits(output, 'softmax');
    this.#found.set('output', output.name);
    const dense: { units: number; dropout: number; layer: string }[] = [];
    let layer = this.#source(output);
    let dropout = 0;
    for (;;) {
      if (layer.className === 'Dropout') {
        this.#seen.add(layer);
        dropout = Number(layer.config.rate ?? 0);
      } else if (layer.className === 'Dense') {
        dense.unshift({ units: this.#denseUnits(layer, 'relu'), dropout, layer: layer.name });
        dropout = 0;
      } else break;
      layer = this.#source(layer);
    }
    if (dense.length === 0) return this.#refuse(output, 'has no dense layer before it');
    for (const [i, { layer: name }] of dense.entries()) this.#found.set(`dense${i + 1}`, name);
    return { dense: dense.map(({ units, dropout: rate }) => ({ units, dropout: rate })), features: layer, classes };
  }

  #encoder(
    features: FoundLayer,
    input: FoundLayer,
    errors: number,
    sites: number,
  ): { encoder: Encoder; attention: boolean } {
    if (features.className === 'Flatten') {
      const source = this.#source(this.#see(features));
      if (source === input) return { encoder: { kind: 'flatten' }, attention: false };
      this.#weighted(source, input, [errors, sites], (flat) => this.#isFlatInput(flat, input));
      return { encoder: { kind: 'flatten' }, attention: true };
    }
    if (features.className !== 'Concatenate') {
      return this.#refuse(features, `is of the class ${features.className}, expected Flatten or Concatenate`);
    }
    const parts = this.#sources(this.#see(features)).map((part) => this.#unflattened(part));
    if (parts.length !== 2) return this.#refuse(features, `joins ${parts.length} layers, expected sites and errors`);
    return this.#twoSided(features, parts, input, [errors, sites]);
  }

  /** Convolutions or embeddings of sites and of errors, weighed by attention or not. */
  #twoSided(
    features: FoundLayer,
    parts: readonly FoundLayer[],
    input: FoundLayer,
    [errors, sites]: readonly [number, number],
  ): { encoder: Encoder; attention: boolean } {
    const weighed = parts.map((part) => part.className === 'Multiply');
    const attention = weighed[0];
    if (weighed[1] !== attention) return this.#refuse(features, 'joins a weighed part with one that is not');
    const [ofSites, ofErrors] = parts.map((part, i) => {
      if (!attention) return part;
      const units = i === 0 ? sites : errors;
      return this.#weighedPart(part, i === 0 ? 'site' : 'error', units, (flat) => this.#isFlatModelInput(flat, input));
    });
    if (ofSites.className === 'Conv2D') {
      const filters = this.#convolution(ofSites, 'conv_sites', [errors, 1], input);
      if (this.#convolution(ofErrors, 'conv_errors', [1, sites], input) !== filters) {
        return this.#refuse(ofErrors, `has other filters than the ${filters} of ${ofSites.name}`);
      }
      return { encoder: { kind: 'convolutions', filters }, attention };
    }
    const size = this.#embedding(ofSites, 'site', sites, [errors, 1], input);
    if (this.#embedding(ofErrors, 'error', errors, [1, sites], input) !== size) {
      return this.#refuse(ofErrors, `has embeddings of another size than the ${size} of ${ofSites.name}`);
    }
    return { encoder: { kind: 'embeddings', size }, attention };
  }

  /** Counts times the weights of errors and of sites. */
  #weighted(
    layer: FoundLayer,
    input: FoundLayer,
    [errors, sites]: readonly [number, number],
    isFlat: (layer: FoundLayer) => boolean,
  ): void {
    const factors = this.#factors(layer);
    if (!factors.includes(input)) this.#refuse(layer, 'does not multiply the counts');
    for (const factor of factors) {
      if (factor === input) continue;
      // Where there are as many sites as codes, the shape tells them apart: weights of errors stand in a column.
      const isColumn = String(factor.config.target_shape ?? '').endsWith(',1');
      const source = this.#reshaped(factor);
      const units = Number(source.config.units);
      const mayBeErrors = units === errors && !this.#found.has('error_attention');
      const axis = mayBeErrors && (errors !== sites || isColumn) ? 'error' : 'site';
      this.#attention(source, axis, axis === 'error' ? errors : sites, isFlat);
    }
    for (const axis of ['site', 'error']) {
      if (!this.#found.has(`${axis}_attention`)) this.#refuse(layer, `has no weights of the ${axis}s`);
    }
  }

  /** The factors of a product, also of one that is made in two steps. */
  #factors(layer: FoundLayer): FoundLayer[] {
    if (layer.className !== 'Multiply') return [layer];
    return this.#sources(this.#see(layer)).flatMap((source) => this.#factors(source));
  }

  #weighedPart(layer: FoundLayer, axis: string, units: number, isFlat: (layer: FoundLayer) => boolean): FoundLayer {
    const factors = this.#sources(this.#see(layer));
    const weights = factors.find((factor) => this.#peek(factor).className === 'Dense');
    const part = factors.find((factor) => factor !== weights);
    if (!weights || !part) return this.#refuse(layer, 'does not multiply a part with its attention');
    this.#attention(this.#reshaped(weights), axis, units, isFlat);
    return part;
  }

  #attention(layer: FoundLayer, axis: string, units: number, isFlat: (layer: FoundLayer) => boolean): void {
    if (this.#denseUnits(layer, 'softmax') !== units) this.#refuse(layer, `has not the ${units} units of the ${axis}s`);
    if (!isFlat(this.#see(this.#source(layer)))) this.#refuse(layer, 'does not look at the flattened counts');
    this.#found.set(`${axis}_attention`, layer.name);
  }

  /** The flattened counts, or the flattened embeddings of the totals. */
  #isFlatModelInput(layer: FoundLayer, input: FoundLayer): boolean {
    if (layer.className !== 'Concatenate') return this.#isFlatInput(layer, input);
    return this.#sources(layer).every((part) => this.#unflattened(part).className === 'DepthwiseConv2D');
  }

  #isFlatInput(layer: FoundLayer, input: FoundLayer): boolean {
    return layer.className === 'Flatten' && this.#source(layer) === input;
  }

  #convolution(layer: FoundLayer, name: string, span: readonly number[], input: FoundLayer): number {
    const { filters, kernel_size: size, padding, activation, strides } = layer.config;
    if (layer.className !== 'Conv2D') return this.#refuse(layer, `is of the class ${layer.className}, expected Conv2D`);
    if (String(size) !== String(span))
      return this.#refuse(layer, `spans ${JSON.stringify(size)}, expected ${JSON.stringify(span)}`);
    if (padding === 'same') return this.#refuse(layer, 'is padded, expected padding "valid"');
    if (strides !== undefined && String(strides) !== '1,1') return this.#refuse(layer, 'has strides, expected none');
    if (activation !== undefined && activation !== 'linear')
      return this.#refuse(layer, `has the activation ${activation}, expected none`);
    if (layer.config.use_bias === false) return this.#refuse(layer, 'has no bias');
    this.#see(layer);
    if (this.#reshaped(this.#source(layer)) !== input) return this.#refuse(layer, 'does not read the counts');
    this.#found.set(name, layer.name);
    return Number(filters);
  }

  /** Totals by a kernel of ones, each a channel, times its embedding: the form in which we write embeddings down. */
  #embedding(rows: FoundLayer, axis: string, names: number, span: readonly number[], input: FoundLayer): number {
    const layer = this.#reshaped(rows);
    if (layer.className !== 'DepthwiseConv2D') {
      return this.#refuse(layer, `is of the class ${layer.className}, expected Conv2D or an embedding of totals`);
    }
    this.#see(layer);
    const totals = this.#reshaped(this.#source(layer));
    const { kernel_size: size, filters, use_bias: bias } = totals.config;
    if (totals.className !== 'Conv2D' || String(size) !== String(span) || filters !== 1 || bias !== false) {
      return this.#refuse(totals, `does not add up ${names === 1 ? 'the one' : `each of the ${names}`} ${axis}s`);
    }
    this.#see(totals);
    if (this.#reshaped(this.#source(totals)) !== input) return this.#refuse(totals, 'does not read the counts');
    this.#found.set(`${axis}_embedding`, layer.name);
    this.#found.set(`${axis}_totals`, totals.name);
    return Number(layer.config.depth_multiplier);
  }

  #denseUnits(layer: FoundLayer, activation: string): number {
    const { units, activation: own, use_bias: bias } = layer.config;
    if (layer.className !== 'Dense') return this.#refuse(layer, `is of the class ${layer.className}, expected Dense`);
    if (own !== activation) return this.#refuse(layer, `has the activation ${String(own)}, expected ${activation}`);
    if (bias === false) return this.#refuse(layer, 'has no bias');
    this.#see(layer);
    return Number(units);
  }

  /** What a layer reshapes, if it does. */
  #reshaped(layer: FoundLayer): FoundLayer {
    return layer.className === 'Reshape' ? this.#reshaped(this.#source(this.#see(layer))) : layer;
  }

  #peek(layer: FoundLayer): FoundLayer {
    return layer.className === 'Reshape' ? this.#peek(this.#source(layer)) : layer;
  }

  #unflattened(layer: FoundLayer): FoundLayer {
    return layer.className === 'Flatten' || layer.className === 'Reshape'
      ? this.#unflattened(this.#source(this.#see(layer)))
      : layer;
  }

  #see(layer: FoundLayer): FoundLayer {
    this.#seen.add(layer);
    return layer;
  }

  #source(layer: FoundLayer): FoundLayer {
    const sources = this.#sources(layer);
    if (sources.length !== 1) return this.#refuse(layer, `is fed by ${sources.length} layers, expected one`);
    return sources[0];
  }

  #sources(layer: FoundLayer): FoundLayer[] {
    return layer.inputs.map(
      (name) => this.#byName.get(name) ?? this.#refuse(layer, `is fed by ${name}, which is not there`),
    );
  }

  #refuse(layer: FoundLayer, reason: string): never {
    return this.fail(`the layer ${layer.name} ${reason}`);
  }
}

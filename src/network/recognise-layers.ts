import { InputError } from '../dataset/input-error.ts';
import type { Encoder, NetworkLayers } from './architecture.ts';
import { type Fail, type FoundLayer, inputShape, readLayers } from './model-layers.ts';

/*
 * Finds the study's networks in model files of Keras and TensorFlow.js: our own, and those like the files of the study's code.
 * Everything else is refused with the name of the layer that does not fit.
 */

/** What a model file describes. */
export interface RecognisedNetwork {
  readonly architecture: NetworkLayers;
  /** Our name of a layer with weights → its name in the file. */
  readonly layers: ReadonlyMap<string, string>;
  /** The same layers as the file describes them, by our names. */
  readonly described: ReadonlyMap<string, FoundLayer>;
  /** Layers that affect only the training and have no place in the architecture. */
  readonly trainingOnly: readonly FoundLayer[];
}

/**
 * @param topology of Keras's `model.json`, or the `modelTopology` of TensorFlow.js
 * @param file     for messages
 * @throws InputError
 */
export function recogniseNetwork(topology: unknown, file: string): RecognisedNetwork {
  const fail = (reason: string): never => {
    throw new InputError(reason, file);
  };
  const { layers, trainingOnly } = readLayers(topology, fail);
  return { ...new Recogniser(layers, fail).network(), trainingOnly };
}

/** Maximum number of units, filters or channels in a file. */
const maxUnits = 1e6;

/** Follows the layers from the output to the counts. */
class Recogniser {
  readonly #byName: ReadonlyMap<string, FoundLayer>;
  readonly #found = new Map<string, FoundLayer>();
  readonly #seen = new Set<FoundLayer>();

  constructor(
    readonly layers: readonly FoundLayer[],
    readonly fail: Fail,
  ) {
    this.#byName = new Map(layers.map((layer) => [layer.name, layer]));
  }

  network(): Omit<RecognisedNetwork, 'trainingOnly'> {
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
    return {
      architecture: { errors, sites, classes, encoder, attention, dense },
      layers: new Map([...this.#found].map(([own, { name }]) => [own, name])),
      described: this.#found,
    };
  }

  #inputShape(input: FoundLayer): [number, number] {
    this.#seen.add(input);
    const shape = inputShape(input.config);
    if (shape === undefined || shape === null) {
      return this.fail('the model does not say the shape of its input, expected [null, error codes, sites]');
    }
    const sizes = Array.isArray(shape) ? shape.slice(1) : [];
    const isMatrix = sizes.length === 2 || (sizes.length === 3 && sizes[2] === 1);
    if (!isMatrix || !sizes.every((size) => isCount(size, 2 ** 31))) {
      return this.#refuse(input, `takes ${JSON.stringify(shape)}, expected [null, error codes, sites]`);
    }
    return [sizes[0], sizes[1]];
  }

  /** Dense layers with dropout between them, and a softmax at the end. */
  #head(output: FoundLayer): { dense: NetworkLayers['dense']; features: FoundLayer; classes: number } {
    const classes = this.#denseUnits(output, 'softmax');
    this.#found.set('output', output);
    const dense: { units: number; dropout: number; layer: FoundLayer }[] = [];
    let layer = this.#source(output);
    let dropout = 0;
    for (;;) {
      if (layer.className === 'Dropout') {
        this.#seen.add(layer);
        dropout = this.#rate(layer);
      } else if (layer.className === 'Dense') {
        dense.unshift({ units: this.#denseUnits(layer, 'relu'), dropout, layer });
        dropout = 0;
      } else break;
      layer = this.#source(layer);
    }
    if (dense.length === 0 && layer.className !== 'Flatten') {
      return this.#refuse(output, 'has no dense layer before it');
    }
    for (const [i, { layer: found }] of dense.entries()) this.#found.set(`dense${i + 1}`, found);
    return { dense: dense.map(({ units, dropout: rate }) => ({ units, dropout: rate })), features: layer, classes };
  }

  #encoder(
    features: FoundLayer,
    input: FoundLayer,
    errors: number,
    sites: number,
  ): { encoder: Encoder; attention: boolean } {
    if (features.className === 'Flatten') {
      this.#requireChannelsLast(features);
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

  /** Convolutions or embeddings of sites and of errors, weighted by attention or not. */
  #twoSided(
    features: FoundLayer,
    parts: readonly FoundLayer[],
    input: FoundLayer,
    [errors, sites]: readonly [number, number],
  ): { encoder: Encoder; attention: boolean } {
    const weighed = parts.map((part) => part.className === 'Multiply');
    const attention = weighed[0];
    if (weighed[1] !== attention) return this.#refuse(features, 'joins a weighted part with one that is not');
    const [ofSites, ofErrors] = parts.map((part, i) => {
      if (!attention) return part;
      const units = i === 0 ? sites : errors;
      return this.#weighedPart(part, i === 0 ? 'site' : 'error', units, (flat) => this.#isFlatModelInput(flat, input));
    });
    const grid = [errors, sites, 1];
    if (ofSites.className === 'Conv2D') {
      const filters = this.#convolution(ofSites, 'conv_sites', [errors, 1], grid, input);
      if (this.#convolution(ofErrors, 'conv_errors', [1, sites], grid, input) !== filters) {
        return this.#refuse(ofErrors, `does not have the ${filters} filters of ${ofSites.name}`);
      }
      return { encoder: { kind: 'convolutions', filters }, attention };
    }
    const size = this.#embedding(ofSites, 'site', sites, [errors, 1], grid, input);
    if (this.#embedding(ofErrors, 'error', errors, [1, sites], grid, input) !== size) {
      return this.#refuse(ofErrors, `does not have embeddings of size ${size} like ${ofSites.name}`);
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
      // If there are as many sites as codes, the shape decides: weights of errors are a column.
      const isColumn = String(factor.config.target_shape ?? '').endsWith(',1');
      const units = Number(this.#peek(factor).config.units);
      const mayBeErrors = units === errors && !this.#found.has('error_attention');
      const axis = mayBeErrors && (errors !== sites || isColumn) ? 'error' : 'site';
      if (axis === 'error' && factor.className !== 'Reshape') this.#refuse(factor, 'is not reshaped to a column');
      const source = this.#reshaped(factor, axis === 'error' ? [errors, 1] : [1, sites]);
      this.#attention(source, axis, axis === 'error' ? errors : sites, isFlat);
    }
    for (const axis of ['site', 'error']) {
      if (!this.#found.has(`${axis}_attention`)) this.#refuse(layer, `has no weights of the ${axis}s`);
    }
  }

  /** The factors of a product, also of one made in two steps. */
  #factors(layer: FoundLayer): FoundLayer[] {
    if (layer.className !== 'Multiply') return [layer];
    return this.#sources(this.#see(layer)).flatMap((source) => this.#factors(source));
  }

  #weighedPart(layer: FoundLayer, axis: string, units: number, isFlat: (layer: FoundLayer) => boolean): FoundLayer {
    const factors = this.#sources(this.#see(layer));
    const weights = factors.find((factor) => this.#peek(factor).className === 'Dense');
    const part = factors.find((factor) => factor !== weights);
    if (weights?.className !== 'Reshape' || !part) {
      return this.#refuse(layer, 'does not multiply a part with its attention');
    }
    // Convolutions keep the axis that they span, embeddings have rows.
    const isGrid = this.#peek(part).className === 'Conv2D';
    const shape = axis === 'site' ? [1, units, 1] : [units, 1, 1];
    this.#attention(this.#reshaped(weights, isGrid ? shape : [units, 1]), axis, units, isFlat);
    return part;
  }

  #attention(layer: FoundLayer, axis: string, units: number, isFlat: (layer: FoundLayer) => boolean): void {
    if (this.#denseUnits(layer, 'softmax') !== units)
      this.#refuse(layer, `does not have the ${units} units of the ${axis}s`);
    if (!isFlat(this.#see(this.#source(layer)))) this.#refuse(layer, 'does not read the flattened counts');
    this.#found.set(`${axis}_attention`, layer);
  }

  /** The flattened counts, or the flattened embeddings of the totals. */
  #isFlatModelInput(layer: FoundLayer, input: FoundLayer): boolean {
    if (layer.className !== 'Concatenate') return this.#isFlatInput(layer, input);
    return this.#sources(layer).every((part) => this.#unflattened(part).className === 'DepthwiseConv2D');
  }

  #isFlatInput(layer: FoundLayer, input: FoundLayer): boolean {
    if (layer.className !== 'Flatten') return false;
    this.#requireChannelsLast(layer);
    return this.#source(layer) === input;
  }

  #convolution(
    layer: FoundLayer,
    name: string,
    span: readonly number[],
    grid: readonly number[],
    input: FoundLayer,
  ): number {
    const filters = this.#plainConvolution(layer, 'Conv2D', span, 'filters');
    if (layer.config.use_bias === false) return this.#refuse(layer, 'has no bias');
    if (this.#reshaped(this.#source(layer), grid) !== input) return this.#refuse(layer, 'does not read the counts');
    this.#found.set(name, layer);
    return filters;
  }

  /** Totals by a kernel of ones, each a channel, times its embedding: the form in which we store embeddings. */
  #embedding(
    rows: FoundLayer,
    axis: string,
    names: number,
    span: readonly number[],
    grid: readonly number[],
    input: FoundLayer,
  ): number {
    const size = Number(this.#peek(rows).config.depth_multiplier);
    const layer = this.#reshaped(rows, [names, size]);
    if (layer.className !== 'DepthwiseConv2D') {
      return this.#refuse(layer, `is of the class ${layer.className}, expected Conv2D or an embedding of totals`);
    }
    this.#plainConvolution(layer, 'DepthwiseConv2D', [1, 1], 'depth_multiplier');
    const totals = this.#reshaped(this.#source(layer), [1, 1, names]);
    const sums = this.#plainConvolution(totals, 'Conv2D', span, 'filters');
    if (sums !== 1 || totals.config.use_bias !== false || layer.config.use_bias !== false) {
      return this.#refuse(totals, `does not add up ${names === 1 ? 'the one' : `each of the ${names}`} ${axis}s`);
    }
    if (this.#reshaped(this.#source(totals), grid) !== input) return this.#refuse(totals, 'does not read the counts');
    this.#found.set(`${axis}_embedding`, layer);
    this.#found.set(`${axis}_totals`, totals);
    return size;
  }

  /** A convolution with only a kernel and a bias. @returns its number of channels, the value of `count` */
  #plainConvolution(layer: FoundLayer, className: string, span: readonly number[], count: string): number {
    const { kernel_size: size, padding, activation, strides, dilation_rate: dilation, groups } = layer.config;
    if (layer.className !== className)
      return this.#refuse(layer, `is of the class ${layer.className}, expected ${className}`);
    if (String(size) !== String(span))
      return this.#refuse(layer, `spans ${JSON.stringify(size)}, expected ${JSON.stringify(span)}`);
    if (padding === 'same') return this.#refuse(layer, 'is padded, expected padding "valid"');
    if (!isOnes(strides)) return this.#refuse(layer, 'has strides, expected none');
    if (!isOnes(dilation) || !isOnes(groups)) return this.#refuse(layer, 'is dilated or has groups, expected neither');
    this.#requireChannelsLast(layer);
    if (activation !== undefined && activation !== null && activation !== 'linear')
      return this.#refuse(layer, `has the activation ${String(activation)}, expected none`);
    const channels = layer.config[count];
    if (!isCount(channels, maxUnits)) return this.#refuse(layer, `has ${String(channels)} ${count}`);
    this.#see(layer);
    return channels;
  }

  #requireChannelsLast(layer: FoundLayer): void {
    if (layer.config.data_format !== 'channels_first') return;
    this.#refuse(layer, 'has the data format channels_first, expected channels_last');
  }

  #denseUnits(layer: FoundLayer, activation: string): number {
    const { units, activation: own, use_bias: bias } = layer.config;
    if (layer.className !== 'Dense') return this.#refuse(layer, `is of the class ${layer.className}, expected Dense`);
    if (own !== activation) return this.#refuse(layer, `has the activation ${textOf(own)}, expected ${activation}`);
    if (bias === false) return this.#refuse(layer, 'has no bias');
    if (!isCount(units, maxUnits)) return this.#refuse(layer, `has ${String(units)} units`);
    this.#see(layer);
    return units;
  }

  #rate(layer: FoundLayer): number {
    const { rate = 0 } = layer.config;
    const isShare = typeof rate === 'number' && rate >= 0 && rate < 1;
    return isShare ? rate : this.#refuse(layer, `has the rate ${String(rate)}, expected a number from 0 to below 1`);
  }

  /** The source of a layer that reshapes to this shape, which its readers rely on; any other layer itself. */
  #reshaped(layer: FoundLayer, shape: readonly number[]): FoundLayer {
    if (layer.className !== 'Reshape') return layer;
    const { target_shape: target } = this.#see(layer).config;
    const fits =
      Array.isArray(target) && target.length === shape.length && target.every((n, i) => n === shape[i] || n === -1);
    if (!fits) {
      return this.#refuse(layer, `reshapes to ${JSON.stringify(target)}, expected ${JSON.stringify(shape)}`);
    }
    let source = this.#source(layer);
    // Only the last shape matters: numbers keep their order through all of them.
    while (source.className === 'Reshape') source = this.#source(this.#see(source));
    return source;
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
      (name) => this.#byName.get(name) ?? this.#refuse(layer, `is fed by ${name}, which does not exist`),
    );
  }

  #refuse(layer: FoundLayer, reason: string): never {
    return this.fail(`the layer ${layer.name} ${reason}`);
  }
}

function isCount(value: unknown, limit: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < limit;
}

function isOnes(value: unknown): boolean {
  return value === undefined || [value].flat().every((one) => one === 1);
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

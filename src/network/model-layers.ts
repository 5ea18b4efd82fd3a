import * as z from 'zod';

/*
 * The layers in a model file of Keras or TensorFlow.js, as a graph, without those that have no effect on predictions.
 */

/** A layer as in files, with the names of those that feed it. */
export interface FoundLayer {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
}

export interface FoundLayers {
  readonly layers: readonly FoundLayer[];
  /** Layers that affect only the training, such as noise on the counts; they are not among `layers`. */
  readonly trainingOnly: readonly FoundLayer[];
}

export type Fail = (reason: string) => never;

const layerSchema = z.looseObject({
  class_name: z.string(),
  config: z.record(z.string(), z.unknown()),
  name: z.string().optional(),
  inbound_nodes: z.array(z.unknown()).optional(),
});
type LayerFile = z.infer<typeof layerSchema>;

const modelSchema = z.looseObject({
  class_name: z.string(),
  config: z.union([z.array(layerSchema), z.looseObject({ layers: z.array(layerSchema) })]),
});

/** Maximum number of layers of a model. */
const maxLayers = 1000;

/** Classes of layers in networks of the study. */
const knownClasses = new Set(
  'InputLayer Flatten Reshape Dense Dropout Conv2D DepthwiseConv2D Multiply Concatenate Activation ReLU Softmax'.split(
    ' ',
  ),
);
/** Classes of layers without effect on predictions. */
const noiseClasses = new Set(
  'Dropout SpatialDropout1D SpatialDropout2D AlphaDropout GaussianDropout GaussianNoise ActivityRegularization'.split(
    ' ',
  ),
);

/** @param topology of Keras's `model.json`, or the `modelTopology` of TensorFlow.js */
export function readLayers(topology: unknown, fail: Fail): FoundLayers {
  const inner = isObject(topology) && 'model_config' in topology ? topology.model_config : topology;
  const model = modelSchema.safeParse(inner);
  if (!model.success) return fail('this is not a model of Keras or TensorFlow.js: it describes no layers');
  const { class_name: className, config } = model.data;
  const files = Array.isArray(config) ? config : config.layers;
  if (files.length > maxLayers) return fail(`the model has ${files.length} layers, expected ${maxLayers} at most`);
  const stranger = files.find((layer) => !knownClasses.has(layer.class_name) && !noiseClasses.has(layer.class_name));
  if (stranger) {
    return fail(
      `the layer ${nameOf(stranger)} (${stranger.class_name}) has no counterpart in the networks here, which have ${[...knownClasses].slice(1, -3).join(', ')}`,
    );
  }
  const names = files.map(nameOf);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined && className !== 'Sequential') return fail(`there are two layers ${twice}`);
  if (className === 'Sequential') return simplified(inSequence(files, Array.isArray(config) ? {} : config, fail));
  if (className !== 'Model' && className !== 'Functional') {
    return fail(`the model is of the class ${className}, expected Sequential, Model or Functional`);
  }
  const graph = files.map((layer) => {
    const nodes = layer.inbound_nodes ?? [];
    if (nodes.length > 1) fail(`the layer ${nameOf(layer)} is used ${nodes.length} times, expected once`);
    return { ...described(layer), inputs: [...new Set(sourcesOf(nodes[0]))] };
  });
  requireNoCircle(graph, fail);
  return simplified(graph);
}

/** Removes, again and again, layers whose inputs have all been removed: what remains feeds itself. */
function requireNoCircle(layers: readonly FoundLayer[], fail: Fail): void {
  const names = new Set(layers.map(({ name }) => name));
  let left = layers;
  for (let before = left.length + 1; left.length < before; ) {
    before = left.length;
    left = left.filter(({ inputs }) => inputs.some((name) => names.has(name)));
    names.clear();
    for (const { name } of left) names.add(name);
  }
  if (left.length > 0) fail(`the layer ${left[0].name} feeds itself`);
}

function described(layer: LayerFile): Omit<FoundLayer, 'inputs'> {
  return { name: nameOf(layer), className: layer.class_name, config: layer.config };
}

function nameOf({ name, config, class_name: className }: LayerFile): string {
  return name ?? (typeof config.name === 'string' ? config.name : className);
}

/** Each layer feeds the next. The input's shape is that of the first layer, or the one the model was built for. */
function inSequence(files: readonly LayerFile[], model: Readonly<Record<string, unknown>>, fail: Fail): FoundLayer[] {
  const [first] = files;
  if (!first) return fail('the model has no layers');
  const hasInput = first.class_name === 'InputLayer';
  const shape = inputShape(first.config) ?? builtFor(first.build_config) ?? shapeItems(model.build_input_shape);
  const input = {
    name: hasInput ? nameOf(first) : 'input',
    className: 'InputLayer',
    config: { batch_shape: shape },
    inputs: [],
  };
  const chain: FoundLayer[] = [input];
  for (const layer of hasInput ? files.slice(1) : files) {
    chain.push({ ...described(layer), inputs: [chain[chain.length - 1].name] });
  }
  const repeated = chain.find(({ name }, i) => chain.findIndex((one) => one.name === name) < i);
  return repeated ? fail(`there are two layers ${repeated.name}`) : chain;
}

/** The shape given by an input layer, or the first layer: Keras 1 and 2, TensorFlow.js, Keras 3. */
export function inputShape(config: Readonly<Record<string, unknown>>): unknown {
  return shapeItems(config.batch_input_shape ?? config.batch_shape);
}

function builtFor(build: unknown): unknown {
  return isObject(build) ? shapeItems(build.input_shape) : undefined;
}

/** `[null, 2, 2]`, also as TensorFlow's TensorShape. */
function shapeItems(shape: unknown): unknown {
  return isObject(shape) && Array.isArray(shape.items) ? shape.items : shape;
}

/** Names of the layers that feed a node: `[[name, 0, 0, {}], …]`, or the calls that Keras 3 records. */
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

/** Without noise, except dropout of a dense layer's outputs; activations are merged into the layers before them. */
function simplified(found: readonly FoundLayer[]): FoundLayers {
  const trainingOnly: FoundLayer[] = [];
  let layers = found;
  for (const layer of found) {
    const [source, ...others] = layers.find(({ name }) => name === layer.name)?.inputs ?? [];
    const before = layers.find(({ name }) => name === source);
    if (!before || others.length > 0) continue;
    if (noiseClasses.has(layer.className) && !(layer.className === 'Dropout' && before.className === 'Dense')) {
      trainingOnly.push(layer);
      layers = joined(layers, layer, before);
    }
    const activation = activationOf(layer);
    const isOnly = layers.filter(({ inputs }) => inputs.includes(before.name)).length === 1;
    if (activation && isOnly && before.className === 'Dense' && (before.config.activation ?? 'linear') === 'linear') {
      layers = joined(layers, layer, { ...before, config: { ...before.config, activation } });
    }
  }
  return { layers, trainingOnly };
}

/** Removes a layer: the one before it feeds its successors. */
function joined(layers: readonly FoundLayer[], left: FoundLayer, before: FoundLayer): readonly FoundLayer[] {
  return layers
    .filter(({ name }) => name !== left.name)
    .map((layer) => (layer.name === before.name ? before : layer))
    .map((layer) => ({ ...layer, inputs: layer.inputs.map((name) => (name === left.name ? before.name : name)) }));
}

/** The activation that a separate layer applies, if it is a plain one. */
function activationOf({ className, config }: FoundLayer): string | undefined {
  if (className === 'Activation') return typeof config.activation === 'string' ? config.activation : undefined;
  if (className === 'Softmax') return [undefined, -1, 1].includes(config.axis as never) ? 'softmax' : undefined;
  const isPlain = !config.max_value && !config.negative_slope && !config.threshold;
  return className === 'ReLU' && isPlain ? 'relu' : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { InputError } from '../../dataset/input-error.ts';
import type { WrittenEntry } from '../../experiment/definition.ts';
import type { KernelInitializer } from '../../network/architecture.ts';
import type { FoundLayer } from '../../network/model-layers.ts';
import type { RecognisedNetwork } from '../../network/recognise-layers.ts';

/** An entry of an experiment's `models`, and the properties of the network that it cannot express. */
export interface NetworkEntry {
  readonly entry: WrittenEntry;
  /** Sentences. */
  readonly notes: readonly string[];
}

/** The settings for a network of this architecture. @throws InputError if our models' settings cannot express it */
export function architectureEntry(
  { architecture: { encoder, attention, dense } }: RecognisedNetwork,
  file: string,
): WrittenEntry {
  if (dense.length === 0) return { model: 'logistic' };
  const [{ units, dropout }] = dense;
  const odd = dense.findIndex((layer) => layer.units !== units);
  if (odd > 0) {
    throw new InputError(
      `dense layer ${odd + 1} has ${dense[odd].units} units and the first ${units}, expected the same in all`,
      file,
    );
  }
  const head = { denseLayers: dense.length, denseUnits: units, dropout, ...(attention && { attention }) };
  switch (encoder.kind) {
    case 'flatten':
      return { model: 'simple', ...head };
    case 'convolutions':
      return { model: 'cnn', filters: encoder.filters, ...head };
    case 'embeddings':
      return { model: 'embedding', embeddingSize: encoder.size, ...head };
    default:
      throw new Error(`no encoder ${encoder satisfies never}`);
  }
}

/**
 * The entry that trains a network like the one in a file: its layers, the initial values of its kernels, its L2 penalty, and
 * Adam's learning rate if the file has it.
 *
 * @param training the training in the file, if any
 * @throws InputError if our models' settings cannot express the architecture
 */
export function networkEntry(network: RecognisedNetwork, training: unknown, file: string): NetworkEntry {
  const notes: string[] = [];
  const initializer = initializerOf(network, notes);
  const l2 = penaltyOf(network, notes);
  const learningRate = learningRateOf(training, notes);
  noteDropout(network, notes);
  return {
    entry: {
      ...architectureEntry(network, file),
      ...(initializer !== 'glorot-uniform' && { kernelInitializer: initializer }),
      ...(l2 > 0 && { l2 }),
      ...(learningRate !== undefined && { training: { learningRate } }),
    },
    notes,
  };
}

function noteDropout({ architecture: { dense }, trainingOnly }: RecognisedNetwork, notes: string[]): void {
  for (const { name, className, config } of trainingOnly) {
    const rate = typeof config.rate === 'number' ? ` of ${config.rate}` : '';
    notes.push(`The layer ${name} (${className}${rate}) is left out: only outputs of dense layers are dropped here.`);
  }
  const odd = dense.findIndex(({ dropout }) => dropout !== dense[0].dropout);
  if (odd > 0) {
    notes.push(
      `Dense layer ${odd + 1} has dropout ${dense[odd].dropout}, but all dense layers share one: that of the first, ${dense[0].dropout}.`,
    );
  }
}

/** The initializer of all kernels. Keras's default, if a layer has none, is also ours. */
function initializerOf({ described }: RecognisedNetwork, notes: string[]): KernelInitializer {
  const trained = [...described].filter(([own]) => !/_(?:totals|embedding)$/.test(own));
  const found = trained.map(([, { name, config }]) => ({ name, ...readInitializer(config.kernel_initializer) }));
  const [first] = [...found].reverse();
  for (const { name, known, text } of found) {
    if (known === undefined)
      notes.push(
        `The kernel of ${name} is initialised by ${text}, which cannot be set here: ${first.known ?? 'glorot-uniform'} is used.`,
      );
    else if (known !== (first.known ?? 'glorot-uniform')) {
      notes.push(
        `The kernel of ${name} is initialised by ${known}, but all kernels share one initializer: ${first.known ?? 'glorot-uniform'}.`,
      );
    }
  }
  for (const [, { name, config }] of trained) {
    const bias = classOf(config.bias_initializer);
    if (bias !== undefined && !/^zeros$/i.test(bias))
      notes.push(`The bias of ${name} is initialised by ${bias}; here it starts at zero.`);
  }
  return first.known ?? 'glorot-uniform';
}

function readInitializer(value: unknown): { readonly known: KernelInitializer | undefined; readonly text: string } {
  const text = classOf(value) ?? 'glorot_uniform';
  const plain = text.replaceAll('_', '').toLowerCase();
  if (plain === 'glorotuniform') return { known: 'glorot-uniform', text };
  if (plain === 'lecunnormal') return { known: 'lecun-normal', text };
  const config = isObject(value) && isObject(value.config) ? value.config : {};
  const { scale, mode, distribution } = config;
  const full = plain === 'variancescaling' ? `${text}(scale ${scale}, ${mode}, ${distribution})` : text;
  if (plain !== 'variancescaling' || scale !== 1) return { known: undefined, text: full };
  if (mode === 'fan_avg' && distribution === 'uniform') return { known: 'glorot-uniform', text: full };
  // Keras up to 2.2 uses this name for its truncated normal.
  const isNormal = distribution === 'normal' || distribution === 'truncated_normal';
  return { known: mode === 'fan_in' && isNormal ? 'lecun-normal' : undefined, text: full };
}

/** The factor of Σ w² of the dense and output kernels, which is Keras's. */
function penaltyOf({ described }: RecognisedNetwork, notes: string[]): number {
  const ofLayers = [...described].map(([own, layer]) => ({ own, layer, ...readPenalty(layer, notes) }));
  const isDense = (own: string): boolean => /^(?:dense\d+|output)$/.test(own);
  const common = ofLayers.find(({ own }) => own === 'dense1')?.l2 ?? 0;
  for (const { own, layer, l2 } of ofLayers) {
    if (isDense(own) && l2 !== common) {
      notes.push(`The kernel of ${layer.name} has the L2 penalty ${l2}, but all dense kernels share one: ${common}.`);
    }
    if (!isDense(own) && l2 > 0) {
      notes.push(`The L2 penalty ${l2} on the kernel of ${layer.name} is left out: only dense kernels have one here.`);
    }
  }
  return common;
}

function readPenalty({ name, config }: FoundLayer, notes: string[]): { readonly l2: number } {
  for (const kind of ['bias_regularizer', 'activity_regularizer', 'kernel_constraint', 'bias_constraint']) {
    const other = config[kind];
    if (other !== undefined && other !== null) notes.push(`The ${kind} of ${name} (${classOf(other)}) is left out.`);
  }
  const regularizer = config.kernel_regularizer;
  if (regularizer === undefined || regularizer === null) return { l2: 0 };
  const settings = isObject(regularizer) && isObject(regularizer.config) ? regularizer.config : {};
  const [l1, l2] = [settings.l1 ?? 0, settings.l2 ?? 0].map(Number);
  if (l1 > 0) notes.push(`The L1 penalty ${l1} on the kernel of ${name} is left out: there is none here.`);
  const isKnown = /^l1|^l2/i.test(classOf(regularizer) ?? '');
  if (!isKnown) notes.push(`The penalty of ${name} (${classOf(regularizer)}) is left out: only L2 is known here.`);
  return { l2: isKnown && l2 >= 0 ? l2 : 0 };
}

/** Adam's, if the file has one and it is not the default. */
function learningRateOf(training: unknown, notes: string[]): number | undefined {
  if (!isObject(training)) return undefined;
  const optimizer = training.optimizer_config ?? training.optimizer;
  const name = classOf(optimizer);
  const config = isObject(optimizer) && isObject(optimizer.config) ? optimizer.config : {};
  if (name !== undefined && name.toLowerCase() !== 'adam')
    notes.push(`The optimizer ${name} is left out: networks are trained with Adam here.`);
  const { loss } = training;
  if (typeof loss === 'string' && !/crossentropy$/i.test(loss.replaceAll('_', ''))) {
    notes.push(`The loss ${loss} is left out: networks minimise the cross entropy here.`);
  }
  const rate = config.learning_rate ?? config.lr;
  const isUsable = name?.toLowerCase() === 'adam' && typeof rate === 'number' && rate > 0 && rate <= 10;
  return isUsable && Math.abs(rate - 0.001) > 1e-9 ? Number(rate.toPrecision(7)) : undefined;
}

/** `{"class_name": "L2", …}`, or its name alone. */
function classOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return isObject(value) && typeof value.class_name === 'string' ? value.class_name : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

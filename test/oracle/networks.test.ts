import { describe, expect, it } from 'vitest';
import type { SparseRows } from '../../src/dataset/sparse-rows.ts';
import type { Architecture, Encoder } from '../../src/network/architecture.ts';
import { SparseNetwork } from '../../src/network/sparse-network.ts';
import { EmbeddingTrainer, type Pretraining } from '../../src/network/train-embeddings.ts';
import { oracle } from './files.ts';

interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
interface Weight extends Tensor {
  readonly name: string;
}
interface NetworkCase {
  readonly name: string;
  readonly model: 'simple' | 'cnn' | 'embedding';
  readonly attention: boolean;
  readonly errors: number;
  readonly sites: number;
  readonly classes: number;
  readonly batch: number;
  readonly layers: number;
  readonly units: number;
  readonly filters: number | null;
  readonly embeddingSize: number | null;
  readonly l2: number;
  readonly input: { example: number[]; error: number[]; site: number[]; count: number[] };
  readonly labels: readonly number[];
  readonly classWeights: readonly number[];
  readonly errorEmbedding: Tensor | null;
  readonly siteEmbedding: Tensor | null;
  readonly weights: readonly Weight[];
  readonly outputs: { probabilities: Tensor };
  readonly dataLoss: number;
  readonly l2Loss: number;
  readonly loss: number;
  readonly gradients: readonly Weight[];
  readonly adam: {
    readonly learningRate: number;
    readonly beta1: number;
    readonly beta2: number;
    readonly epsilon: number;
    readonly lossBeforeEachStep: readonly number[];
    readonly weightsAfter1: readonly Weight[];
    readonly weightsAfter3: readonly Weight[];
    readonly lossAfter: number;
    readonly probabilitiesAfter3: Tensor;
  };
}

interface PretrainingCase {
  readonly embeddingSize: number;
  readonly target: Tensor;
  readonly errorEmbedding: Tensor;
  readonly siteEmbedding: Tensor;
  readonly loss: number;
  readonly errorGradient: Tensor;
  readonly siteGradient: Tensor;
  readonly adam: Pretraining & {
    readonly steps: number;
    readonly lossBeforeEachStep: readonly number[];
    readonly lossAfter: number;
    readonly errorEmbeddingAfter5: Tensor;
    readonly siteEmbeddingAfter5: Tensor;
    readonly lossAfter180: number;
  };
}

const { models, embeddingPretraining } = oracle('networks') as {
  models: NetworkCase[];
  embeddingPretraining: PretrainingCase;
};
/** The README's advice for float32 code. */
const tolerance = 1e-5;

describe.each(models)('the $name network', (model) => {
  const examples = examplesOf(model);
  const labels = Int32Array.from(model.labels);
  const everyRow = Int32Array.from({ length: model.batch }, (_, row) => row);
  const gradientOf = (network: SparseNetwork) =>
    network.collectGradient(examples, labels, everyRow, 0, model.batch) / model.batch;

  it('gives the reference probabilities', () => {
    expectClose(network(model).predict(examples), model.outputs.probabilities.data);
  });

  it('has the reference loss, with and without the L2 penalty', () => {
    const built = network(model);
    const penalty = built.penalty();
    const loss = gradientOf(built);
    expectClose([loss, penalty, loss + penalty], [model.dataLoss, model.l2Loss, model.loss]);
  });

  it('has the reference gradient for every weight', () => {
    const built = network(model);
    gradientOf(built);
    for (const { name, data } of model.gradients) {
      const parameter = parameterOf(built, name);
      const weights = parameter.read();
      const gradient = parameter.readGradient().map((g, i) => g + 2 * parameter.l2 * weights[i]);
      expectClose(gradient, data, name);
    }
  });

  it('moves every weight as Adam does in Keras', () => {
    const built = network(model);
    const losses: number[] = [];
    for (let step = 1; step <= 3; step++) {
      const penalty = built.penalty();
      losses.push(gradientOf(built) + penalty);
      built.step();
      const expected = step === 1 ? model.adam.weightsAfter1 : step === 3 ? model.adam.weightsAfter3 : [];
      for (const { name, data } of expected)
        expectClose(parameterOf(built, name).read(), data, `${name} after ${step}`);
    }
    expectClose(losses, model.adam.lossBeforeEachStep);
    expectClose(built.predict(examples), model.adam.probabilitiesAfter3.data);
    const penalty = built.penalty();
    expectClose([gradientOf(built) + penalty], [model.adam.lossAfter]);
  });
});

describe('the pre-training of embeddings', () => {
  const { target, embeddingSize: size, errorEmbedding, siteEmbedding, adam } = embeddingPretraining;
  const trainer = () =>
    new EmbeddingTrainer(
      { size, errors: Float32Array.from(errorEmbedding.data), sites: Float32Array.from(siteEmbedding.data) },
      target.data,
      adam,
    );

  it('has the reference loss and gradients', () => {
    const built = trainer();
    expectClose([built.collectGradient()], [embeddingPretraining.loss]);
    expectClose(built.errors.readGradient(), embeddingPretraining.errorGradient.data);
    expectClose(built.sites.readGradient(), embeddingPretraining.siteGradient.data);
  });

  it('moves as the reference over its steps and 180 epochs', () => {
    const built = trainer();
    const losses: number[] = [];
    for (let step = 0; step < 180; step++) {
      losses.push(built.collectGradient());
      built.step();
      if (step === adam.steps - 1) {
        expectClose(built.read().errors, adam.errorEmbeddingAfter5.data);
        expectClose(built.read().sites, adam.siteEmbeddingAfter5.data);
      }
    }
    losses.push(built.collectGradient());
    expectClose(losses.slice(0, adam.steps), adam.lossBeforeEachStep);
    expectClose([losses[adam.steps], losses[180]], [adam.lossAfter, adam.lossAfter180]);
  });
});

function network(model: NetworkCase): SparseNetwork {
  const architecture: Architecture = {
    errors: model.errors,
    sites: model.sites,
    classes: model.classes,
    encoder: encoderOf(model),
    attention: model.attention,
    dense: Array.from({ length: model.layers }, () => ({ units: model.units, dropout: 0 })),
    kernelInitializer: 'glorot-uniform',
    l2: model.l2,
  };
  const everyColumn = Int32Array.from({ length: model.errors * model.sites }, (_, column) => column);
  const embeddings = model.embeddingSize
    ? {
        size: model.embeddingSize,
        errors: Float32Array.from(model.errorEmbedding?.data ?? []),
        sites: Float32Array.from(model.siteEmbedding?.data ?? []),
      }
    : undefined;
  const built = new SparseNetwork(architecture, everyColumn, model.classWeights, model.batch, model.adam, embeddings);
  for (const { name, data } of model.weights) parameterOf(built, name).write(data);
  return built;
}

function encoderOf({ model, filters, embeddingSize }: NetworkCase): Encoder {
  switch (model) {
    case 'simple':
      return { kind: 'flatten' };
    case 'cnn':
      return { kind: 'convolutions', filters: filters ?? 0 };
    case 'embedding':
      return { kind: 'embeddings', size: embeddingSize ?? 0 };
  }
}

function parameterOf(built: SparseNetwork, name: string) {
  const parameter = built.parameters.find((candidate) => candidate.name === name);
  if (!parameter) throw new Error(`the network has no ${name}`);
  return parameter;
}

function examplesOf({ batch, errors, sites, input }: NetworkCase): SparseRows {
  const entries = input.example
    .map((row, i) => ({ row, column: input.error[i] * sites + input.site[i], value: input.count[i] }))
    .sort((a, b) => a.row - b.row || a.column - b.column);
  const start = new Int32Array(batch + 1);
  for (const { row } of entries) start[row + 1]++;
  for (let row = 0; row < batch; row++) start[row + 1] += start[row];
  return {
    rows: batch,
    columns: errors * sites,
    start,
    column: Int32Array.from(entries, ({ column }) => column),
    value: Float32Array.from(entries, ({ value }) => value),
  };
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], what = ''): void {
  expect(actual.length, what).toBe(expected.length);
  let worst = 0;
  for (let i = 0; i < expected.length; i++) worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
  expect(worst, what).toBeLessThan(tolerance);
}

import * as z from 'zod';
import { InputError } from '../dataset/input-error.ts';
import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { Attributions } from '../learning/attributions.ts';
import { chooseShares } from '../learning/choose-shares.ts';
import { EarlyStopping } from '../learning/early-stopping.ts';
import type { Learner, LearnerFile, TrainingSet } from '../learning/learner.ts';
import { meanAttributions } from '../learning/mean-attributions.ts';
import { RandomState } from '../learning/random.ts';
import { measure } from '../measures/epoch-metrics.ts';
import { createLearner } from './create-learner.ts';
import { loadPredictor } from './load-predictor.ts';
import { memberModels } from './member-models.ts';
import { type Model, ownModel, type Predictor } from './model.ts';
import { whyTooLarge } from './model-size.ts';

const names = memberModels.flatMap(({ name, suffixes }) =>
  suffixes.includes('attention') ? [name, `${name}+attention`] : [name],
);

const entries = memberModels.map(({ name, description, settings, suffixes }) =>
  z
    .strictObject({
      model: z.literal(name).describe(description),
      attention: (suffixes.includes('attention') ? z.boolean() : z.literal(false)).default(false),
      ...(settings as z.ZodObject).shape,
    })
    .describe(description),
);

const member = z.union([z.enum(names as [string, ...string[]]), z.discriminatedUnion('model', entries as never)]);

const settings = {
  members: z
    .array(member)
    .min(1)
    .max(20)
    .describe('Models whose probabilities are averaged: names, or objects with settings.'),
  repeats: z.int().min(1).max(50).describe('How often each network is trained, each time from other random numbers.'),
  weights: z
    .enum(['chosen', 'equal'])
    .default('chosen')
    .describe('How much each member counts: as chosen on the tasks that early stopping watches, or all the same.'),
};

/** What a model of this kind is if its entry says nothing else. */
interface EnsembleDefaults {
  readonly name: string;
  readonly description: string;
  readonly members: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly repeats: number;
  readonly features?: Model['features'];
  readonly training?: Model['training'];
}

/**
 * A model that is the mean of others: the mean of the logarithms of its members' probabilities (a logarithmic opinion pool, Genest
 * and Zidek 1986), and of a network over its trainings from several random numbers (deep ensembles, Lakshminarayanan et al. 2017).
 * All are trained in step, an epoch or round of each at a time; each stops by itself, at its own best epoch, as it would alone. Then
 * the examples that were watched choose how much each counts.
 */
export function ensembleModel({ name, description, members, repeats, features, training }: EnsembleDefaults): Model {
  return ownModel({
    kind: 'own',
    name,
    description,
    suffixes: ['smote'],
    step: 'epoch',
    settings: z.strictObject({
      members: settings.members.prefault(members as never),
      repeats: settings.repeats.default(repeats),
      weights: settings.weights,
    }),
    search: {},
    ...(features && { features }),
    ...(training && { training }),
    learner: (own, shape, set, options) => {
      const copies = copiesOf(own.members, own.repeats);
      const seeds = new RandomState(options.seed).randint(0, 2 ** 32, copies.length);
      const learners = copies.map(({ model, settings: theirs, attention }, i) =>
        createLearner(model, theirs, attention, shape, set, { ...options, seed: seeds[i] }),
      );
      const members = learners.map((learner) => new Member(learner, set));
      return new Together(members, copies, own.members.length, set, own.weights === 'chosen');
    },
    load: (own, shape, readFile) => {
      const weights = readWeights(readFile(weightFile), own.members.length);
      const copies = copiesOf(own.members, own.repeats);
      const predictors = copies.map(({ model, settings: theirs, attention }, i) =>
        named(i, () => loadPredictor(model, theirs, attention, shape, (file) => readFile(fileName(i, file)))),
      );
      return meanOf(predictors, ofCopies(copies, weights), shape.classes);
    },
    whyTooLarge: (own, shape) =>
      copiesOf(own.members, 1)
        .map(({ model, settings: theirs, attention }) => whyTooLarge(model, theirs, attention, shape))
        .find((reason) => reason !== undefined),
  });
}

/** One training of a member. */
interface Copy {
  readonly model: Model;
  readonly settings: object;
  readonly attention: boolean;
  /** Number of the member. */
  readonly member: number;
  /** How many of them the member has. */
  readonly copies: number;
}

/** Networks as often as asked; of others each copy would be the same. */
function copiesOf(members: readonly unknown[], repeats: number): Copy[] {
  return members.flatMap((entry, member) => {
    const read = readMember(entry);
    const copies = read.model.kind === 'network' ? repeats : 1;
    return Array.from({ length: copies }, () => ({ ...read, member, copies }));
  });
}

/** @param weights of the members @returns of the copies */
function ofCopies(copies: readonly Copy[], weights: readonly number[]): number[] {
  return copies.map(({ member, copies: count }) => weights[member] / count);
}

function readMember(entry: unknown): Pick<Copy, 'model' | 'settings' | 'attention'> {
  const written = typeof entry === 'string' ? { model: entry.split('+')[0], attention: entry.includes('+') } : entry;
  const {
    model: wanted,
    attention,
    ...theirs
  } = z.looseObject({ model: z.string(), attention: z.boolean() }).parse(written);
  const model = memberModels.find(({ name }) => name === wanted);
  if (!model) throw new Error(`there is no member ${wanted}`);
  return { model, settings: model.settings.parse(theirs), attention };
}

/** `member3-weights.bin` */
function fileName(member: number, file: string): string {
  return `member${member + 1}-${file}`;
}

/** A member names its own files in errors. */
function named<T>(member: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError && error.file) throw new InputError(error.reason, fileName(member, error.file));
    throw error;
  }
}

/** A learner of an ensemble, with its own early stopping by the study's rule. */
class Member {
  readonly #stopping: EarlyStopping | undefined;
  isDone = false;

  constructor(
    readonly learner: Learner,
    readonly set: TrainingSet,
  ) {
    this.#stopping = set.watched && new EarlyStopping({ ...set.watched.rule, modes: ['min', 'max', 'max'] });
  }

  step(): void {
    if (this.isDone) return;
    this.learner.step();
    const { watched, classes, classWeights } = this.set;
    if (!watched || !this.#stopping) return;
    const probabilities = this.learner.predict(watched.examples);
    const { metrics } = measure(watched.labels, probabilities, classes, classWeights);
    const scores = [metrics.confusionMse, metrics.macroRecall, metrics.macroPrecision];
    const { isBestEpoch, stop } = this.#stopping.observe(scores);
    if (isBestEpoch && watched.restoreBest) this.learner.keep();
    if (stop === null) return;
    this.isDone = true;
    if (watched.restoreBest && !isBestEpoch) this.learner.restore();
  }
}

class Together implements Learner {
  /** Of the members. */
  #weights: readonly number[];

  constructor(
    readonly members: readonly Member[],
    readonly copies: readonly Copy[],
    readonly memberCount: number,
    readonly set: TrainingSet,
    readonly chooses: boolean,
  ) {
    this.#weights = new Array<number>(memberCount).fill(1 / memberCount);
  }

  get isDone(): boolean | undefined {
    return this.set.watched && this.members.every(({ isDone }) => isDone);
  }

  step(): void {
    for (const member of this.members) member.step();
    if (this.isDone) this.#choose();
  }

  predict(examples: SparseRows): Float32Array {
    const { classes } = this.set;
    const predict = ({ learner }: Member): Float32Array => learner.predict(examples);
    const weights = ofCopies(this.copies, this.#weights);
    return pooledProbabilities(this.members, weights, predict, examples.rows * classes, classes);
  }

  keep(): void {
    for (const { learner } of this.members) learner.keep();
  }

  restore(): void {
    for (const { learner } of this.members) learner.restore();
    this.#choose();
  }

  save(): readonly LearnerFile[] {
    return [
      {
        name: weightFile,
        bytes: new TextEncoder().encode(`${JSON.stringify({ format: 'ensemble', weights: this.#weights })}\n`),
      },
      ...this.members.flatMap(({ learner }, i) =>
        learner.save().map(({ name, bytes }) => ({ name: fileName(i, name), bytes })),
      ),
    ];
  }

  dispose(): void {
    for (const { learner } of this.members) learner.dispose?.();
  }

  /** Lets the watched examples choose the weights. */
  #choose(): void {
    const { watched, classWeights } = this.set;
    if (!watched || !this.chooses) return;
    const length = watched.labels.length * classWeights.length;
    const logarithms = Array.from({ length: this.memberCount }, () => new Float64Array(length));
    for (const [i, { learner }] of this.members.entries()) {
      const { member, copies } = this.copies[i];
      const probabilities = learner.predict(watched.examples);
      for (let at = 0; at < length; at++) logarithms[member][at] += Math.log(probabilities[at] + least) / copies;
    }
    this.#weights = chooseShares(logarithms, watched.labels, classWeights);
  }
}

/** How much each member counts. */
const weightFile = 'model.json';
const savedWeights = z.object({ format: z.literal('ensemble'), weights: z.array(z.number().min(0).max(1000)) });

function readWeights(bytes: Uint8Array, members: number): number[] {
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new InputError('the file is not complete JSON', weightFile);
  }
  const read = savedWeights.safeParse(data);
  if (!read.success || read.data.weights.length !== members) {
    throw new InputError(`expected the weights of ${members} members`, weightFile);
  }
  return read.data.weights;
}

function meanOf(predictors: readonly Predictor[], weights: readonly number[], classes: number): Predictor {
  return {
    predict: (examples) =>
      pooledProbabilities(
        predictors,
        weights,
        (predictor, i) => named(i, () => predictor.predict(examples)),
        examples.rows * classes,
        classes,
      ),
    explain: (examples, classOf): Attributions =>
      meanAttributions(
        predictors.map((predictor) => predictor.explain(examples, classOf)),
        weights,
      ),
  };
}

function pooledProbabilities<T>(
  models: readonly T[],
  weights: readonly number[],
  predict: (model: T, i: number) => Float32Array,
  length: number,
  classes: number,
): Float32Array {
  const mean = new Float64Array(length);
  for (const [i, model] of models.entries()) {
    if (weights[i] === 0) continue;
    const probabilities = predict(model, i);
    for (let at = 0; at < length; at++) mean[at] += weights[i] * Math.log(probabilities[at] + least);
  }
  const pooled = new Float32Array(length);
  for (let from = 0; from < length; from += classes) {
    const powers = mean.subarray(from, from + classes).map(Math.exp);
    const total = powers.reduce((sum, power) => sum + power, 0);
    pooled.set(
      powers.map((power) => power / total),
      from,
    );
  }
  return pooled;
}

/** Added to probabilities, so that a member that is too sure of itself cannot rule out a class alone. */
const least = 1e-3;

export const ensemble = ensembleModel({
  name: 'ensemble',
  description: 'The mean of several models, and of several trainings of each network.',
  members: ['simple'],
  repeats: 5,
});

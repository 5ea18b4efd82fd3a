import * as z from 'zod';
import type { Attributions } from '../learning/attributions.ts';
import { meanAttributions } from '../learning/mean-attributions.ts';
import { RandomState } from '../learning/random.ts';
import { createLearner } from './create-learner.ts';
import { fileName, named, readWeights, weightFile } from './ensemble-files.ts';
import { EnsembleLearner, MemberLearner } from './ensemble-learner.ts';
import { copiesOf, ensembleMember, ofCopies } from './ensemble-members.ts';
import { loadPredictor } from './load-predictor.ts';
import { type Model, ownModel, type Predictor } from './model.ts';
import { whyTooLarge } from './model-size.ts';
import { addLogarithms, probabilitiesOf } from './pool.ts';

const settings = {
  members: z
    .array(ensembleMember)
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
      const members = learners.map((learner) => new MemberLearner(learner, set));
      return new EnsembleLearner(members, copies, own.members.length, set, own.weights === 'chosen');
    },
    load: (own, shape, readFile) => {
      const copies = copiesOf(own.members, own.repeats);
      const weights = ofCopies(copies, readWeights(readFile(weightFile), own.members.length));
      const pooled = copies.flatMap(({ model, settings: theirs, attention }, i) => {
        // What does not count need not be read.
        if (weights[i] === 0) return [];
        const read = (file: string): Uint8Array => readFile(fileName(i, file));
        const predictor = named(i, () => loadPredictor(model, theirs, attention, shape, read));
        return [{ predictor, weight: weights[i], copy: i }];
      });
      return poolOf(pooled, shape.classes);
    },
    whyTooLarge: (own, shape) =>
      copiesOf(own.members, 1)
        .map(({ model, settings: theirs, attention }) => whyTooLarge(model, theirs, attention, shape))
        .find((reason) => reason !== undefined),
  });
}

/** A member's training that counts in the pool. */
interface Pooled {
  readonly predictor: Predictor;
  readonly weight: number;
  /** Its number among all copies, as in the names of files. */
  readonly copy: number;
}

function poolOf(pooled: readonly Pooled[], classes: number): Predictor {
  return {
    predict: (examples) => {
      const sum = new Float64Array(examples.rows * classes);
      for (const { predictor, weight, copy } of pooled) {
        addLogarithms(
          named(copy, () => predictor.predict(examples)),
          weight,
          sum,
        );
      }
      return probabilitiesOf(sum, classes);
    },
    explain: (examples, classOf): Attributions =>
      meanAttributions(
        pooled.map(({ predictor }) => predictor.explain(examples, classOf)),
        pooled.map(({ weight }) => weight),
      ),
  };
}

export const ensemble = ensembleModel({
  name: 'ensemble',
  description: 'The mean of several models, and of several trainings of each network.',
  members: ['simple'],
  repeats: 5,
});

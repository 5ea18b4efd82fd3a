import type * as z from 'zod';
import type { BoosterSettings } from '../boosting/settings.ts';
import type { FeatureSettings } from '../dataset/features.ts';
import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { Attributions } from '../learning/attributions.ts';
import type { Learner, TrainingSet } from '../learning/learner.ts';
import type { Architecture } from '../network/architecture.ts';
import type { Step } from '../protocol/model-traits.ts';
import type { SearchRange } from './search-range.ts';

/** The sizes that a model is built for: the examples' matrix and the number of classes. */
export interface ModelShape {
  readonly errors: number;
  readonly sites: number;
  readonly classes: number;
}

/** What may follow the family in a name, in this order: `simple+attention+smote`. */
export const suffixes = ['attention', 'smote'] as const;
export type Suffix = (typeof suffixes)[number];

interface ModelDescription<Settings extends object> {
  /** Name in experiment files. */
  readonly name: string;
  /** One sentence for completion lists and hovers. */
  readonly description: string;
  /** The suffixes that it supports. */
  readonly suffixes: readonly Suffix[];
  /** The name of a step of its training. */
  readonly step: Step;
  /** The model's own settings with their defaults and descriptions. */
  readonly settings: z.ZodType<Settings>;
  /** The settings that a hyper-parameter search varies, with their ranges. */
  readonly search: { readonly [Name in keyof Settings]?: SearchRange };
  /** Replaces the experiment's features unless the model's entry overrides them. */
  readonly features?: Partial<FeatureSettings>;
  /** Replaces the experiment's training settings unless the model's entry overrides them. */
  readonly training?: { readonly maxEpochs?: number; readonly patience?: number; readonly validation?: number };
}

/** A network of the study, described as data. */
export interface NetworkModel<Settings extends object = object> extends ModelDescription<Settings> {
  readonly kind: 'network';
  architecture(shape: ModelShape, settings: Settings, attention: boolean): Architecture;
  /** Length of the embeddings of codes and sites, if it learns them. */
  embeddingSize?(settings: Settings): number;
  /** Factor of the losses of the experiment's other targets, if its hidden layers learn these as well. */
  otherTargets?(settings: Settings): number;
}

/** Boosted trees; an epoch is a round. */
export interface TreeModel<Settings extends object = object> extends ModelDescription<Settings> {
  readonly kind: 'trees';
  booster(settings: Settings): BoosterSettings;
  /** Whether examples are weighted by their class. */
  weighted(settings: Settings): boolean;
}

/** A model that brings its own learner and files. */
export interface OwnModel<Settings extends object = object> extends ModelDescription<Settings> {
  readonly kind: 'own';
  /** @throws InputError if it cannot learn such a target */
  learner(settings: Settings, shape: ModelShape, training: TrainingSet, options: LearnerOptions): Learner;
  /** @throws InputError that names the file if it is damaged or of a model of another shape; also when predicting */
  load(settings: Settings, shape: ModelShape, readFile: (name: string) => Uint8Array): Predictor;
  /** Why it cannot be trained on so many codes and sites, one sentence. */
  whyTooLarge?(settings: Settings, shape: ModelShape): string | undefined;
}

export type Model = NetworkModel | TreeModel | OwnModel;

/** What a learner needs besides its model's settings. */
export interface LearnerOptions {
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
}

/** A trained model, loaded from its files. */
export interface Predictor {
  /** Class probabilities, row-major [rows × classes]. */
  predict(examples: SparseRows): Float32Array;
  /** What each cell adds to the logit or margin of one class. @param classOf [rows] the class */
  explain(examples: SparseRows, classOf: Int32Array): Attributions;
}

/** A network whose type of settings only its own functions know. */
export function networkModel<Settings extends object>(model: NetworkModel<Settings>): NetworkModel {
  const { embeddingSize, otherTargets, ...others } = model;
  return {
    ...others,
    architecture: (shape, settings, attention) => model.architecture(shape, model.settings.parse(settings), attention),
    ...(embeddingSize && { embeddingSize: (settings: object) => embeddingSize(model.settings.parse(settings)) }),
    ...(otherTargets && { otherTargets: (settings: object) => otherTargets(model.settings.parse(settings)) }),
  };
}

/** Boosted trees whose type of settings only their own functions know. */
export function treeModel<Settings extends object>(model: TreeModel<Settings>): TreeModel {
  return {
    ...model,
    booster: (settings) => model.booster(model.settings.parse(settings)),
    weighted: (settings) => model.weighted(model.settings.parse(settings)),
  };
}

/** A model with its own learner, whose type of settings only its own functions know. */
export function ownModel<Settings extends object>(model: OwnModel<Settings>): OwnModel {
  const { whyTooLarge, ...others } = model;
  return {
    ...others,
    learner: (settings, ...rest) => model.learner(model.settings.parse(settings), ...rest),
    load: (settings, ...rest) => model.load(model.settings.parse(settings), ...rest),
    ...(whyTooLarge && {
      whyTooLarge: (settings: object, shape: ModelShape) => whyTooLarge(model.settings.parse(settings), shape),
    }),
  };
}

import type * as z from 'zod';
import type { BoosterSettings } from '../boosting/settings.ts';
import type { Architecture } from '../network/architecture.ts';
import type { Step } from '../protocol/model-traits.ts';
import type { SearchRange } from './search-range.ts';

/** What a model is built for: the size of the examples' matrix and the number of classes. */
export interface ModelShape {
  readonly errors: number;
  readonly sites: number;
  readonly classes: number;
}

/** What a name may say after the family: `simple+attention+smote`, in this order. */
export const suffixes = ['attention', 'smote'] as const;
export type Suffix = (typeof suffixes)[number];

interface ModelDescription<Settings extends object> {
  /** Name in experiment files. */
  readonly name: string;
  /** One sentence for completion lists and hovers. */
  readonly description: string;
  /** Those of `suffixes` that it can have. */
  readonly suffixes: readonly Suffix[];
  /** What a step of its training is called. */
  readonly step: Step;
  /** The model's own settings with their defaults and descriptions. */
  readonly settings: z.ZodType<Settings>;
  /** The settings that a hyper-parameter search varies, and between which values. */
  readonly search: { readonly [Name in keyof Settings]?: SearchRange };
  /** What takes the place of the experiment's training settings unless the model's entry says otherwise. */
  readonly training?: { readonly maxEpochs: number; readonly patience: number };
}

/** A network of the study, described as data. */
export interface NetworkModel<Settings extends object = object> extends ModelDescription<Settings> {
  readonly kind: 'network';
  architecture(shape: ModelShape, settings: Settings, attention: boolean): Architecture;
  /** Length of the embeddings of codes and sites, if it learns them. */
  embeddingSize?(settings: Settings): number;
}

/** Boosted trees; an epoch is a round. */
export interface TreeModel<Settings extends object = object> extends ModelDescription<Settings> {
  readonly kind: 'trees';
  booster(settings: Settings): BoosterSettings;
  /** Whether examples are weighed by their class. */
  weighted(settings: Settings): boolean;
}

export type Model = NetworkModel | TreeModel;

/** Gives a network whose settings are known to its own functions only. */
export function networkModel<Settings extends object>(model: NetworkModel<Settings>): NetworkModel {
  const { embeddingSize, ...others } = model;
  return {
    ...others,
    architecture: (shape, settings, attention) => model.architecture(shape, model.settings.parse(settings), attention),
    ...(embeddingSize && { embeddingSize: (settings: object) => embeddingSize(model.settings.parse(settings)) }),
  };
}

/** Gives boosted trees whose settings are known to their own functions only. */
export function treeModel<Settings extends object>(model: TreeModel<Settings>): TreeModel {
  return {
    ...model,
    booster: (settings) => model.booster(model.settings.parse(settings)),
    weighted: (settings) => model.weighted(model.settings.parse(settings)),
  };
}

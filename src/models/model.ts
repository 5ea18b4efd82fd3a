import type * as z from 'zod';
import type { Architecture } from '../network/architecture.ts';

/** What a model is built for: the size of the examples' matrix and the number of classes. */
export interface ModelShape {
  readonly errors: number;
  readonly sites: number;
  readonly classes: number;
}

/** A network of the study, described as data. */
export interface NetworkModel<Settings extends object = object> {
  readonly kind: 'network';
  /** Name in experiment files. */
  readonly name: string;
  /** One sentence for completion lists and hovers. */
  readonly description: string;
  /** The model's own settings with their defaults and descriptions. */
  readonly settings: z.ZodType<Settings>;
  architecture(shape: ModelShape, settings: Settings, attention: boolean): Architecture;
}

export type Model = NetworkModel;

/** Gives a model whose settings are known to its own functions only. */
export function networkModel<Settings extends object>(model: NetworkModel<Settings>): NetworkModel {
  return {
    ...model,
    architecture: (shape, settings, attention) => model.architecture(shape, model.settings.parse(settings), attention),
  };
}

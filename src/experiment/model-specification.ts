import type { FeatureSettings } from '../dataset/features.ts';
import type { Model } from '../models/model.ts';
import { findModel } from '../models/registry.ts';
import {
  defaultEarlyStopping,
  defaultSmote,
  type Experiment,
  type FeatureOverrides,
  type ModelEntry,
  type SmoteSettings,
  type TrainingOverrides,
  type TrainingSettings,
} from './definition.ts';

/** One model of an experiment, with everything that decides its training. A type, not an interface: records hold it as an object of any fields. */
export type ModelSpecification = {
  /** Name in lists, tables and run folders. */
  readonly name: string;
  /** Family, as in the registry. */
  readonly model: string;
  readonly attention: boolean;
  /** How the training rows are resampled; false = not at all. */
  readonly smote: SmoteSettings | false;
  /** The family's own settings, defaults filled in. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly training: TrainingSettings;
  /** What the model or its entry overrides of the experiment's features; omitted = nothing. */
  readonly features?: FeatureOverrides | undefined;
};

/** The features that a model reads. */
export function featuresOf(
  { features }: Pick<Experiment, 'features'>,
  specification: Pick<ModelSpecification, 'features'>,
): FeatureSettings {
  return { ...features, ...definedOnly(specification.features ?? {}) };
}

/** The models of an experiment, in its order. */
export function modelSpecifications(experiment: Experiment): ModelSpecification[] {
  return experiment.models.map((entry) => {
    if (typeof entry !== 'string') return specification(experiment.training, entry);
    const [model, ...suffixes] = entry.split('+');
    return specification(experiment.training, {
      model,
      attention: suffixes.includes('attention'),
      smote: suffixes.includes('smote'),
    });
  });
}

/** The training settings that a model's entry overrides. */
export function trainingOverridesOf(experiment: Experiment, name: string): TrainingOverrides {
  const place = modelSpecifications(experiment).findIndex((model) => model.name === name);
  const entry = experiment.models[place];
  return typeof entry === 'object' ? (entry.training ?? {}) : {};
}

function specification(training: TrainingSettings, entry: ModelEntry): ModelSpecification {
  const { model, name, attention, smote, training: overrides, features, ...settings } = entry;
  const family = findModel(model);
  if (!family) throw new Error(`there is no model ${model}`);
  const own = { ...family.features, ...definedOnly(features ?? {}) };
  return {
    name: name ?? `${model}${attention ? '+attention' : ''}${smote ? '+smote' : ''}`,
    model,
    attention,
    smote: smote === true ? defaultSmote : smote,
    settings: { ...family.settings.parse(settings) },
    training: overrideTraining(familyTraining(training, family), overrides ?? {}),
    ...(Object.keys(own).length > 0 && { features: own }),
  };
}

/** The experiment's settings, or the family's own if it has them. */
function familyTraining(training: TrainingSettings, family: Model): TrainingSettings {
  if (!family.training) return training;
  const { patience, ...others } = family.training;
  const isStopped = training.earlyStopping && patience !== undefined;
  return overrideTraining(training, { ...others, ...(isStopped && { earlyStopping: { patience } }) });
}

function overrideTraining(training: TrainingSettings, overrides: TrainingOverrides): TrainingSettings {
  const { earlyStopping, ...others } = overrides;
  const merged = { ...training, ...definedOnly(others) };
  if (earlyStopping === undefined) return merged;
  if (earlyStopping === false) return { ...merged, earlyStopping };
  const base = training.earlyStopping === false ? defaultEarlyStopping : training.earlyStopping;
  return { ...merged, earlyStopping: { ...base, ...definedOnly(earlyStopping) } };
}

function definedOnly<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

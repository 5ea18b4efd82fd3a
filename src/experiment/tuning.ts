import { isDeepStrictEqual } from 'node:util';
import type { Model } from '../models/model.ts';
import { findModel } from '../models/registry.ts';
import { type SearchRange, shareOf, valueAt } from '../models/search-range.ts';
import { defaultSmote, type TrainingOverrides, type WrittenEntry } from './definition.ts';
import type { ModelSpecification } from './model-specification.ts';

/** A number that a search varies. */
interface Dimension {
  readonly name: string;
  readonly part: 'settings' | 'training';
  readonly range: SearchRange;
  /** The value to start from, which may be outside the range or between its steps. */
  readonly own: number;
  /** Its position, from 0 to 1: the nearer end of the range if the value is outside. */
  readonly start: number;
}

/** The settings of a model that a search varies, as a cube with sides from 0 to 1. */
export class SearchSpace {
  readonly #specification: ModelSpecification;
  readonly #training: TrainingOverrides;
  readonly #dimensions: readonly Dimension[];

  /**
   * @param specification the settings to start from; those that are not searched do not change
   * @param training      the overrides of `training` in the model's entry, kept in its new entries
   */
  constructor(specification: ModelSpecification, training: TrainingOverrides = {}) {
    this.#specification = specification;
    this.#training = training;
    const { search, kind } = modelOf(specification);
    const ranges = [
      ...Object.entries(search as Readonly<Record<string, SearchRange>>).map(
        ([name, range]) => ({ name, part: 'settings', range }) as const,
      ),
      ...(kind === 'network' ? [{ name: 'learningRate', part: 'training', range: learningRate } as const] : []),
    ];
    this.#dimensions = ranges.map((dimension) => {
      const own = Number(specification[dimension.part][dimension.name as never]);
      return { ...dimension, own, start: shareOf(dimension.range, own) };
    });
  }

  /** Names of the settings, in the order of a point's numbers. */
  get names(): readonly string[] {
    return this.#dimensions.map(({ name }) => name);
  }

  /** The point where the search starts. */
  get start(): Float64Array {
    return Float64Array.from(this.#dimensions, ({ start }) => start);
  }

  /** The values of the settings at a point; at the start exactly those of the experiment. */
  valuesAt(point: Float64Array): number[] {
    return this.#dimensions.map((dimension, i) => valueOn(dimension, point[i]));
  }

  /** The point that the values at a point really have: whole numbers and written digits are coarser than points. */
  snap(point: Float64Array): Float64Array {
    return Float64Array.from(this.#dimensions, (dimension, i) =>
      shareOf(dimension.range, valueOn(dimension, point[i])),
    );
  }

  specificationAt(point: Float64Array, name: string): ModelSpecification {
    const { settings, training, ...others } = this.#specification;
    return {
      ...others,
      name,
      settings: { ...settings, ...this.#chosen('settings', point) },
      training: { ...training, ...this.#chosen('training', point) },
    };
  }

  /** The entry for the experiment that trains a model with the settings at a point, as `specificationAt` does. */
  entryAt(point: Float64Array, name: string): WrittenEntry {
    const { model, attention, smote, settings, features } = this.#specification;
    const usual = modelOf(this.#specification).features;
    const training = { ...this.#training, ...this.#chosen('training', point) };
    return {
      model,
      name,
      ...(attention && { attention }),
      ...(smote && { smote: isDefault(smote) ? true : smote }),
      ...this.#changed(settings),
      ...this.#chosen('settings', point),
      ...(Object.keys(training).length > 0 && { training }),
      ...(!isDeepStrictEqual(features, usual) && { features }),
    };
  }

  /** The settings that differ from the family's defaults. */
  #changed(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const defaults: Readonly<Record<string, unknown>> = { ...modelOf(this.#specification).settings.parse({}) };
    return Object.fromEntries(
      Object.entries(settings).filter(([name, value]) => !isDeepStrictEqual(value, defaults[name])),
    );
  }

  #chosen(part: Dimension['part'], point: Float64Array): Record<string, number> {
    const values = this.valuesAt(point);
    return Object.fromEntries(this.#dimensions.flatMap((d, i) => (d.part === part ? [[d.name, values[i]]] : [])));
  }
}

function modelOf({ model: name }: ModelSpecification): Model {
  const model = findModel(name);
  if (!model) throw new Error(`there is no model ${name}`);
  return model;
}

/** The value at a share of the way through a dimension's range: at the start exactly the initial value. */
function valueOn({ range, own, start }: Dimension, share: number): number {
  if (share === start) return own;
  const value = valueAt(range, share);
  return shareOf(range, value) === start ? own : value;
}

const learningRate: SearchRange = { kind: 'real', min: 1e-4, max: 1e-2, scale: 'logarithmic' };

function isDefault({ neighbours, tooSmall }: typeof defaultSmote): boolean {
  return neighbours === defaultSmote.neighbours && tooSmall === defaultSmote.tooSmall;
}

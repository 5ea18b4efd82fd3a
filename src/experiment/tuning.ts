import { findModel } from '../models/registry.ts';
import { type SearchRange, shareOf, valueAt } from '../models/search-range.ts';
import { defaultSmote, type ModelEntry, type TrainingSettings } from './definition.ts';
import type { ModelSpecification } from './model-specification.ts';

/** A number that a search varies. */
interface Dimension {
  readonly name: string;
  readonly part: 'settings' | 'training';
  readonly range: SearchRange;
}

/** The settings of a model that a search varies, as a cube with sides from 0 to 1. */
export class SearchSpace {
  readonly #specification: ModelSpecification;
  readonly #dimensions: readonly Dimension[];

  /** @param specification the settings to start from; those that are not searched stay as they are */
  constructor(specification: ModelSpecification) {
    const model = findModel(specification.model);
    if (!model) throw new Error(`there is no model ${specification.model}`);
    this.#specification = specification;
    this.#dimensions = [
      ...Object.entries(model.search as Readonly<Record<string, SearchRange>>).map(
        ([name, range]): Dimension => ({ name, part: 'settings', range }),
      ),
      ...(model.kind === 'network' ? [{ name: 'learningRate', part: 'training', range: learningRate } as const] : []),
    ];
  }

  /** Names of the settings, in the order of a point's numbers. */
  get names(): readonly string[] {
    return this.#dimensions.map(({ name }) => name);
  }

  /** Where the settings are that the search starts from. */
  get start(): Float64Array {
    return Float64Array.from(this.#dimensions, ({ name, part, range }) =>
      shareOf(range, Number(this.#specification[part][name as never])),
    );
  }

  /** The values of the settings at a point. */
  valuesAt(point: Float64Array): number[] {
    return this.#dimensions.map(({ range }, i) => valueAt(range, point[i]));
  }

  /** The point of the values that a point stands for: whole numbers and written digits are coarser than points. */
  snap(point: Float64Array): Float64Array {
    return Float64Array.from(this.#dimensions, ({ range }, i) => shareOf(range, valueAt(range, point[i])));
  }

  specificationAt(point: Float64Array, name: string): ModelSpecification {
    const { settings, training, ...others } = this.#specification;
    return {
      ...others,
      name,
      settings: { ...settings, ...this.#chosen('settings', point) },
      training: { ...training, ...this.#chosen('training', point) } as TrainingSettings,
    };
  }

  /** The entry for an experiment file that trains a model with the settings at a point. */
  entryAt(point: Float64Array, name: string): ModelEntry {
    const { model, attention, smote } = this.#specification;
    const training = this.#chosen('training', point);
    return {
      model,
      name,
      ...(attention && { attention }),
      ...(smote && { smote: isDefault(smote) ? true : smote }),
      ...this.#chosen('settings', point),
      ...(Object.keys(training).length > 0 && { training }),
    } as ModelEntry;
  }

  #chosen(part: Dimension['part'], point: Float64Array): Record<string, number> {
    const values = this.valuesAt(point);
    return Object.fromEntries(this.#dimensions.flatMap((d, i) => (d.part === part ? [[d.name, values[i]]] : [])));
  }
}

const learningRate: SearchRange = { kind: 'real', least: 1e-4, most: 1e-2, scale: 'logarithmic' };

function isDefault({ neighbours, tooSmall }: typeof defaultSmote): boolean {
  return neighbours === defaultSmote.neighbours && tooSmall === defaultSmote.tooSmall;
}

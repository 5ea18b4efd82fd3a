import type { Arena } from './arena.ts';
import type { Attention } from './attention.ts';
import type { Batch } from './batch.ts';
import type { InputLayer } from './input-layer.ts';
import type { Matrix } from './matrix.ts';
import type { Parameter } from './parameter.ts';
import { Room } from './room.ts';
import type { SparseDense } from './sparse-dense.ts';

/** The first dense layer on the flattened matrix (slide 8), whose cells attention scales by their error and site. */
export class FlatInput implements InputLayer {
  readonly parameters: readonly Parameter[];
  readonly #scaled: Room;
  readonly #scaledGradient: Room;

  constructor(
    readonly arena: Arena,
    readonly dense: SparseDense,
    readonly attention: Attention | undefined,
  ) {
    const axes = attention ? [attention.sites, attention.errors] : [];
    this.parameters = [...axes.flatMap(({ parameters }) => parameters), dense.kernel, dense.bias];
    this.#scaled = new Room(arena);
    this.#scaledGradient = new Room(arena);
  }

  forward(batch: Batch, output: Matrix): void {
    const { dense, attention } = this;
    if (!attention) {
      dense.forward(batch, output);
      return;
    }
    const scaled = this.#scaled.reserve(batch.entries);
    const { errors, sites } = attention;
    errors.forward(batch);
    sites.forward(batch);
    this.#scale(batch, attention, batch.value, scaled);
    dense.forward({ ...viewOf(batch), value: scaled }, output);
  }

  backward(batch: Batch, outputGradient: Matrix): void {
    const { dense, attention } = this;
    if (!attention) {
      dense.backward(batch, outputGradient);
      return;
    }
    const { errors, sites } = attention;
    const scaledGradient = this.#scaledGradient.reserve(batch.entries);
    const view = { ...viewOf(batch), value: this.#scaled.pointer };
    dense.backward(view, outputGradient);
    dense.entryGradient(view, outputGradient, scaledGradient);
    this.#weightGradients(batch, attention, scaledGradient);
    errors.backward(batch);
    sites.backward(batch);
  }

  entryGradient(batch: Batch, outputGradient: Matrix, target: number): void {
    const { dense, attention } = this;
    dense.entryGradient(batch, outputGradient, target);
    if (!attention) return;
    const { errors, sites } = attention;
    this.#weightGradients(batch, attention, target);
    // From the gradient by the scaled entries to that by the entries themselves, both as factors and through the weights.
    this.#scale(batch, attention, target, target);
    errors.addEntryGradient(batch, target);
    sites.addEntryGradient(batch, target);
  }

  /** Multiplies a number of each entry by the weights of its error and its site. */
  #scale(batch: Batch, { errors, sites }: Attention, from: number, to: number): void {
    this.arena.kernels.scaleEntries(batch, errors.weights, sites.weights, from, to);
  }

  /** The gradient by attention's weights, given that by the scaled entries. */
  #weightGradients(batch: Batch, { errors, sites }: Attention, scaledGradient: number): void {
    errors.clearGradient();
    sites.clearGradient();
    this.arena.kernels.scaleEntriesGradient(batch, errors, sites, scaledGradient);
  }
}

function viewOf({ rows, entries, start, column }: Batch) {
  return { rows, entries, start, column };
}

import type { Arena } from './arena.ts';
import type { Attention } from './attention.ts';
import type { Batch } from './batch.ts';
import type { FoldedDense } from './folded-dense.ts';
import type { InputLayer } from './input-layer.ts';
import type { Matrix } from './matrix.ts';
import type { Parameter } from './parameter.ts';
import { Room } from './room.ts';
import type { Totals } from './totals.ts';

/**
 * The first dense layer on each site's and each error's total times its embedding (slides 11–12), whose rows attention scales.
 * A site or error without counts has the total 0 and costs nothing.
 */
export class EmbeddingInput implements InputLayer {
  readonly parameters: readonly Parameter[];
  readonly #scaled: Room;
  readonly #scaledGradient: Room;

  constructor(
    readonly arena: Arena,
    readonly totals: Totals,
    readonly dense: FoldedDense,
    readonly attention: Attention | undefined,
  ) {
    const axes = attention ? [attention.sites, attention.errors] : [];
    this.parameters = [...axes.flatMap(({ parameters }) => parameters), dense.kernel, dense.bias];
    this.#scaled = new Room(arena);
    this.#scaledGradient = new Room(arena);
  }

  forward(batch: Batch, output: Matrix): void {
    const { totals, dense, attention } = this;
    totals.load(batch);
    if (!attention) {
      dense.forward(totals, output);
      return;
    }
    attention.errors.forward(totals);
    attention.sites.forward(totals);
    const scaled = this.#scaled.reserve(totals.entries);
    const scaledValues = this.arena.floats(scaled, totals.entries);
    this.#eachTotal(attention, (i, value, weights, at) => {
      scaledValues[i] = value * weights[at];
    });
    dense.forward({ ...viewOf(totals), value: scaled }, output);
  }

  backward(_batch: Batch, outputGradient: Matrix): void {
    const { totals, dense, attention } = this;
    if (!attention) {
      dense.backward(totals, outputGradient);
      return;
    }
    const view = { ...viewOf(totals), value: this.#scaled.pointer };
    const target = this.#scaledGradient.reserve(totals.entries);
    dense.backward(view, outputGradient);
    dense.entryGradient(view, outputGradient, target);
    attention.errors.clearGradient();
    attention.sites.clearGradient();
    const scaledGradient = this.arena.floats(target, totals.entries);
    this.#eachTotal(attention, (i, value, _weights, at, gradient) => {
      gradient[at] += scaledGradient[i] * value;
    });
    attention.errors.backward(totals);
    attention.sites.backward(totals);
  }

  entryGradient(batch: Batch, outputGradient: Matrix, target: number): void {
    const { totals, dense, attention } = this;
    const ofTotals = this.#scaledGradient.reserve(totals.entries);
    dense.entryGradient(totals, outputGradient, ofTotals);
    if (attention) {
      attention.errors.clearGradient();
      attention.sites.clearGradient();
      const gradients = this.arena.floats(ofTotals, totals.entries);
      this.#eachTotal(attention, (i, value, weights, at, gradient) => {
        gradient[at] += gradients[i] * value;
        gradients[i] *= weights[at];
      });
      attention.errors.addEntryGradient(totals, ofTotals);
      attention.sites.addEntryGradient(totals, ofTotals);
    }
    totals.entryGradient(batch, ofTotals, target);
  }

  /** Visits every total with the weight that scales it, and that weight's gradient. */
  #eachTotal(
    { errors, sites }: Attention,
    visit: (i: number, value: number, weights: Float32Array, at: number, gradient: Float32Array) => void,
  ): void {
    const { arena, totals } = this;
    const start = arena.integers(totals.start, totals.rows + 1);
    const columns = arena.integers(totals.column, totals.entries);
    const values = arena.floats(totals.value, totals.entries);
    const [siteWidth, errorWidth] = [sites, errors].map(({ weights }) => weights.stride / 4);
    const siteWeights = sites.weights.floats();
    const siteGradient = sites.gradient.floats();
    const errorWeights = errors.weights.floats();
    const errorGradient = errors.gradient.floats();
    for (let row = 0; row < totals.rows; row++) {
      for (let i = start[row]; i < start[row + 1]; i++) {
        const error = columns[i] - totals.sites;
        if (error < 0) visit(i, values[i], siteWeights, row * siteWidth + columns[i], siteGradient);
        else visit(i, values[i], errorWeights, row * errorWidth + error, errorGradient);
      }
    }
  }
}

function viewOf({ rows, entries, start, column }: Totals) {
  return { rows, entries, start, column };
}

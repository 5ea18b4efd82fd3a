import type { Arena } from './arena.ts';
import type { Attention, AttentionAxis } from './attention.ts';
import type { Batch } from './batch.ts';
import type { InputLayer } from './input-layer.ts';
import { Parameter } from './parameter.ts';
import { Room } from './room.ts';
import { SparseDense } from './sparse-dense.ts';
import type { SparseView } from './sparse-view.ts';

/** One of the two convolutions: over all errors at each site, or over all sites at each error. */
interface Convolution {
  /** [length of the spanned axis × filters] */
  readonly kernel: Parameter;
  readonly bias: Parameter;
  /** Number of outputs: sites, or errors. */
  readonly outputs: number;
  /** First of its outputs in the head's input, in rows of `filters`. */
  readonly offset: number;
  /** The axis of attention that scales its outputs. */
  readonly axis: AttentionAxis | undefined;
}

/**
 * Two convolutions that span a whole axis each, without activation, and the first dense layer on their outputs, sites first
 * (slide 9); attention scales the outputs by their site or error.
 *
 * An output without counts is its bias alone. So the dense layer is split in two: a sparse one on what the counts add, and one
 * on the biases, which are the same for all examples but for attention's weights and are folded into one vector per output.
 */
export class ConvolutionInput implements InputLayer {
  readonly parameters: readonly Parameter[];
  readonly #dense: SparseDense;
  readonly #convolutions: readonly [sites: Convolution, errors: Convolution];
  readonly #cells: Cells;
  /** [outputs × units] Σ_f bias_f · kernel[output · filters + f], padded, of both convolutions; and its gradient. */
  readonly #folded: number;
  readonly #foldedGradient: number;
  readonly #constant: number;
  /** Kernel rows of the folded vectors, transposed for the gradient by attention's weights. */
  readonly #transposed: number;

  constructor(
    readonly arena: Arena,
    readonly errors: number,
    readonly sites: number,
    readonly filters: number,
    readonly units: number,
    l2: number,
    readonly attention: Attention | undefined,
    maximumRows: number,
  ) {
    const convolution = (
      name: string,
      span: number,
      outputs: number,
      offset: number,
      axis: AttentionAxis | undefined,
    ) => ({
      kernel: new Parameter(arena, `${name}/kernel`, span, filters, 0),
      bias: new Parameter(arena, `${name}/bias`, 1, filters, 0),
      outputs,
      offset,
      axis,
    });
    this.#convolutions = [
      convolution('conv_sites', errors, sites, 0, attention?.sites),
      convolution('conv_errors', sites, errors, sites, attention?.errors),
    ];
    this.#dense = new SparseDense(arena, 'dense1', (sites + errors) * filters, units, l2);
    this.#cells = new Cells(arena, maximumRows, sites + errors);
    const { stride } = this.#dense.kernel;
    this.#folded = arena.allocate((sites + errors) * stride);
    this.#foldedGradient = arena.allocate((sites + errors) * stride);
    this.#constant = arena.allocate(stride);
    const widest = Math.ceil(Math.max(sites, errors) / 4) * 16;
    this.#transposed = arena.allocate(units * widest);
    const axes = attention ? [attention.sites, attention.errors] : [];
    this.parameters = [
      ...axes.flatMap(({ parameters }) => parameters),
      ...this.#convolutions.flatMap(({ kernel, bias }) => [kernel, bias]),
      this.#dense.kernel,
      this.#dense.bias,
    ];
  }

  forward(batch: Batch, output: number): void {
    this.attention?.sites.forward(batch);
    this.attention?.errors.forward(batch);
    this.#convolve(batch);
    this.#foldBiases();
    const { kernels } = this.arena;
    const { stride } = this.#dense.kernel;
    if (!this.attention) {
      // Σ over all outputs of their folded vectors, on top of the dense layer's own bias.
      this.arena.floats(this.#constant, stride / 4).set(this.arena.floats(this.#dense.bias.weight, stride / 4));
      kernels.addColumnSums(this.sites + this.errors, this.#folded, stride, this.#constant);
      this.#dense.forward(this.#cells, output, this.#constant);
      return;
    }
    this.#dense.forward(this.#cells, output);
    for (const { axis, offset, outputs } of this.#convolutions) {
      if (!axis) continue;
      const folded = this.#folded + offset * stride;
      kernels.multiply(
        batch.rows,
        outputs,
        stride / 4,
        axis.weights,
        axis.stride,
        4,
        folded,
        stride,
        0,
        output,
        stride,
        true,
      );
    }
  }

  backward(batch: Batch, outputGradient: number): void {
    const dense = this.#dense;
    dense.backward(this.#cells, outputGradient);
    const target = this.#cells.gradient.reserve(this.#cells.entries);
    dense.entryGradient(this.#cells, outputGradient, target);
    this.attention?.sites.clearGradient(batch.rows);
    this.attention?.errors.clearGradient(batch.rows);
    this.#biasesBackward(batch, outputGradient);
    this.#convolveBackward(batch);
    this.attention?.sites.backward(batch);
    this.attention?.errors.backward(batch);
  }

  entryGradient(batch: Batch, outputGradient: number, target: number): void {
    const { arena, attention, filters } = this;
    const cells = this.#cells;
    const ofCells = cells.gradient.reserve(cells.entries);
    this.#dense.entryGradient(cells, outputGradient, ofCells);
    if (attention) {
      attention.sites.clearGradient(batch.rows);
      attention.errors.clearGradient(batch.rows);
      for (const convolution of this.#convolutions) this.#foldedGradientByWeights(batch, convolution, outputGradient);
      this.#cellsBackward(batch, attention);
    }
    const views = new EntryViews(arena, batch);
    const gradient = arena.floats(ofCells, cells.entries);
    const place = arena.integers(cells.place.pointer, 2 * batch.entries);
    const kernels = this.#convolutions.map(({ kernel }) => arena.floats(kernel.weight, kernel.bytes / 4));
    const width = this.#convolutions[0].kernel.stride / 4;
    const ofEntries = arena.floats(target, batch.entries);
    for (let i = 0; i < batch.entries; i++) {
      let sum = 0;
      for (let c = 0; c < 2; c++) {
        const spanned = (c === 0 ? views.error[i] : views.site[i]) * width;
        const at = place[2 * i + c];
        for (let f = 0; f < filters; f++) sum += gradient[at + f] * kernels[c][spanned + f];
      }
      ofEntries[i] = sum;
    }
    attention?.sites.addEntryGradient(batch, target);
    attention?.errors.addEntryGradient(batch, target);
  }

  /** What the counts add to the outputs: cells [output · filters + f], scaled by attention. */
  #convolve(batch: Batch): void {
    const { arena, filters } = this;
    const cells = this.#cells;
    cells.reserve(batch.entries, filters);
    const views = new EntryViews(arena, batch);
    const start = arena.integers(cells.start, batch.rows + 1);
    const columns = arena.integers(cells.column, 2 * batch.entries * filters);
    const sums = arena.floats(cells.plain.pointer, 2 * batch.entries * filters);
    const values = arena.floats(cells.value, 2 * batch.entries * filters);
    const place = arena.integers(cells.place.pointer, 2 * batch.entries);
    const kernels = this.#convolutions.map(({ kernel }) => arena.floats(kernel.weight, kernel.bytes / 4));
    const width = this.#convolutions[0].kernel.stride / 4;
    const first = cells.firstOf;
    let filled = 0;
    for (let row = 0; row < batch.rows; row++) {
      const from = filled;
      for (let i = views.start[row]; i < views.start[row + 1]; i++) {
        const count = views.value[i];
        for (let c = 0; c < 2; c++) {
          const output = c === 0 ? views.site[i] : this.sites + views.error[i];
          const spanned = (c === 0 ? views.error[i] : views.site[i]) * width;
          let at = first[output];
          if (at < 0) {
            at = filled;
            first[output] = at;
            for (let f = 0; f < filters; f++) {
              columns[filled] = output * filters + f;
              sums[filled++] = 0;
            }
          }
          place[2 * i + c] = at;
          for (let f = 0; f < filters; f++) sums[at + f] += count * kernels[c][spanned + f];
        }
      }
      for (let at = from; at < filled; at += filters) {
        const output = columns[at] / filters;
        first[output] = -1;
        const weight = this.#weightOf(row, output);
        for (let f = 0; f < filters; f++) values[at + f] = sums[at + f] * weight;
      }
      start[row + 1] = filled;
    }
    cells.rows = batch.rows;
    cells.entries = filled;
  }

  /** Attention's weight of an output, 1 without attention. */
  #weightOf(row: number, output: number): number {
    const { attention, sites, arena } = this;
    if (!attention) return 1;
    const axis = output < sites ? attention.sites : attention.errors;
    const index = output < sites ? output : output - sites;
    return arena.floats(axis.weights + row * axis.stride + index * 4, 1)[0];
  }

  /** Kernels of the convolutions, and attention's weights, through what the counts added. */
  #convolveBackward(batch: Batch): void {
    const { arena, filters, attention } = this;
    const cells = this.#cells;
    if (attention) this.#cellsBackward(batch, attention);
    const views = new EntryViews(arena, batch);
    const gradient = arena.floats(cells.gradient.pointer, cells.entries);
    const place = arena.integers(cells.place.pointer, 2 * batch.entries);
    const kernels = this.#convolutions.map(({ kernel }) => arena.floats(kernel.gradient, kernel.bytes / 4));
    const width = this.#convolutions[0].kernel.stride / 4;
    for (let i = 0; i < batch.entries; i++) {
      const count = views.value[i];
      for (let c = 0; c < 2; c++) {
        const spanned = (c === 0 ? views.error[i] : views.site[i]) * width;
        const at = place[2 * i + c];
        for (let f = 0; f < filters; f++) kernels[c][spanned + f] += count * gradient[at + f];
      }
    }
  }

  /** Attention's weights, through the cells they scale; leaves the gradient by the cells before attention. */
  #cellsBackward(batch: Batch, attention: Attention): void {
    const { arena, filters, sites } = this;
    const cells = this.#cells;
    const start = arena.integers(cells.start, batch.rows + 1);
    const columns = arena.integers(cells.column, cells.entries);
    const sums = arena.floats(cells.plain.pointer, cells.entries);
    const gradient = arena.floats(cells.gradient.pointer, cells.entries);
    for (let row = 0; row < batch.rows; row++) {
      for (let at = start[row]; at < start[row + 1]; at += filters) {
        const output = columns[at] / filters;
        const axis = output < sites ? attention.sites : attention.errors;
        const index = output < sites ? output : output - sites;
        const byWeight = arena.floats(axis.gradient + row * axis.stride + index * 4, 1);
        const weight = this.#weightOf(row, output);
        for (let f = 0; f < filters; f++) {
          byWeight[0] += gradient[at + f] * sums[at + f];
          gradient[at + f] *= weight;
        }
      }
    }
  }

  #foldBiases(): void {
    const { kernels } = this.arena;
    const { weight, stride } = this.#dense.kernel;
    for (const { bias, outputs, offset } of this.#convolutions) {
      for (let output = offset; output < offset + outputs; output++) {
        const rows = weight + output * this.filters * stride;
        kernels.multiply(
          1,
          this.filters,
          stride / 4,
          bias.weight,
          0,
          4,
          rows,
          stride,
          0,
          this.#folded + output * stride,
          stride,
          false,
        );
      }
    }
  }

  /** Biases of the convolutions, the dense kernel and attention's weights, through the folded vectors. */
  #biasesBackward(batch: Batch, outputGradient: number): void {
    const { arena, filters, units } = this;
    const { kernels } = arena;
    const { weight, gradient, stride } = this.#dense.kernel;
    const folded = arena.floats(this.#foldedGradient, ((this.sites + this.errors) * stride) / 4).fill(0);
    if (!this.attention) {
      const sum = arena.floats(this.#constant, stride / 4).fill(0);
      kernels.addColumnSums(batch.rows, outputGradient, stride, this.#constant);
      for (let output = 0; output < this.sites + this.errors; output++) folded.set(sum, (output * stride) / 4);
    }
    for (const convolution of this.#convolutions) {
      const { axis, bias, outputs, offset } = convolution;
      const foldedGradient = this.#foldedGradient + offset * stride;
      if (axis) {
        kernels.multiply(
          outputs,
          batch.rows,
          stride / 4,
          axis.weights,
          4,
          axis.stride,
          outputGradient,
          stride,
          0,
          foldedGradient,
          stride,
          true,
        );
        this.#foldedGradientByWeights(batch, convolution, outputGradient);
      }
      const biasGradient = arena.floats(bias.gradient, filters);
      for (let output = 0; output < outputs; output++) {
        const row = (offset + output) * filters;
        const from = foldedGradient + output * stride;
        kernels.multiply(
          filters,
          1,
          stride / 4,
          bias.weight,
          4,
          0,
          from,
          stride,
          0,
          gradient + row * stride,
          stride,
          true,
        );
        const upstream = arena.floats(from, units);
        for (let f = 0; f < filters; f++) {
          const kernelRow = arena.floats(weight + (row + f) * stride, units);
          let dot = 0;
          for (let u = 0; u < units; u++) dot += kernelRow[u] * upstream[u];
          biasGradient[f] += dot;
        }
      }
    }
  }

  /** Attention's weights, through the folded vectors they scale. */
  #foldedGradientByWeights(batch: Batch, { axis, outputs, offset }: Convolution, outputGradient: number): void {
    if (!axis) return;
    const { kernels } = this.arena;
    const { stride } = this.#dense.kernel;
    kernels.transpose(outputs, this.units, this.#folded + offset * stride, stride, this.#transposed, axis.stride);
    kernels.multiply(
      batch.rows,
      this.units,
      axis.stride / 4,
      outputGradient,
      stride,
      4,
      this.#transposed,
      axis.stride,
      0,
      axis.gradient,
      axis.stride,
      true,
    );
  }
}

/** The outputs of both convolutions that counts add to, as sparse rows. */
class Cells implements SparseView {
  rows = 0;
  entries = 0;
  readonly start: number;
  readonly #column: Room;
  readonly #value: Room;
  /** The values before attention. */
  readonly plain: Room;
  readonly gradient: Room;
  /** int32 [entries of the batch × 2] first cell of each entry's site and error. */
  readonly place: Room;
  /** [outputs] first cell in the row at hand, −1 = none yet. */
  readonly firstOf: Int32Array;

  constructor(arena: Arena, maximumRows: number, outputs: number) {
    this.start = arena.allocate((maximumRows + 1) * 4);
    this.#column = new Room(arena);
    this.#value = new Room(arena);
    this.plain = new Room(arena);
    this.gradient = new Room(arena);
    this.place = new Room(arena);
    this.firstOf = new Int32Array(outputs).fill(-1);
  }

  get column(): number {
    return this.#column.pointer;
  }

  get value(): number {
    return this.#value.pointer;
  }

  reserve(entries: number, filters: number): void {
    for (const room of [this.#column, this.#value, this.plain]) room.reserve(2 * entries * filters);
    this.place.reserve(2 * entries);
  }
}

/** The entries of a batch, to be read. */
class EntryViews {
  readonly start: Int32Array;
  readonly error: Int32Array;
  readonly site: Int32Array;
  readonly value: Float32Array;

  constructor(arena: Arena, { start, error, site, value, rows, entries }: Batch) {
    this.start = arena.integers(start, rows + 1);
    this.error = arena.integers(error, entries);
    this.site = arena.integers(site, entries);
    this.value = arena.floats(value, entries);
  }
}

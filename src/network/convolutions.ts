import type { Arena } from './arena.ts';
import type { Batch } from './batch.ts';
import type { BlockView } from './block-view.ts';
import { Matrix } from './matrix.ts';
import { Parameter } from './parameter.ts';
import { Room } from './room.ts';

/**
 * Two convolutions that span a whole axis each, without activation: over all errors at each site, over all sites at each
 * error. Outputs are numbered sites first, then errors; a block is what the counts of an example add to the filters of one.
 */
export class Convolutions implements BlockView {
  readonly siteKernel: Parameter;
  readonly siteBias: Parameter;
  readonly errorKernel: Parameter;
  readonly errorBias: Parameter;
  readonly start: number;
  /** [blocks × filters] */
  readonly value: Matrix;
  rows = 0;
  /** int32 [outputs], where the kernel keeps the latest block of each. */
  readonly latest: number;
  readonly #block: Room;
  readonly #place: Room;

  constructor(
    readonly arena: Arena,
    readonly errors: number,
    readonly sites: number,
    filters: number,
    maximumRows: number,
  ) {
    this.siteKernel = new Parameter(arena, 'conv_sites/kernel', errors, filters, 0);
    this.siteBias = new Parameter(arena, 'conv_sites/bias', 1, filters, 0);
    this.errorKernel = new Parameter(arena, 'conv_errors/kernel', sites, filters, 0);
    this.errorBias = new Parameter(arena, 'conv_errors/bias', 1, filters, 0);
    this.start = arena.allocate((maximumRows + 1) * 4);
    this.latest = arena.allocate((sites + errors) * 4);
    this.value = new Matrix(arena, 0, filters);
    this.#block = new Room(arena);
    this.#place = new Room(arena);
  }

  get parameters(): readonly Parameter[] {
    return [this.siteKernel, this.siteBias, this.errorKernel, this.errorBias];
  }

  get block(): number {
    return this.#block.pointer;
  }

  /** int32 [entries of the batch × 2] blocks of each entry's site and error. */
  get place(): number {
    return this.#place.pointer;
  }

  forward(batch: Batch): void {
    this.rows = batch.rows;
    this.value.resize(2 * batch.entries);
    this.#block.reserve(2 * batch.entries);
    this.#place.reserve(2 * batch.entries);
    const { kernels } = this.arena;
    this.value.resize(kernels.convolve(batch, this.siteKernel.weight, this.errorKernel.weight, this));
  }

  /** Adds to the kernels' gradients, given that by the blocks. */
  backward(batch: Batch, blockGradient: Matrix): void {
    const { siteKernel, errorKernel, place } = this;
    this.arena.kernels.convolveBackward(batch, place, blockGradient, siteKernel.gradient, errorKernel.gradient);
  }

  /** Writes the gradient by the value of every entry of the batch, given that by the blocks. */
  entryGradient(batch: Batch, blockGradient: Matrix, target: number): void {
    const { siteKernel, errorKernel, place } = this;
    const { kernels } = this.arena;
    kernels.convolveInputGradient(batch, place, blockGradient, siteKernel.weight, errorKernel.weight, target);
  }
}

import type { Arena } from './arena.ts';
import type { Batch } from './batch.ts';
import type { BlockView } from './block-dense.ts';
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
  readonly valueStride: number;
  readonly start: number;
  rows = 0;
  entries = 0;
  readonly #block: Room;
  readonly #sum: Room;
  /** int32 [entries of the batch × 2] blocks of each entry's site and error. */
  readonly #place: Room;
  /** int32 [outputs] for the kernel's own use. */
  readonly #latest: number;

  constructor(
    readonly arena: Arena,
    readonly errors: number,
    readonly sites: number,
    readonly filters: number,
    maximumRows: number,
  ) {
    this.siteKernel = new Parameter(arena, 'conv_sites/kernel', errors, filters, 0);
    this.siteBias = new Parameter(arena, 'conv_sites/bias', 1, filters, 0);
    this.errorKernel = new Parameter(arena, 'conv_errors/kernel', sites, filters, 0);
    this.errorBias = new Parameter(arena, 'conv_errors/bias', 1, filters, 0);
    this.valueStride = this.siteKernel.stride;
    this.start = arena.allocate((maximumRows + 1) * 4);
    this.#block = new Room(arena);
    this.#sum = new Room(arena);
    this.#place = new Room(arena);
    this.#latest = arena.allocate((sites + errors) * 4);
  }

  get parameters(): readonly Parameter[] {
    return [this.siteKernel, this.siteBias, this.errorKernel, this.errorBias];
  }

  get block(): number {
    return this.#block.pointer;
  }

  get value(): number {
    return this.#sum.pointer;
  }

  /** Floats of all blocks, with their padding. */
  get size(): number {
    return (this.entries * this.valueStride) / 4;
  }

  forward(batch: Batch): void {
    this.#block.reserve(2 * batch.entries);
    this.#sum.reserve((2 * batch.entries * this.valueStride) / 4);
    this.#place.reserve(2 * batch.entries);
    this.rows = batch.rows;
    this.entries = this.arena.kernels.convolve(
      batch.rows,
      batch.start,
      batch.error,
      batch.site,
      batch.value,
      this.sites,
      this.errors,
      this.siteKernel.weight,
      this.errorKernel.weight,
      this.valueStride,
      this.#latest,
      this.start,
      this.block,
      this.value,
      this.#place.pointer,
    );
  }

  /** Adds to the kernels' gradients, given that by the blocks. */
  backward(batch: Batch, blockGradient: number): void {
    this.arena.kernels.convolveBackward(
      batch.entries,
      batch.error,
      batch.site,
      batch.value,
      this.#place.pointer,
      blockGradient,
      this.valueStride,
      this.siteKernel.gradient,
      this.errorKernel.gradient,
    );
  }

  /** Writes the gradient by the value of every entry of the batch, given that by the blocks. */
  entryGradient(batch: Batch, blockGradient: number, target: number): void {
    this.arena.kernels.convolveInputGradient(
      batch.entries,
      batch.error,
      batch.site,
      this.#place.pointer,
      blockGradient,
      this.valueStride,
      this.siteKernel.weight,
      this.errorKernel.weight,
      target,
    );
  }
}

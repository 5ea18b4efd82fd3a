import type { Arena } from './arena.ts';
import type { Attention, AttentionAxis } from './attention.ts';
import type { Batch } from './batch.ts';
import { BlockDense, type BlockView } from './block-dense.ts';
import { Convolutions } from './convolutions.ts';
import type { InputLayer } from './input-layer.ts';
import type { Parameter } from './parameter.ts';
import { Room } from './room.ts';

/**
 * Two convolutions that span a whole axis each, without activation, and the first dense layer on their outputs, sites first
 * (slide 9); attention scales the outputs by their site or error.
 *
 * An output without counts is its bias alone. So the dense layer is split in two: on the blocks that the counts add, and on
 * the biases, which are the same for all examples but for attention's weights: bias · kernel is one vector per output.
 */
export class ConvolutionInput implements InputLayer {
  readonly parameters: readonly Parameter[];
  readonly #outputs: number;
  readonly #convolutions: Convolutions;
  readonly #dense: BlockDense;
  readonly #scaled: Room;
  readonly #blockGradient: Room;
  /** The bias of every output: with attention a row each, without a single row of them all. */
  readonly #biases: BlockView;
  /** [outputs × filters], padded. */
  readonly #biasGradient: number;
  /** [rows of #biases × units], padded: biases · kernel, and its gradient. */
  readonly #folded: number;
  readonly #foldedGradient: number;
  /** The folded vectors of an axis transposed, for the gradient by attention's weights. */
  readonly #transposed: number;

  constructor(
    readonly arena: Arena,
    readonly errors: number,
    readonly sites: number,
    filters: number,
    readonly units: number,
    l2: number,
    readonly attention: Attention | undefined,
    maximumRows: number,
  ) {
    const outputs = sites + errors;
    this.#outputs = outputs;
    this.#convolutions = new Convolutions(arena, errors, sites, filters, maximumRows);
    this.#dense = new BlockDense(arena, 'dense1', outputs, filters, units, l2);
    this.#scaled = new Room(arena);
    this.#blockGradient = new Room(arena);
    this.#biases = this.#everyOutput();
    this.#biasGradient = arena.allocate(outputs * this.#biases.valueStride);
    const { stride } = this.#dense.kernel;
    this.#folded = arena.allocate(this.#biases.rows * stride);
    this.#foldedGradient = arena.allocate(this.#biases.rows * stride);
    this.#transposed = attention
      ? arena.allocate(units * Math.max(attention.sites.stride, attention.errors.stride))
      : 0;
    const axes = attention ? [attention.sites, attention.errors] : [];
    this.parameters = [
      ...axes.flatMap(({ parameters }) => parameters),
      ...this.#convolutions.parameters,
      this.#dense.kernel,
      this.#dense.bias,
    ];
  }

  forward(batch: Batch, output: number): void {
    const { attention } = this;
    const { kernels } = this.arena;
    const dense = this.#dense;
    const { stride: unitsStride } = dense.kernel;
    attention?.sites.forward(batch);
    attention?.errors.forward(batch);
    this.#convolutions.forward(batch);
    this.#writeBiases();
    if (!attention) {
      dense.forward(this.#biases, dense.bias.weight, this.#folded);
      dense.forward(this.#convolutions, this.#folded, output);
      return;
    }
    dense.forward(this.#biases, 0, this.#folded);
    this.#scale(attention);
    dense.forward(this.#scaledBlocks(), dense.bias.weight, output);
    this.#eachAxis(attention, ({ weights, stride, size }, offset) => {
      const folded = this.#folded + offset;
      kernels.multiply(
        batch.rows,
        size,
        unitsStride / 4,
        weights,
        stride,
        4,
        folded,
        unitsStride,
        0,
        output,
        unitsStride,
        true,
      );
    });
  }

  backward(batch: Batch, outputGradient: number): void {
    const { attention, arena } = this;
    const { kernels } = arena;
    const dense = this.#dense;
    const { stride: unitsStride } = dense.kernel;
    const target = this.#blockGradient.reserve(this.#convolutions.size);
    kernels.addColumnSums(batch.rows, outputGradient, unitsStride, dense.bias.gradient);
    if (attention) {
      dense.backward(this.#scaledBlocks(), outputGradient, target);
      this.#weightGradients(batch, attention, outputGradient, target);
      this.#eachAxis(attention, ({ weights, stride, size }, offset) => {
        const folded = this.#foldedGradient + offset;
        kernels.multiply(
          size,
          batch.rows,
          unitsStride / 4,
          weights,
          4,
          stride,
          outputGradient,
          unitsStride,
          0,
          folded,
          unitsStride,
          false,
        );
      });
    } else {
      dense.backward(this.#convolutions, outputGradient, target);
      arena.floats(this.#foldedGradient, unitsStride / 4).fill(0);
      kernels.addColumnSums(batch.rows, outputGradient, unitsStride, this.#foldedGradient);
    }
    this.#convolutions.backward(batch, target);
    dense.backward(this.#biases, this.#foldedGradient, this.#biasGradient);
    const { siteBias, errorBias, valueStride } = this.#convolutions;
    const ofErrors = this.#biasGradient + this.sites * valueStride;
    kernels.addColumnSums(this.sites, this.#biasGradient, valueStride, siteBias.gradient);
    kernels.addColumnSums(this.errors, ofErrors, valueStride, errorBias.gradient);
    attention?.sites.backward(batch);
    attention?.errors.backward(batch);
  }

  entryGradient(batch: Batch, outputGradient: number, target: number): void {
    const { attention } = this;
    const ofBlocks = this.#blockGradient.reserve(this.#convolutions.size);
    this.#dense.inputGradient(this.#convolutions, outputGradient, ofBlocks);
    if (attention) this.#weightGradients(batch, attention, outputGradient, ofBlocks);
    this.#convolutions.entryGradient(batch, ofBlocks, target);
    attention?.sites.addEntryGradient(batch, target);
    attention?.errors.addEntryGradient(batch, target);
  }

  /** A view that has every output once; its values are written later. */
  #everyOutput(): BlockView {
    const { arena, attention } = this;
    const outputs = this.#outputs;
    const { valueStride } = this.#convolutions;
    const block = arena.allocate((outputs + 1) * 4);
    const value = arena.allocate(outputs * valueStride);
    const rows = attention ? outputs : 1;
    const start = arena.allocate((rows + 1) * 4);
    arena.integers(block, outputs).forEach((_, output, blocks) => {
      blocks[output] = output;
    });
    arena.integers(start, rows + 1).forEach((_, row, starts) => {
      starts[row] = attention ? row : row * outputs;
    });
    return { rows, start, block, value, valueStride };
  }

  #writeBiases(): void {
    const { siteBias, errorBias, valueStride, filters } = this.#convolutions;
    const width = valueStride / 4;
    const values = this.arena.floats(this.#biases.value, this.#outputs * width);
    const [ofSites, ofErrors] = [siteBias, errorBias].map(({ weight }) => this.arena.floats(weight, filters));
    for (let output = 0; output < this.#outputs; output++) {
      const bias = output < this.sites ? ofSites : ofErrors;
      for (let f = 0; f < filters; f++) values[output * width + f] = bias[f];
    }
  }

  /** Scales the blocks by attention's weights. */
  #scale({ sites, errors }: Attention): void {
    const blocks = this.#convolutions;
    this.arena.kernels.scaleBlocks(
      blocks.rows,
      blocks.start,
      blocks.block,
      blocks.value,
      blocks.valueStride,
      this.sites,
      sites.weights,
      sites.stride,
      errors.weights,
      errors.stride,
      this.#scaled.reserve(blocks.size),
    );
  }

  #scaledBlocks(): BlockView {
    const { rows, start, block, valueStride } = this.#convolutions;
    return { rows, start, block, value: this.#scaled.pointer, valueStride };
  }

  /**
   * Writes the gradient by attention's weights: through the folded biases and through the blocks. The gradient by the scaled
   * blocks becomes that by the blocks.
   */
  #weightGradients(batch: Batch, attention: Attention, outputGradient: number, blockGradient: number): void {
    const { kernels } = this.arena;
    const { stride: unitsStride } = this.#dense.kernel;
    const { sites, errors } = attention;
    const blocks = this.#convolutions;
    this.#eachAxis(attention, ({ size, stride, gradient }, offset) => {
      kernels.transpose(size, this.units, this.#folded + offset, unitsStride, this.#transposed, stride);
      kernels.multiply(
        batch.rows,
        this.units,
        stride / 4,
        outputGradient,
        unitsStride,
        4,
        this.#transposed,
        stride,
        0,
        gradient,
        stride,
        false,
      );
    });
    kernels.scaleBlocksGradient(
      blocks.rows,
      blocks.start,
      blocks.block,
      blocks.value,
      blocks.valueStride,
      this.sites,
      sites.weights,
      sites.stride,
      errors.weights,
      errors.stride,
      blockGradient,
      sites.gradient,
      errors.gradient,
    );
  }

  /** Visits both axes with the offset of their outputs among the folded vectors, in bytes. */
  #eachAxis({ sites, errors }: Attention, visit: (axis: AttentionAxis, offset: number) => void): void {
    visit(sites, 0);
    visit(errors, this.sites * this.#dense.kernel.stride);
  }
}

import type { Arena } from './arena.ts';
import type { Attention, AttentionAxis } from './attention.ts';
import type { Batch } from './batch.ts';
import { type BlockView, everyBlock } from './block-view.ts';
import { Convolutions } from './convolutions.ts';
import type { InputLayer } from './input-layer.ts';
import { Matrix } from './matrix.ts';
import { Parameter } from './parameter.ts';

/**
 * Two convolutions that span a whole axis each, without activation, and the first dense layer on their outputs, sites first
 * (slide 9); attention scales the outputs by their site or error.
 *
 * An output without counts is its bias alone. So the dense layer is split in two: on the blocks that the counts add, and on
 * the biases, which are the same for all examples except for attention's weights: bias · kernel is one vector per output.
 */
export class ConvolutionInput implements InputLayer {
  readonly parameters: readonly Parameter[];
  readonly #convolutions: Convolutions;
  readonly #kernel: Parameter;
  readonly #bias: Parameter;
  /** [blocks × filters] the blocks times attention's weights. */
  readonly #scaled: Matrix;
  readonly #blockGradient: Matrix;
  /** The bias of every output: with attention one row each, without attention all in one row. */
  readonly #biases: BlockView;
  /** [outputs × filters] */
  readonly #biasGradient: Matrix;
  /** [rows of #biases × units] biases · kernel, and its gradient. */
  readonly #folded: Matrix;
  readonly #foldedGradient: Matrix;
  /** What attention scales; none without. */
  readonly #scaledAxes: readonly ScaledAxis[];

  constructor(
    readonly arena: Arena,
    readonly errors: number,
    readonly sites: number,
    filters: number,
    units: number,
    l2: number,
    readonly attention: Attention | undefined,
    maximumRows: number,
  ) {
    const outputs = sites + errors;
    this.#convolutions = new Convolutions(arena, errors, sites, filters, maximumRows);
    this.#kernel = new Parameter(arena, 'dense1/kernel', outputs * filters, units, l2);
    this.#bias = new Parameter(arena, 'dense1/bias', 1, units, 0);
    this.#scaled = new Matrix(arena, 0, filters);
    this.#blockGradient = new Matrix(arena, 0, filters);
    const foldedRows = attention ? outputs : 1;
    this.#biases = everyBlock(arena, new Matrix(arena, outputs, filters), foldedRows);
    this.#biasGradient = new Matrix(arena, outputs, filters);
    this.#folded = new Matrix(arena, foldedRows, units);
    this.#foldedGradient = new Matrix(arena, foldedRows, units);
    const scaledAxis = (axis: AttentionAxis, from: number): ScaledAxis => ({
      axis,
      folded: this.#folded.part(from, axis.size),
      foldedGradient: this.#foldedGradient.part(from, axis.size),
      transposed: new Matrix(arena, units, axis.size),
    });
    this.#scaledAxes = attention ? [scaledAxis(attention.sites, 0), scaledAxis(attention.errors, sites)] : [];
    this.parameters = [
      ...this.#scaledAxes.flatMap(({ axis }) => axis.parameters),
      ...this.#convolutions.parameters,
      this.#kernel,
      this.#bias,
    ];
  }

  forward(batch: Batch, output: Matrix): void {
    const { attention } = this;
    const { kernels } = this.arena;
    const kernel = this.#kernel.weight;
    const bias = this.#bias.weight;
    const blocks = this.#convolutions;
    const folded = this.#folded;
    for (const { axis } of this.#scaledAxes) axis.forward(batch);
    blocks.forward(batch);
    this.#writeBiases();
    if (!attention) {
      kernels.blockForward(this.#biases, kernel, folded, bias);
      kernels.blockForward(blocks, kernel, output, folded);
      return;
    }
    kernels.blockForward(this.#biases, kernel, folded);
    this.#scaled.resize(blocks.value.rows);
    kernels.scaleBlocks(blocks, attention.sites.weights, attention.errors.weights, this.#scaled);
    kernels.blockForward(this.#scaledBlocks(), kernel, output, bias);
    for (const { axis, folded: ofAxis } of this.#scaledAxes) kernels.addProduct(axis.weights, ofAxis, output);
  }

  backward(batch: Batch, outputGradient: Matrix): void {
    const { attention } = this;
    const { kernels } = this.arena;
    const kernel = this.#kernel;
    const blocks = this.#convolutions;
    const foldedGradient = this.#foldedGradient;
    kernels.addColumnSums(outputGradient, this.#bias.gradient);
    kernels.blockBackward(attention ? this.#scaledBlocks() : blocks, outputGradient, kernel.gradient);
    this.#blocksAndWeightsBackward(outputGradient);
    blocks.backward(batch, this.#blockGradient);
    if (!attention) {
      foldedGradient.floats().fill(0);
      kernels.addColumnSums(outputGradient, foldedGradient);
    }
    for (const { axis, foldedGradient: ofAxis } of this.#scaledAxes) {
      kernels.multiplyTransposed(axis.weights, outputGradient, ofAxis);
    }
    kernels.blockBackward(this.#biases, foldedGradient, kernel.gradient);
    kernels.blockInputGradient(this.#biases, foldedGradient, kernel.weight, this.#biasGradient);
    kernels.addColumnSums(this.#biasGradient.part(0, this.sites), blocks.siteBias.gradient);
    kernels.addColumnSums(this.#biasGradient.part(this.sites, this.errors), blocks.errorBias.gradient);
    for (const { axis } of this.#scaledAxes) axis.backward(batch);
  }

  entryGradient(batch: Batch, outputGradient: Matrix, target: number): void {
    this.#blocksAndWeightsBackward(outputGradient);
    this.#convolutions.entryGradient(batch, this.#blockGradient, target);
    for (const { axis } of this.#scaledAxes) axis.addEntryGradient(batch, target);
  }

  #writeBiases(): void {
    const { siteBias, errorBias } = this.#convolutions;
    const { value } = this.#biases;
    const width = value.stride / 4;
    const values = value.floats();
    const [ofSites, ofErrors] = [siteBias, errorBias].map(({ weight }) => weight.floats());
    for (let output = 0; output < value.rows; output++) {
      const bias = output < this.sites ? ofSites : ofErrors;
      for (let f = 0; f < value.columns; f++) values[output * width + f] = bias[f];
    }
  }

  #scaledBlocks(): BlockView {
    const { rows, start, block } = this.#convolutions;
    return { rows, start, block, value: this.#scaled };
  }

  /** Writes the gradient by the blocks, and by attention's weights through the folded biases and through the blocks. */
  #blocksAndWeightsBackward(outputGradient: Matrix): void {
    const { attention } = this;
    const { kernels } = this.arena;
    const blocks = this.#convolutions;
    this.#blockGradient.resize(blocks.value.rows);
    kernels.blockInputGradient(blocks, outputGradient, this.#kernel.weight, this.#blockGradient);
    if (!attention) return;
    for (const { axis, folded, transposed } of this.#scaledAxes) {
      kernels.transpose(folded, transposed);
      kernels.multiply(outputGradient, transposed, axis.gradient);
    }
    kernels.scaleBlocksGradient(blocks, attention.sites, attention.errors, this.#blockGradient);
  }
}

/** The outputs of one convolution and the attention that scales them. */
interface ScaledAxis {
  readonly axis: AttentionAxis;
  /** [size × units] */
  readonly folded: Matrix;
  readonly foldedGradient: Matrix;
  /** [units × size] room for `folded` transposed. */
  readonly transposed: Matrix;
}

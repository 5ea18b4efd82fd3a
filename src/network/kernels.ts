import bytes from '../../build/kernels.wasm';
import type { Batch } from './batch.ts';
import type { BlockView } from './block-view.ts';
import type { Matrix } from './matrix.ts';
import type { SparseView } from './sparse-view.ts';

/** The functions of assembly/index.ts. Pointers, strides and sizes are in bytes. */
type Exports = Record<
  | ('heapBase' | 'multiply' | 'transpose' | 'addColumnSums')
  | ('sparseForward' | 'sparseBackward' | 'sparseInputGradient')
  | ('blockForward' | 'blockBackward' | 'blockInputGradient')
  | ('convolve' | 'convolveBackward' | 'convolveInputGradient' | 'scaleBlocks' | 'scaleBlocksGradient')
  | ('scaleEntries' | 'scaleEntriesGradient' | 'softmaxGradient' | 'softmaxWideRows')
  | ('softmaxRows' | 'softmaxCrossEntropy' | 'seedDropout' | 'reluDropout' | 'reluDropoutGradient')
  | ('adam' | 'sumOfSquares'),
  (...numbers: number[]) => number
>;

/** Attention's weights of one axis for every example of a batch, and their gradient: [rows × size]. */
interface Weighted {
  readonly weights: Matrix;
  readonly gradient: Matrix;
}

/** Adam's settings except the rate. */
interface Moments {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** The result of the convolutions for a batch, see assembly/convolution.ts. */
interface ConvolvedBlocks extends BlockView {
  readonly sites: number;
  readonly errors: number;
  /** int32 [entries of the batch × 2] */
  readonly place: number;
  /** int32 [sites + errors] */
  readonly latest: number;
}

let compiled: WebAssembly.Module | undefined;

/**
 * The arithmetic of the networks on one memory. Outputs come last; sizes come from the matrices and views. The module is
 * compiled once per thread.
 */
export class Kernels {
  readonly #wasm: Exports;

  constructor(memory: WebAssembly.Memory) {
    compiled ??= new WebAssembly.Module(bytes);
    const instance = new WebAssembly.Instance(compiled, { env: { memory, abort } });
    this.#wasm = instance.exports as Exports;
  }

  /** First free byte of the memory. */
  heapBase(): number {
    return this.#wasm.heapBase();
  }

  /** out = x · w + bias */
  multiply(x: Matrix, w: Matrix, out: Matrix, bias?: Matrix): void {
    this.#product(x, x.stride, 4, x.columns, w, bias?.pointer ?? 0, out, 0);
  }

  /** out += x · w */
  addProduct(x: Matrix, w: Matrix, out: Matrix): void {
    this.#product(x, x.stride, 4, x.columns, w, 0, out, 1);
  }

  /** out = xᵀ · y */
  multiplyTransposed(x: Matrix, y: Matrix, out: Matrix): void {
    this.#product(x, 4, x.stride, x.rows, y, 0, out, 0);
  }

  /** out += xᵀ · y */
  addTransposedProduct(x: Matrix, y: Matrix, out: Matrix): void {
    this.#product(x, 4, x.stride, x.rows, y, 0, out, 1);
  }

  /** out = xᵀ */
  transpose(x: Matrix, out: Matrix): void {
    this.#wasm.transpose(x.rows, x.columns, x.pointer, x.stride, out.pointer, out.stride);
  }

  /** out += Σ rows of x */
  addColumnSums(x: Matrix, out: Matrix): void {
    this.#wasm.addColumnSums(x.rows, x.pointer, x.stride, out.pointer);
  }

  /** out = x · w + bias */
  sparseForward(x: SparseView, w: Matrix, out: Matrix, bias: Matrix): void {
    this.#wasm.sparseForward(x.rows, x.start, x.column, x.value, w.pointer, w.stride, bias.pointer, out.pointer);
  }

  /** out += xᵀ · y */
  sparseBackward(x: SparseView, y: Matrix, out: Matrix): void {
    this.#wasm.sparseBackward(x.rows, x.start, x.column, x.value, y.pointer, y.stride, out.pointer);
  }

  /** entryGradient = y · wᵀ where x has entries: float32 [x.entries] */
  sparseInputGradient(x: SparseView, y: Matrix, w: Matrix, entryGradient: number): void {
    this.#wasm.sparseInputGradient(x.rows, x.start, x.column, y.pointer, y.stride, w.pointer, entryGradient);
  }

  /** out = x · w + bias */
  blockForward({ rows, start, block, value }: BlockView, w: Matrix, out: Matrix, bias?: Matrix): void {
    const { pointer, stride, columns } = value;
    const constant = bias?.pointer ?? 0;
    this.#wasm.blockForward(rows, start, block, pointer, stride, columns, w.pointer, w.stride, constant, out.pointer);
  }

  /** out += xᵀ · y */
  blockBackward({ rows, start, block, value }: BlockView, y: Matrix, out: Matrix): void {
    const { pointer, stride, columns } = value;
    this.#wasm.blockBackward(rows, start, block, pointer, stride, columns, y.pointer, y.stride, out.pointer);
  }

  /** out = y · wᵀ where x has blocks: [blocks × width] */
  blockInputGradient({ rows, start, block }: BlockView, y: Matrix, w: Matrix, out: Matrix): void {
    const { columns, stride } = out;
    this.#wasm.blockInputGradient(rows, start, block, columns, y.pointer, y.stride, w.pointer, out.pointer, stride);
  }

  /** Writes the blocks of every example. @returns number of blocks */
  convolve(
    { rows, start, error, site, value }: Batch,
    siteKernel: Matrix,
    errorKernel: Matrix,
    { sites, errors, latest, start: blockStart, block, value: sum, place }: ConvolvedBlocks,
  ): number {
    const [ofSites, ofErrors] = [siteKernel.pointer, errorKernel.pointer];
    // biome-ignore format: in the order of the kernel
    return this.#wasm.convolve(
      rows, start, error, site, value, sites, errors, ofSites, ofErrors, sum.stride,
      latest, blockStart, block, sum.pointer, place,
    );
  }

  /** Adds to the gradients of both kernels. */
  convolveBackward(batch: Batch, place: number, blockGradient: Matrix, ofSites: Matrix, ofErrors: Matrix): void {
    const { entries, error, site, value } = batch;
    const { pointer, stride } = blockGradient;
    // biome-ignore format: in the order of the kernel
    this.#wasm.convolveBackward(
      entries, error, site, value, place, pointer, stride, ofSites.pointer, ofErrors.pointer,
    );
  }

  /** entryGradient: float32 [batch.entries] */
  convolveInputGradient(
    { entries, error, site }: Batch,
    place: number,
    blockGradient: Matrix,
    siteKernel: Matrix,
    errorKernel: Matrix,
    entryGradient: number,
  ): void {
    const { pointer, stride } = blockGradient;
    // biome-ignore format: in the order of the kernel
    this.#wasm.convolveInputGradient(
      entries, error, site, place, pointer, stride, siteKernel.pointer, errorKernel.pointer, entryGradient,
    );
  }

  /** out = blocks · weight of their site or error */
  scaleBlocks(
    { rows, start, block, value, sites }: ConvolvedBlocks,
    ofSites: Matrix,
    ofErrors: Matrix,
    out: Matrix,
  ): void {
    // biome-ignore format: in the order of the kernel
    this.#wasm.scaleBlocks(
      rows, start, block, value.pointer, value.stride, sites,
      ofSites.pointer, ofSites.stride, ofErrors.pointer, ofErrors.stride, out.pointer,
    );
  }

  /** Adds to the weights' gradients; the gradient by the scaled blocks becomes that by the blocks. */
  scaleBlocksGradient(
    { rows, start, block, value, sites }: ConvolvedBlocks,
    ofSites: Weighted,
    ofErrors: Weighted,
    blockGradient: Matrix,
  ): void {
    const [s, e] = [ofSites.weights, ofErrors.weights];
    // biome-ignore format: in the order of the kernel
    this.#wasm.scaleBlocksGradient(
      rows, start, block, value.pointer, value.stride, sites, s.pointer, s.stride, e.pointer, e.stride,
      blockGradient.pointer, ofSites.gradient.pointer, ofErrors.gradient.pointer,
    );
  }

  /** to = from · weight of the entry's error · weight of its site: float32 [batch.entries] each */
  scaleEntries({ rows, start, error, site }: Batch, ofErrors: Matrix, ofSites: Matrix, from: number, to: number): void {
    // biome-ignore format: in the order of the kernel
    this.#wasm.scaleEntries(
      rows, start, error, site, from, ofErrors.pointer, ofErrors.stride, ofSites.pointer, ofSites.stride, to,
    );
  }

  /** Adds to the weights' gradients, given that by the scaled entries. */
  scaleEntriesGradient(
    { rows, start, error, site, value }: Batch,
    ofErrors: Weighted,
    ofSites: Weighted,
    scaledGradient: number,
  ): void {
    const [e, s] = [ofErrors.weights, ofSites.weights];
    // biome-ignore format: in the order of the kernel
    this.#wasm.scaleEntriesGradient(
      rows, start, error, site, value, e.pointer, e.stride, s.pointer, s.stride,
      scaledGradient, ofErrors.gradient.pointer, ofSites.gradient.pointer,
    );
  }

  /** From the gradient by a softmax's output to that by its input, in place. */
  softmaxGradient(output: Matrix, gradient: Matrix): void {
    this.#wasm.softmaxGradient(output.rows, output.pointer, gradient.pointer, output.stride);
  }

  /** x = softmax(x), row by row; for many columns, in float32. */
  softmaxWideRows(x: Matrix): void {
    this.#wasm.softmaxWideRows(x.rows, x.columns, x.pointer, x.stride);
  }

  /** x = softmax(x), row by row; for few columns, in float64. */
  softmaxRows(x: Matrix): void {
    this.#wasm.softmaxRows(x.rows, x.columns, x.pointer, x.stride);
  }

  /**
   * The logits become the gradient of the weighted cross entropy, or focal loss.
   * @param labels int32 [rows]
   * @param weights float32 [classes]
   * @param offsets float32 [classes] added to the logits
   * @param gamma of the focal loss; 0 = cross entropy
   * @returns the sum of the examples' losses
   */
  softmaxCrossEntropy(logits: Matrix, labels: number, weights: number, offsets: number, gamma: number): number {
    const { rows, columns, pointer, stride } = logits;
    return this.#wasm.softmaxCrossEntropy(rows, columns, pointer, stride, labels, weights, offsets, gamma);
  }

  /** @param state 64 bytes */
  seedDropout(state: number): void {
    this.#wasm.seedDropout(state);
  }

  /** x = max(x, 0), dropped with probability threshold / 2³² or else multiplied by `scale`; threshold 0 = no dropout. */
  reluDropout(x: Matrix, threshold: number, scale: number): void {
    this.#wasm.reluDropout(x.pointer, x.bytes, threshold, scale);
  }

  /** gradient = output > 0 ? gradient · scale : 0 */
  reluDropoutGradient(output: Matrix, gradient: Matrix, scale: number): void {
    this.#wasm.reluDropoutGradient(output.pointer, gradient.pointer, output.bytes, scale);
  }

  /** One step of Adam on weights w with gradient g, which is zero afterwards, and moments m and v. */
  adam(w: Matrix, g: Matrix, m: Matrix, v: Matrix, rate: number, settings: Moments, l2: number): void {
    const { beta1, beta2, epsilon } = settings;
    // biome-ignore format: in the order of the kernel
    this.#wasm.adam(
      w.bytes, w.pointer, g.pointer, m.pointer, v.pointer, rate, beta1, 1 - beta1, beta2, 1 - beta2, epsilon, l2,
    );
  }

  /** Σ w² */
  sumOfSquares(w: Matrix): number {
    return this.#wasm.sumOfSquares(w.bytes, w.pointer);
  }

  /** out = (a · b) + bias, or with `add` out += a · b, where a(i, p) is at a + i · rowStep + p · innerStep. */
  #product(
    a: Matrix,
    rowStep: number,
    innerStep: number,
    inner: number,
    b: Matrix,
    bias: number,
    out: Matrix,
    add: 0 | 1,
  ): void {
    // biome-ignore format: in the order of the kernel
    this.#wasm.multiply(
      out.rows, inner, out.stride / 4, a.pointer, rowStep, innerStep, b.pointer, b.stride, bias, out.pointer, out.stride, add,
    );
  }
}

function abort(): never {
  throw new Error('a kernel stopped: this is a bug');
}

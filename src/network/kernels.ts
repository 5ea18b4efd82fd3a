import bytes from '../../build/kernels.wasm';

/** The functions of assembly/index.ts. Pointers, strides and sizes are in bytes. */
export interface Kernels {
  heapBase(): number;
  sparseForward(
    rows: number,
    start: number,
    column: number,
    value: number,
    kernel: number,
    stride: number,
    bias: number,
    out: number,
  ): void;
  sparseBackward(
    rows: number,
    start: number,
    column: number,
    value: number,
    outGradient: number,
    stride: number,
    gradient: number,
  ): void;
  sparseInputGradient(
    rows: number,
    start: number,
    column: number,
    outGradient: number,
    stride: number,
    kernel: number,
    entryGradient: number,
  ): void;
  blockForward(
    rows: number,
    start: number,
    block: number,
    value: number,
    valueStride: number,
    width: number,
    kernel: number,
    stride: number,
    bias: number,
    out: number,
  ): void;
  blockBackward(
    rows: number,
    start: number,
    block: number,
    value: number,
    valueStride: number,
    width: number,
    outGradient: number,
    stride: number,
    gradient: number,
  ): void;
  blockInputGradient(
    rows: number,
    start: number,
    block: number,
    width: number,
    outGradient: number,
    stride: number,
    kernel: number,
    valueGradient: number,
    valueStride: number,
  ): void;
  convolve(
    rows: number,
    start: number,
    error: number,
    site: number,
    count: number,
    sites: number,
    errors: number,
    siteKernel: number,
    errorKernel: number,
    stride: number,
    latest: number,
    blockStart: number,
    block: number,
    sum: number,
    place: number,
  ): number;
  convolveBackward(
    entries: number,
    error: number,
    site: number,
    count: number,
    place: number,
    blockGradient: number,
    stride: number,
    siteGradient: number,
    errorGradient: number,
  ): void;
  convolveInputGradient(
    entries: number,
    error: number,
    site: number,
    place: number,
    blockGradient: number,
    stride: number,
    siteKernel: number,
    errorKernel: number,
    entryGradient: number,
  ): void;
  scaleBlocks(
    rows: number,
    blockStart: number,
    block: number,
    sum: number,
    stride: number,
    sites: number,
    siteWeights: number,
    siteStride: number,
    errorWeights: number,
    errorStride: number,
    scaled: number,
  ): void;
  scaleBlocksGradient(
    rows: number,
    blockStart: number,
    block: number,
    sum: number,
    stride: number,
    sites: number,
    siteWeights: number,
    siteStride: number,
    errorWeights: number,
    errorStride: number,
    blockGradient: number,
    siteGradient: number,
    errorGradient: number,
  ): void;
  multiply(
    rows: number,
    inner: number,
    columns: number,
    a: number,
    rowStep: number,
    innerStep: number,
    b: number,
    bStride: number,
    bias: number,
    out: number,
    outStride: number,
    add: boolean,
  ): void;
  transpose(rows: number, columns: number, x: number, stride: number, out: number, outStride: number): void;
  addColumnSums(rows: number, x: number, stride: number, out: number): void;
  scaleEntries(
    rows: number,
    start: number,
    error: number,
    site: number,
    value: number,
    errorWeights: number,
    errorStride: number,
    siteWeights: number,
    siteStride: number,
    scaled: number,
  ): void;
  scaleEntriesGradient(
    rows: number,
    start: number,
    error: number,
    site: number,
    value: number,
    errorWeights: number,
    errorStride: number,
    siteWeights: number,
    siteStride: number,
    scaledGradient: number,
    errorGradient: number,
    siteGradient: number,
  ): void;
  softmaxGradient(rows: number, output: number, gradient: number, stride: number): void;
  softmaxWideRows(rows: number, columns: number, x: number, stride: number): void;
  seedDropout(state: number): void;
  reluDropout(x: number, bytes: number, threshold: number, scale: number): void;
  reluDropoutGradient(output: number, gradient: number, bytes: number, scale: number): void;
  softmaxRows(rows: number, columns: number, x: number, stride: number): void;
  softmaxCrossEntropy(
    rows: number,
    classes: number,
    logits: number,
    stride: number,
    labels: number,
    weights: number,
  ): number;
  adam(
    bytes: number,
    w: number,
    g: number,
    m: number,
    v: number,
    rate: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    epsilon: number,
    l2: number,
  ): void;
  sumOfSquares(bytes: number, w: number): number;
}

let compiled: WebAssembly.Module | undefined;

/** An instance of the kernels on a memory of its own. The module is compiled once for each thread. */
export function instantiateKernels(memory: WebAssembly.Memory): Kernels {
  compiled ??= new WebAssembly.Module(bytes);
  const instance = new WebAssembly.Instance(compiled, { env: { memory, abort } });
  return instance.exports as unknown as Kernels;
}

function abort(): never {
  throw new Error('a kernel stopped: this is a bug');
}

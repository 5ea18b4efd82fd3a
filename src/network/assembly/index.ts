// The arithmetic of the networks, AssemblyScript compiled to WebAssembly SIMD. All numbers are float32 unless stated
// otherwise, all pointers and strides are in bytes, all row strides are multiples of 16. Matrices are padded with zero
// columns to a multiple of 4, and every kernel keeps the padding zero.
export { sparseForward, sparseBackward, sparseInputGradient } from './sparse';
export { blockForward, blockBackward, blockInputGradient } from './blocks';
export { convolve, convolveBackward, convolveInputGradient, scaleBlocks, scaleBlocksGradient } from './convolution';
export { multiply, transpose, addColumnSums } from './dense';
export { reluDropout, reluDropoutGradient, seedDropout } from './activation';
export { softmaxCrossEntropy, softmaxRows } from './softmax';
export { scaleEntries, scaleEntriesGradient, softmaxGradient, softmaxWideRows } from './attention';
export { adam, sumOfSquares } from './adam';

/** First free byte of the memory, after the constants of the module. */
export function heapBase(): usize {
  return __heap_base;
}

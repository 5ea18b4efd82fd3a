import type { WeightsEntry } from './weights-manifest.ts';

/*
 * How TensorFlow.js stores weights (tfjs-core, io_utils.ts): as numbers of their type, or quantised, w = scale · q + min, or
 * as float16.
 */

const bytesOfTypes: ReadonlyMap<string, number> = new Map([
  ['float32', 4],
  ['int32', 4],
  ['float16', 2],
  ['bool', 1],
]);
const bytesOfQuantised: ReadonlyMap<string, number> = new Map([
  ['float16', 2],
  ['uint8', 1],
  ['uint16', 2],
]);

/** Bytes of one number; undefined if it cannot be read. */
export function storedBytes({ dtype, quantization }: WeightsEntry): number | undefined {
  if (!quantization) return bytesOfTypes.get(dtype);
  const { dtype: type, scale, min } = quantization;
  if (type !== 'float16' && (scale === undefined || min === undefined)) return undefined;
  return bytesOfQuantised.get(type);
}

/** The numbers as float32. @param bytes exactly those of the numbers */
export function decodeWeights({ dtype, quantization }: WeightsEntry, bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const each = (size: number, read: (at: number) => number): Float32Array =>
    Float32Array.from({ length: bytes.byteLength / size }, (_, i) => read(i * size));
  const type = quantization?.dtype ?? dtype;
  const { scale = 1, min = 0 } = quantization ?? {};
  switch (type) {
    case 'float32':
      return each(4, (at) => view.getFloat32(at, true));
    case 'float16':
      return each(2, (at) => fromHalf(view.getUint16(at, true)));
    case 'int32':
      return each(4, (at) => view.getInt32(at, true));
    case 'uint16':
      return each(2, (at) => scale * view.getUint16(at, true) + min);
    default:
      return each(1, (at) => scale * view.getUint8(at) + min);
  }
}

/** IEEE 754 binary16: sign, five bits of exponent, ten of fraction. */
function fromHalf(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

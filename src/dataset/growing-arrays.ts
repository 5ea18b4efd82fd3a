type NumberArray = Uint8Array | Uint32Array | Int32Array | Float32Array | Float64Array;
type Buffered<T> = new (storage: number | SharedArrayBuffer) => T;

/** A copy of `array` with room for at least `needed` items, at least twice as long as before: for data of unknown length. */
export function grown<T extends NumberArray>(array: T, needed: number): T {
  const larger = new (array.constructor as Buffered<T>)(Math.max(needed, array.length * 2));
  larger.set(array);
  return larger;
}

/** The first `length` items as an array of exactly that length in shared memory, so that worker threads use one copy. */
export function toShared<T extends NumberArray>(array: T, length = array.length): T {
  const memory = new SharedArrayBuffer(length * array.BYTES_PER_ELEMENT);
  const shared = new (array.constructor as Buffered<T>)(memory);
  shared.set(array.subarray(0, length));
  return shared;
}

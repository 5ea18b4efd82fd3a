import { grown } from './growing-arrays.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Hash of a name: h ← (h rotated by 5) xor byte, from 0. Simple, because it is written out where bytes are scanned, and
 * without + or ×, whose results JavaScript keeps as floating-point numbers until the code is optimised; `spread` makes
 * up for it. Not keyed: a file made to collide is read slowly, but correctly.
 */
export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0;
  for (let i = from; i < to; i++) hash = ((hash << 5) | (hash >>> 27)) ^ bytes[i];
  return hash;
}

/** Multiplying by it (the golden ratio of 2^32) moves the best bits of a hash to the top. */
export const spread = 0x9e3779b1;

/**
 * Numbers names in order of first appearance, without making a string of each: their UTF-8 bytes are stored one after another
 * in `bytes`, name i from start[i] to start[i + 1], and a hash table with linear probing finds them. The PlainTaskReader uses
 * the arrays directly; they are replaced when they grow.
 */
export class NameTable {
  count = 0;
  bytes = new Uint8Array(256);
  /** [count + 1], with room to grow. */
  start = new Float64Array(17);
  hashes = new Int32Array(16);
  /** Number of the name + 1, 0 = free. The length is a power of two and at least twice the count. */
  slots = new Int32Array(32);
  /** The slot of a hash is the top bits of hash × spread: what remains after a shift by this. */
  shift = 32 - 5;

  /** The number of the name source[from … to), which is added if it is new. `hash` is that of its bytes. */
  intern(source: Uint8Array, from: number, to: number, hash: number): number {
    const index = this.find(source, from, to, hash);
    return index < 0 ? this.append(source, from, to, hash) : index;
  }

  /** The number of the name source[from … to), or −1. */
  find(source: Uint8Array, from: number, to: number, hash: number): number {
    const { slots, hashes } = this;
    const mask = slots.length - 1;
    let slot = Math.imul(hash, spread) >>> this.shift;
    for (let entry = slots[slot]; entry !== 0; entry = slots[slot]) {
      if (hashes[entry - 1] === hash && this.equals(entry - 1, source, from, to)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** The name's text. */
  name(index: number): string {
    return decoder.decode(this.bytes.subarray(this.start[index], this.start[index + 1]));
  }

  /** Forgets the names with this number and above: those that were added last. */
  truncate(count: number): void {
    // In reverse order, so that no later name was placed behind one that is removed.
    while (this.count > count) {
      const index = --this.count;
      let slot = Math.imul(this.hashes[index], spread) >>> this.shift;
      while (this.slots[slot] !== index + 1) slot = (slot + 1) & (this.slots.length - 1);
      this.slots[slot] = 0;
    }
  }

  private equals(index: number, source: Uint8Array, from: number, to: number): boolean {
    const { bytes } = this;
    let at = this.start[index];
    if (this.start[index + 1] - at !== to - from) return false;
    for (let i = from; i < to; i++) if (bytes[at++] !== source[i]) return false;
    return true;
  }

  private append(source: Uint8Array, from: number, to: number, hash: number): number {
    const index = this.count++;
    const begin = this.start[index];
    const end = begin + to - from;
    if (end > this.bytes.length) this.bytes = grown(this.bytes, end);
    for (let i = from, at = begin; i < to; i++) this.bytes[at++] = source[i];
    if (index + 2 > this.start.length) this.start = grown(this.start, index + 2);
    if (index + 1 > this.hashes.length) this.hashes = grown(this.hashes, index + 1);
    this.start[index + 1] = end;
    this.hashes[index] = hash;
    if (this.count * 2 > this.slots.length) this.rehash();
    else this.place(this.slots, index);
    return index;
  }

  private place(slots: Int32Array, index: number): void {
    let slot = Math.imul(this.hashes[index], spread) >>> this.shift;
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = index + 1;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2);
    this.shift--;
    for (let index = 0; index < this.count; index++) this.place(slots, index);
    this.slots = slots;
  }
}

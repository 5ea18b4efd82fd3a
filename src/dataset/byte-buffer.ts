import { grown } from './growing-arrays.ts';

/** Bytes that are written one after the other until they are taken away. */
export class ByteBuffer {
  private bytes = new Uint8Array(1 << 16);
  length = 0;

  byte(byte: number): void {
    if (this.length === this.bytes.length) this.bytes = grown(this.bytes, this.length + 1);
    this.bytes[this.length++] = byte;
  }

  /** ASCII only. */
  text(text: string): void {
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  copy(source: Uint8Array, from: number, to: number): void {
    const end = this.length + to - from;
    if (end > this.bytes.length) this.bytes = grown(this.bytes, end);
    this.bytes.set(source.subarray(from, to), this.length);
    this.length = end;
  }

  /** What was written, until something else is. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.length);
    this.length = 0;
    return taken;
  }
}

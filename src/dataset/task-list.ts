import { grown, toShared } from './growing-arrays.ts';
import type { TaskPositions } from './history.ts';
import { NameTable } from './name-table.ts';

/** Names and positions of the tasks, in the order of the file. */
export class TaskList {
  private readonly names = new NameTable();
  private from = new Float64Array(1024);
  private to = new Float64Array(1024);
  private line = new Uint32Array(1024);

  get count(): number {
    return this.names.count;
  }

  /** Adds a task and returns 0, or returns the line of the task that already has this name. */
  add(name: Uint8Array, length: number, hash: number, from: number, to: number, line: number): number {
    const { count } = this;
    const index = this.names.intern(name, 0, length, hash);
    if (index < count) return this.line[index];
    if (index === this.line.length) {
      this.from = grown(this.from, index + 1);
      this.to = grown(this.to, index + 1);
      this.line = grown(this.line, index + 1);
    }
    this.from[index] = from;
    this.to[index] = to;
    this.line[index] = line;
    return 0;
  }

  toPositions(): TaskPositions {
    const { count, names } = this;
    return {
      count,
      nameBytes: toShared(names.bytes, names.start[count]),
      nameStart: toShared(names.start, count + 1),
      from: toShared(this.from, count),
      to: toShared(this.to, count),
      line: toShared(this.line, count),
    };
  }
}

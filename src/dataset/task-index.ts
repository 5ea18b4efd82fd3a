import type { Layout } from './layout.ts';
import { layoutOf, type ScannedPart, type ScannedTasks, scanTasks } from './task-scan.ts';
import { utf16Units } from './utf8.ts';

/** A piece of a text that was replaced; numbers are UTF-16 units, as editors count. */
export interface TextChange {
  /** Where it began, before any of the changes made together. */
  readonly from: number;
  /** Its length before. */
  readonly removed: number;
  /** Its length now. */
  readonly added: number;
}

/** Returns the present text from one offset to another. */
export type TextOf = (from: number, to: number) => string;

/** Most text that is scanned after a change. */
const maxScanned = 1 << 18;

const encoder = new TextEncoder();

/**
 * Where the tasks of a history are in its text, in UTF-16 units: 8 bytes per task. It follows changes by reading only the
 * tasks that they touch.
 */
export class TaskIndex {
  #layout: Layout;
  #exact: boolean;
  #from: Uint32Array;
  #to: Uint32Array;

  /**
   * @param exact the text has no fault, so that the tasks are exactly the members of its object, or its lines
   * @param from  [tasks] where each entry begins: the quote of its name, or what its line holds
   * @param to    [tasks] where it ends
   */
  constructor(layout: Layout, exact: boolean, from: Uint32Array, to: Uint32Array) {
    this.#layout = layout;
    this.#exact = exact;
    this.#from = from;
    this.#to = to;
  }

  /** The index of a whole text. */
  static of(text: string): TaskIndex {
    const { layout, exact, from, to } = placeTasks(encoder.encode(text));
    return new TaskIndex(layout, exact, from, to);
  }

  get layout(): Layout {
    return this.#layout;
  }

  /**
   * False if the text has a fault, or changed so much that only a new index can tell: tasks may then be missing, or nested
   * objects may be taken for tasks.
   */
  get exact(): boolean {
    return this.#exact;
  }

  get count(): number {
    return this.#from.length;
  }

  /** Memory used. */
  get bytes(): number {
    return this.#from.byteLength + this.#to.byteLength;
  }

  from(task: number): number {
    return this.#from[task];
  }

  to(task: number): number {
    return this.#to[task];
  }

  /** The task whose entry contains the offset, its end included; −1 if there is none. */
  taskAt(offset: number): number {
    const task = firstAbove(this.#from, offset) - 1;
    return task >= 0 && offset <= this.#to[task] ? task : -1;
  }

  /** The first of the tasks that end at the offset or later: `count` if there is none. */
  firstFrom(offset: number): number {
    return firstAbove(this.#to, offset - 1);
  }

  /**
   * Follows changes made together.
   *
   * @param changes none overlaps another
   * @param length  of the text now
   * @returns false if so much has changed that the index is no longer of use
   */
  follow(changes: readonly TextChange[], length: number, textOf: TextOf): boolean {
    const gaps = this.#changedGaps(changes, length);
    if (gaps.reduce((sum, { from, to }) => sum + to - from, 0) > maxScanned) return false;
    this.#replace(gaps.map((gap) => ({ ...gap, found: this.#scan(gap, textOf) })));
    return true;
  }

  /** The changed ranges of text between tasks that no change touched. */
  #changedGaps(changes: readonly TextChange[], length: number): Gap[] {
    const gaps: Gap[] = [];
    let before = 0;
    let shift = 0;
    for (const { from, removed, added } of [...changes].sort((a, b) => a.from - b.from)) {
      const first = this.firstFrom(from);
      const end = firstAbove(this.#from, from + removed);
      const last = gaps.at(-1);
      const joined = last !== undefined && first <= last.end;
      if (!joined) before = shift;
      shift += added - removed;
      const gap = {
        first: joined ? last.first : first,
        end: joined ? Math.max(last.end, end) : end,
        shift,
      };
      const start = gap.first === 0 ? 0 : this.#to[gap.first - 1] + before;
      const stop = gap.end === this.count ? length : this.#from[gap.end] + shift;
      if (joined) gaps.pop();
      gaps.push({ ...gap, from: start, to: stop });
    }
    return gaps;
  }

  /** The tasks of a changed range. */
  #scan({ first, end, from, to, shift }: Gap, textOf: TextOf): Places {
    const part = { layout: this.#layout, first: first === 0, last: end === this.count };
    if (part.first) {
      // The next task's text shows the layout if nothing comes before it.
      const decisive = part.last ? to : this.#to[end] + shift;
      if (layoutOf(encoder.encode(textOf(0, decisive))) !== this.#layout) this.#exact = false;
    }
    const found = scanText(textOf(from, to), from, part);
    if (!found.exact) this.#exact = false;
    return found;
  }

  /** Replaces the tasks of changed ranges by the tasks found there, and moves those behind. */
  #replace(gaps: readonly (Gap & { readonly found: Places })[]): void {
    const count = gaps.reduce((sum, { first, end, found }) => sum + found.from.length - (end - first), this.count);
    const from = new Uint32Array(count);
    const to = new Uint32Array(count);
    let read = 0;
    let written = 0;
    let moved = 0;
    const keep = (until: number): void => {
      for (; read < until; read++, written++) {
        from[written] = this.#from[read] + moved;
        to[written] = this.#to[read] + moved;
      }
    };
    for (const { first, end, shift, found } of gaps) {
      keep(first);
      from.set(found.from, written);
      to.set(found.to, written);
      written += found.from.length;
      read = end;
      moved = shift;
    }
    keep(this.count);
    this.#from = from;
    this.#to = to;
  }
}

interface Places {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** A range of the new text between two tasks that were not touched. */
interface Gap {
  readonly from: number;
  readonly to: number;
  /** The tasks that were in it: first … end − 1. */
  readonly first: number;
  readonly end: number;
  /** How far the text behind it moved. */
  readonly shift: number;
}

/** A whole text's tasks in UTF-16 units. */
export interface PlacedText extends Places {
  readonly layout: Layout;
  readonly exact: boolean;
  /** The same in bytes, with the faults of the text. */
  readonly scanned: ScannedTasks;
}

/** The tasks of a whole text in UTF-8. */
export function placeTasks(bytes: Uint8Array): PlacedText {
  const known = layoutOf(bytes);
  const layout = known ?? 'object';
  const scanned = scanTasks(bytes, { layout, first: true, last: true });
  const [from, to] = [scanned.from.slice(), scanned.to.slice()];
  toUnits(bytes, from, to);
  return { layout, exact: known !== undefined && scanned.faultCount === 0, from, to, scanned };
}

/** The tasks of a part of a text that begins at an offset, and whether it has no fault. */
function scanText(text: string, offset: number, part: ScannedPart): Places & { readonly exact: boolean } {
  const bytes = encoder.encode(text);
  const { from, to, faultCount } = scanTasks(bytes, part);
  toUnits(bytes, from, to, offset);
  return { from, to, exact: faultCount === 0 };
}

/** Turns ascending byte offsets [tasks] into UTF-16 offsets, in place. */
function toUnits(bytes: Uint8Array, from: Uint32Array, to: Uint32Array, offset = 0): void {
  let byte = 0;
  let units = offset;
  for (let task = 0; task < from.length; task++) {
    units += utf16Units(bytes, byte, from[task]);
    byte = from[task];
    from[task] = units;
    units += utf16Units(bytes, byte, to[task]);
    byte = to[task];
    to[task] = units;
  }
}

/** The first of ascending numbers that is above a limit. */
function firstAbove(numbers: Uint32Array, limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

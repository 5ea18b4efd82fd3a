import { grown, toShared } from './growing-arrays.ts';
import type { Parameter } from './history.ts';
import { NameTable } from './name-table.ts';

/** More different parameters than operators' decisions ever have: each costs 4 bytes for every task of the history. */
export const maxParameters = 200;

/** One column: the distinct values, and the value of every task up to `length`, −1 for none. */
interface Column {
  readonly values: NameTable;
  index: Int32Array;
  length: number;
}

/** The scalar parameters of the tasks in the order of the file. What a task has is pending until `endRow`. */
export class ParameterTable {
  readonly names = new NameTable();
  private readonly columns: Column[] = [];
  private rows = 0;
  /** Pending (column, value) of the current task. */
  private pending = new Int32Array(64);
  private pendingLength = 0;
  /** Names of parameters that occur in kept tasks. */
  private keptNames = 0;

  /** Number of the parameter with that name, which is added if it is new; −1 if there are `maxParameters` already. */
  column(name: Uint8Array, from: number, to: number, hash: number): number {
    const number = this.names.intern(name, from, to, hash);
    if (number >= maxParameters) return -1;
    if (number === this.columns.length) {
      this.columns.push({ values: new NameTable(), index: new Int32Array(64), length: 0 });
    }
    return number;
  }

  /** The distinct values of a parameter. */
  values(column: number): NameTable {
    return this.columns[column].values;
  }

  /** The current task has this value, by its number among the parameter's values. */
  set(column: number, value: number): void {
    if (this.pendingLength + 2 > this.pending.length) this.pending = grown(this.pending, this.pendingLength + 2);
    this.pending[this.pendingLength++] = column;
    this.pending[this.pendingLength++] = value;
  }

  endRow(): void {
    for (let i = 0; i < this.pendingLength; i += 2) {
      const column = this.columns[this.pending[i]];
      fill(column, this.rows);
      column.index[this.rows] = this.pending[i + 1];
      column.length = this.rows + 1;
    }
    this.pendingLength = 0;
    this.keptNames = this.names.count;
    this.rows++;
  }

  /** Forgets the values of the current task, and the names that are new with it. */
  dropRow(): void {
    this.pendingLength = 0;
    this.names.truncate(this.keptNames);
    if (this.columns.length > this.keptNames) this.columns.length = this.keptNames;
  }

  /**
   * The parameters and values that occur in at least one task, in order of appearance.
   *
   * @param allUsed all of them do
   */
  toParameters(allUsed: boolean): Map<string, Parameter> {
    const parameters = new Map<string, Parameter>();
    this.columns.forEach((column, number) => {
      if (column.length === 0) return;
      fill(column, this.rows);
      parameters.set(this.names.name(number), allUsed ? asItIs(column, this.rows) : withoutUnused(column, this.rows));
    });
    return parameters;
  }
}

/** Extends a column to `length` tasks that do not have the parameter, and makes room for one more. */
function fill(column: Column, length: number): void {
  if (length >= column.index.length) column.index = grown(column.index, length + 1);
  if (length > column.length) column.index.fill(-1, column.length, length);
  column.length = length;
}

function asItIs({ values, index }: Column, rows: number): Parameter {
  return {
    values: Array.from({ length: values.count }, (_, value) => values.name(value)),
    index: toShared(index, rows),
  };
}

function withoutUnused(column: Column, rows: number): Parameter {
  const used = new Uint8Array(column.values.count);
  for (let task = 0; task < rows; task++) {
    if (column.index[task] >= 0) used[column.index[task]] = 1;
  }
  const values: string[] = [];
  const renumbered = new Int32Array(used.length);
  used.forEach((isUsed, value) => {
    if (isUsed) renumbered[value] = values.push(column.values.name(value)) - 1;
  });
  const index = toShared(column.index, rows);
  for (let task = 0; task < rows; task++) {
    if (index[task] >= 0) index[task] = renumbered[index[task]];
  }
  return { values, index };
}

import { scannerOver } from './bytes-scanner.ts';
import type { HistoryCounts } from './features.ts';
import type { Parameter } from './history.ts';
import { JsonFault } from './json-fault.ts';
import type { Layout } from './layout.ts';
import { toMatrices } from './matrices.ts';
import { TaskReader } from './task-reader.ts';

/** Single tasks of a history. Rows are the usable ones. */
export interface ReadTasks {
  /** [texts] row of the task, −1 if it cannot be used. */
  readonly row: Int32Array;
  /** [texts] why it cannot be used; empty if it can. */
  readonly problem: readonly string[];
  /** [texts] its name; empty if it has none. */
  readonly name: readonly string[];
  readonly counts: HistoryCounts;
  /** Scalar parameters of the rows. */
  readonly parameters: ReadonlyMap<string, Parameter>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Reads tasks, labelled or not, each from its own text. They may have the same name.
 *
 * @param texts `"name": {…}`, or with the layout `lines` `{"task": "name", …}`
 */
export function readTaskTexts(texts: readonly string[], layout: Layout): ReadTasks {
  const pieces = texts.map((text) => encoder.encode(text));
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  const scanner = scannerOver(bytes);
  // A count takes some bytes, so this is enough.
  const reader = new TaskReader(scanner, true, Math.max(16, bytes.length >> 2));
  const row = new Int32Array(texts.length).fill(-1);
  const problem: string[] = [];
  const name: string[] = [];
  let rows = 0;
  let at = 0;
  for (const [i, piece] of pieces.entries()) {
    bytes.set(piece, at);
    scanner.at = at;
    at += piece.length;
    scanner.limit = at;
    scanner.mark();
    const fault = readOne(() => (layout === 'lines' ? reader.readLine() : reader.readEntry()));
    problem.push(fault ?? reader.problem?.message ?? '');
    name.push(reader.hasName ? decoder.decode(reader.name.subarray(0, reader.nameLength)) : '');
    if (problem[i] === '') {
      reader.keep();
      row[i] = rows++;
    } else {
      reader.drop();
    }
  }
  const { tables, allUsed } = reader;
  const counts = { file: '', ...toMatrices(tables, allUsed, '') };
  return { row, problem, name, counts, parameters: tables.parameters.toParameters(allUsed) };
}

/** @returns the first fault, if it is not JSON */
function readOne(read: () => void): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof JsonFault) return error.message;
    throw error;
  }
}

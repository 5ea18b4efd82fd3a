import { InputError } from './input-error.ts';
import type { SparseRows } from './sparse-rows.ts';

/**
 * A history file as read: sparse counts, raw decisions, and where each task is in the file. All arrays may be in shared
 * memory, so that workers use one copy.
 */
export interface History {
  /** As the user named it, for messages. */
  readonly file: string;
  /** Size of the file in bytes. */
  readonly bytes: number;
  /** SHA-256 of the file, hexadecimal. */
  readonly fingerprint: string;
  /** One object with a task per entry, or one JSON object per line. */
  readonly layout: 'object' | 'lines';
  /** Error codes that occur, sorted as strings (by UTF-16 units, as Python sorts ASCII names). Index = matrix row of the study. */
  readonly codes: readonly string[];
  /** Sites that occur, sorted as strings. */
  readonly sites: readonly string[];
  /** Counts at good sites: [tasks × codes·sites], column = code · sites.length + site. */
  readonly good: SparseRows;
  /** Counts at bad sites, same shape. */
  readonly bad: SparseRows;
  readonly tasks: TaskPositions;
  /** Scalar parameters by name, in order of first appearance. Lists and objects (`sites`) are not decisions and left out. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** Problems that leave the rest usable. At most `maxProblems` are kept; `problemCount` counts all. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
  /** Tasks that were left out because of a problem. */
  readonly skipped: number;
}

export interface TaskPositions {
  readonly count: number;
  /** UTF-8 bytes of all names, one after the other. */
  readonly nameBytes: Uint8Array;
  /** [count + 1] offsets into nameBytes. */
  readonly nameStart: Float64Array;
  /** [count] first byte of the task's entry in the file: the quote of its name, or the `{` of its line. */
  readonly from: Float64Array;
  /** [count] the byte after the entry's last. */
  readonly to: Float64Array;
  /** [count] 1-based line on which the entry begins. */
  readonly line: Uint32Array;
}

/** One column of decisions, dictionary-coded. */
export interface Parameter {
  /** Distinct raw values, as text (numbers and booleans as JSON writes them), in order of first appearance. */
  readonly values: readonly string[];
  /** [tasks] index into values; −1 = the task does not have the parameter (or null). */
  readonly index: Int32Array;
}

export interface Problem {
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  readonly message: string;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The task's full name, `/<workflow>/<step…>`. */
export function taskName(history: Pick<History, 'tasks'>, task: number): string {
  const { nameBytes, nameStart } = history.tasks;
  // A copy, because TextDecoder refuses shared memory.
  return decoder.decode(nameBytes.slice(nameStart[task], nameStart[task + 1]));
}

/** @throws InputError (without a place) if no task has a parameter of that name */
export function requireParameter({ parameters }: Pick<History, 'parameters'>, name: string): Parameter {
  const parameter = parameters.get(name);
  if (parameter) return parameter;
  const known = [...parameters.keys()].map((key) => `"${key}"`).join(', ');
  throw new InputError(
    `no task of the history has the parameter "${name}", expected one of: ${known || '(the history has no parameters at all)'}`,
  );
}

/** First element of a task's path: `/<workflow>/<step…>` → `<workflow>`; a name without slashes is its own workflow. */
export function workflowOf(name: string): string {
  const from = name.startsWith('/') ? 1 : 0;
  const end = name.indexOf('/', from);
  return end < 0 ? name.slice(from) : name.slice(from, end);
}

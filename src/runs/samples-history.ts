import fs from 'node:fs';
import { type History, taskName } from '../dataset/history.ts';
import { readHistory } from '../dataset/read-history.ts';
import { type SparseRows, selectRows } from '../dataset/sparse-rows.ts';
import { utf16Units } from '../dataset/utf8.ts';
import { type CodeDescription, studyDescriptions } from '../dataset/vocabulary.ts';
import type { TaskErrors } from '../protocol/run-panel.ts';

/** Where a task is in a file, as editors count: 0-based, columns in UTF-16 units. */
export interface TaskPlace {
  readonly line: number;
  readonly column: number;
}

/** Some tasks of a history. */
interface PickedTasks {
  /** Name → row of the arrays. */
  readonly rows: ReadonlyMap<string, number>;
  readonly codes: readonly string[];
  readonly sites: readonly string[];
  /** Counts at good sites: [rows × codes·sites]. */
  readonly good: SparseRows;
  /** Counts at bad sites, same shape. */
  readonly bad: SparseRows;
  /** [rows] first byte of the task in the file. */
  readonly from: Float64Array;
  /** [rows] 1-based line. */
  readonly line: Uint32Array;
}

/** The part of a history that some samples are of: where their tasks are, and their errors. */
export class SamplesHistory {
  readonly #tasks: PickedTasks;

  private constructor(
    readonly file: string,
    /** SHA-256 of the file as it was read. */
    readonly fingerprint: string,
    /** Size and time of the file when it was read. */
    readonly stamp: string,
    tasks: PickedTasks,
  ) {
    this.#tasks = tasks;
  }

  /** @throws InputError if the file cannot be read or is not a history */
  static async read(file: string, wanted: readonly string[]): Promise<SamplesHistory> {
    const stamp = stampOf(file);
    const history = await readHistory(file, { unlabelled: true });
    return new SamplesHistory(file, history.fingerprint, stamp, pickTasks(history, new Set(wanted)));
  }

  /** Whether the file is still the one that was read, as far as size and time tell. */
  get current(): boolean {
    return stampOf(this.file) === this.stamp;
  }

  /** Numbers of those tasks that have a code at a site; an empty text is any. */
  find(names: readonly string[], code: string, site: string): number[] {
    const { codes, sites, good, bad, rows } = this.#tasks;
    const wantedCode = code === '' ? null : codes.indexOf(code);
    const wantedSite = site === '' ? null : sites.indexOf(site);
    const fits = (column: number): boolean =>
      (wantedCode === null || Math.floor(column / sites.length) === wantedCode) &&
      (wantedSite === null || column % sites.length === wantedSite);
    return [...names.keys()].filter((i) => {
      const row = rows.get(names[i]);
      return row !== undefined && (columnsOf(good, row).some(fits) || columnsOf(bad, row).some(fits));
    });
  }

  /** Undefined if the history does not have the task. */
  errorsOf(name: string): TaskErrors | undefined {
    const { codes, sites, good, bad, rows, line } = this.#tasks;
    const row = rows.get(name);
    if (row === undefined) return undefined;
    const cells = [...cellsOf(good, row, sites.length, true), ...cellsOf(bad, row, sites.length, false)];
    const shownCodes = ascending(cells.map((cell) => cell.code));
    const shownSites = [true, false].flatMap((isGood) =>
      ascending(cells.flatMap((cell) => (cell.good === isGood ? [cell.site] : []))).map((site) => ({
        site,
        good: isGood,
      })),
    );
    const known = studyDescriptions(codes);
    const counts = shownCodes.map(() => shownSites.map(() => 0));
    for (const { code, site, good: isGood, count } of cells) {
      const column = shownSites.findIndex((one) => one.site === site && one.good === isGood);
      counts[shownCodes.indexOf(code)][column] = count;
    }
    return {
      line: line[row],
      codes: shownCodes.map((code) => describeCode(codes[code], known.get(codes[code]))),
      sites: shownSites.map(({ site, good: isGood }) => ({ site: sites[site], good: isGood })),
      counts,
    };
  }

  /** Undefined if the history does not have the task. */
  async placeOf(name: string): Promise<TaskPlace | undefined> {
    const { rows, line, from } = this.#tasks;
    const row = rows.get(name);
    if (row === undefined) return undefined;
    return { line: line[row] - 1, column: await columnOf(this.file, from[row]) };
  }
}

function pickTasks(history: History, wanted: ReadonlySet<string>): PickedTasks {
  const rows = new Map<string, number>();
  const picked: number[] = [];
  for (let task = 0; task < history.tasks.count; task++) {
    const name = taskName(history, task);
    if (!wanted.has(name) || rows.has(name)) continue;
    rows.set(name, picked.length);
    picked.push(task);
  }
  return {
    rows,
    codes: history.codes,
    sites: history.sites,
    good: selectRows(history.good, picked),
    bad: selectRows(history.bad, picked),
    from: Float64Array.from(picked, (task) => history.tasks.from[task]),
    line: Uint32Array.from(picked, (task) => history.tasks.line[task]),
  };
}

interface Cell {
  readonly code: number;
  readonly site: number;
  readonly good: boolean;
  readonly count: number;
}

function cellsOf(matrix: SparseRows, row: number, sites: number, good: boolean): Cell[] {
  return Array.from(columnsOf(matrix, row), (column, i) => ({
    code: Math.floor(column / sites),
    site: column % sites,
    good,
    count: matrix.value[matrix.start[row] + i],
  }));
}

/** Each once. */
function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function columnsOf({ start, column }: SparseRows, row: number): Int32Array {
  return column.subarray(start[row], start[row + 1]);
}

function describeCode(code: string, known: CodeDescription | undefined): TaskErrors['codes'][number] {
  const { title = '', description = '', usualAction = '' } = known ?? {};
  return { code, title, description, usualAction };
}

/** Size and time of change; empty if there is no such file. */
function stampOf(file: string): string {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.size} ${stats.mtimeMs}`;
}

const pieceBytes = 2 ** 16;
const newline = 0x0a;

/** Characters between the beginning of a line and a byte in it. A file may be one line. */
async function columnOf(file: string, byte: number): Promise<number> {
  const handle = await fs.promises.open(file);
  try {
    const piece = Buffer.alloc(pieceBytes);
    let column = 0;
    for (let end = byte; end > 0; end -= pieceBytes) {
      const from = Math.max(end - pieceBytes, 0);
      await handle.read(piece, 0, end - from, from);
      const lineStart = piece.subarray(0, end - from).lastIndexOf(newline) + 1;
      column += utf16Units(piece, lineStart, end - from);
      if (lineStart > 0) break;
    }
    return column;
  } finally {
    await handle.close();
  }
}

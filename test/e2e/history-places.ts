import type { Place } from './history-page.ts';

/* What stands in a history, and where. */

export interface Task {
  readonly errors: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A count that a task has. */
export interface Cell {
  readonly code: string;
  readonly site: string;
  readonly count: number;
}

/** Reads a history in one object. */
export function readTasks(text: string): ReadonlyMap<string, Task> {
  return new Map(Object.entries(JSON.parse(text) as Record<string, Task>));
}

export function cellsOf({ errors }: Task): Cell[] {
  return Object.values(errors).flatMap((codes) =>
    Object.entries(codes).flatMap(([code, sites]) =>
      Object.entries(sites).map(([site, count]) => ({ code, site, count })),
    ),
  );
}

/** Kinds of places in a task. */
export const kinds = ['name', 'code', 'site', 'count', 'parameter'] as const;

/** Where a task's name, a cell of it and a parameter stand in the text of a history, whatever its layout is. */
export function placesOf(
  text: string,
  name: string,
  { code, site, count }: Cell,
  parameter: string,
): Record<(typeof kinds)[number], Place> {
  let at = 0;
  let [line, lineStart] = [1, 0];
  const next = (wanted: unknown): Place => {
    const written = JSON.stringify(wanted);
    const found = text.indexOf(written, at);
    if (found < 0) throw new Error(`The history has no ${written} for ${name}`);
    at = found + written.length;
    for (let end = text.indexOf('\n', lineStart); end >= 0 && end < found; end = text.indexOf('\n', lineStart)) {
      lineStart = end + 1;
      line++;
    }
    return { line, column: found - lineStart + 1, length: written.length };
  };
  const task = next(name);
  next('errors');
  const cell = { code: next(code), site: next(site), count: next(count) };
  next('parameters');
  return { name: task, ...cell, parameter: next(parameter) };
}

/** What hovers say of the share that some cells have in the failures of a history. */
export function shareText(tasks: ReadonlyMap<string, Task>, isMeant: (cell: Cell) => boolean): string {
  const sum = (cells: readonly Cell[]): number => cells.reduce((total, { count }) => total + count, 0);
  const all = [...tasks.values()].map(cellsOf);
  const meant = all.map((cells) => cells.filter(isMeant)).filter((cells) => cells.length > 0);
  const [part, whole] = [sum(meant.flat()), sum(all.flat())];
  const share = part < whole / 1000 ? 'Less than 0.1' : ((100 * part) / whole).toFixed(1);
  const counted = (count: number): string => count.toLocaleString('en');
  return `${share} % of the failures in this history: ${counted(part)} of ${counted(whole)}, in ${counted(meant.length)} of ${counted(all.length)} tasks`;
}

import { scannerOver } from './bytes-scanner.ts';
import type { HistoryCounts } from './features.ts';
import type { Problem } from './history.ts';
import type { Layout } from './layout.ts';
import { forEachLine } from './line-ends.ts';
import { toMatrices } from './matrices.ts';
import { TaskCollector } from './task-collector.ts';
import type { ScannedTasks } from './task-scan.ts';

/** The usable tasks of a text, and the problems of the others. */
export interface PlacedHistory {
  readonly tasks: number;
  readonly counts: HistoryCounts;
  readonly problems: readonly Problem[];
  readonly problemCount: number;
}

/** Reads the tasks of a text, labelled or not, at their known places; what is between them does not matter. */
export function readPlacedTasks(bytes: Uint8Array, layout: Layout, { count, from, to }: ScannedTasks): PlacedHistory {
  const scanner = scannerOver(bytes);
  const collector = new TaskCollector(scanner, true);
  let at = 0;
  for (let task = 0; task < count; task++) {
    forEachLine(bytes, at, from[task], (line) => scanner.window.beginLine(line));
    scanner.at = from[task];
    scanner.limit = to[task];
    scanner.mark();
    if (layout === 'lines') collector.readLine();
    else collector.readEntry();
    collector.endTask(to[task]);
    at = to[task];
  }
  const { tables, allUsed } = collector.reader;
  const { kept, count: problemCount } = collector.problems;
  const counts = { file: '', ...toMatrices(tables, allUsed, '') };
  return { tasks: collector.tasks.count, counts, problems: kept, problemCount };
}

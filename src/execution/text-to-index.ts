import { featureMatrix } from '../dataset/features.ts';
import { readPlacedTasks } from '../dataset/read-placed-tasks.ts';
import { describeUse } from '../dataset/statistics.ts';
import { type PlacedText, placeTasks } from '../dataset/task-index.ts';
import type { DescribedText, PlacedTasks } from '../protocol/text-index.ts';

/** The text of an open history, which arrives in pieces, and what a worker thread finds in it. */
export class TextToIndex {
  #pieces: Uint8Array[] = [];
  #bytes: Uint8Array = new Uint8Array(0);
  #placed: PlacedText | undefined;

  add(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
  }

  /** All pieces have arrived: finds the tasks. */
  index(): PlacedTasks {
    this.#bytes = this.#pieces.length === 1 ? this.#pieces[0] : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#placed = placeTasks(this.#bytes);
    const { layout, exact, from, to } = this.#placed;
    return { layout, exact, from, to };
  }

  /** After `index`: describes the tasks and the problems of the text. */
  describe(): DescribedText {
    if (!this.#placed) throw new Error('a description was requested before the index');
    const { layout, scanned } = this.#placed;
    const { tasks, counts, problems, problemCount } = readPlacedTasks(this.#bytes, layout, scanned);
    const matrix = featureMatrix(counts, { transform: 'none', sites: 'merged' });
    const { codeUse, siteUse } = describeUse(matrix.matrix, counts);
    return {
      tasks,
      count: codeUse.reduce((sum, { count }) => sum + count, 0),
      codes: [...codeUse],
      sites: [...siteUse],
      faults: [...scanned.faults],
      faultCount: scanned.faultCount,
      problems: [...problems],
      problemCount,
    };
  }
}

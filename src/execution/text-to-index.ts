import { ByteBuffer } from '../dataset/byte-buffer.ts';
import { featureMatrix } from '../dataset/features.ts';
import { readPlacedTasks } from '../dataset/read-placed-tasks.ts';
import { describeUse } from '../dataset/statistics.ts';
import { type PlacedText, placeTasks } from '../dataset/task-index.ts';
import type { DescribedText, PlacedTasks } from '../protocol/text-index.ts';

const encoder = new TextEncoder();

/** The text of an open history, which arrives in pieces, and what a worker thread finds out about it. */
export class TextToIndex {
  readonly #buffer = new ByteBuffer();
  #bytes: Uint8Array = new Uint8Array(0);
  #placed: PlacedText | undefined;

  add(piece: string): void {
    const bytes = encoder.encode(piece);
    this.#buffer.copy(bytes, 0, bytes.length);
  }

  /** All pieces have come: where the tasks stand. */
  index(): PlacedTasks {
    this.#bytes = this.#buffer.take();
    this.#placed = placeTasks(this.#bytes);
    const { layout, exact, from, to } = this.#placed;
    return { kind: 'indexed', layout, exact, from, to };
  }

  /** After `index`: what is in the tasks, and what is wrong with the text. */
  describe(): DescribedText {
    if (!this.#placed) throw new Error('a description was asked for before the index');
    const { layout, scanned } = this.#placed;
    const { tasks, counts, problems, problemCount } = readPlacedTasks(this.#bytes, layout, scanned);
    const matrix = featureMatrix(counts, { transform: 'none', sites: 'merged' });
    const { codeUse, siteUse } = describeUse(matrix.matrix, counts);
    return {
      kind: 'text-described',
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

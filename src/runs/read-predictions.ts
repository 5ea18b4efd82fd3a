import { readFit } from './read-run.ts';
import { openRegularFile } from './regular-file.ts';
import { fitFolder, predictionsFile } from './run-paths.ts';
import { SealCheck } from './sealed-files.ts';

/** The evaluated tasks of a fit, column by column. */
export interface Predictions {
  readonly tasks: readonly string[];
  /** [tasks] true classes. */
  readonly truth: Int32Array;
  /** [tasks × classes] */
  readonly probabilities: Float64Array;
  /** Lines that are not what a fit of these classes writes: half-written, damaged, of other classes. */
  readonly damaged: number;
  /** False if the file continues after the limits. */
  readonly complete: boolean;
}

/** Where reading ends, so that a file of any size leaves its reader usable. */
export interface PredictionLimits {
  readonly tasks: number;
  readonly bytes: number;
}

/** Far more than there can be in a fit: nothing is left out. */
export const allPredictions: PredictionLimits = { tasks: 10_000_000, bytes: 8 * 2 ** 30 };

const defaultLimits: PredictionLimits = { tasks: 100_000, bytes: 256 * 2 ** 20 };

const chunkBytes = 2 ** 18;
/** No task's name is nearly as long; what is longer has lost its line breaks. */
const maxLineBytes = 2 ** 20;
const newline = 0x0a;

/**
 * The predictions of a fit. Lines that cannot be used are counted and left out.
 *
 * @param classes of the fit, in its order
 * @throws RunUnreadable if there is no such file, it cannot be read, or it is not the one that was written
 */
export async function readPredictions(
  run: string,
  target: string,
  index: number,
  classes: readonly string[],
  limits: PredictionLimits = defaultLimits,
): Promise<Predictions> {
  const file = predictionsFile(fitFolder(run, target, index));
  const columns = new PredictionColumns(classes);
  const seal = new SealCheck(file, readFit(run, target, index));
  for await (const line of lines(file, limits.bytes, seal)) {
    if (line === cutOff || columns.count === limits.tasks) return columns.finish(false);
    columns.add(line);
  }
  seal.finish();
  return columns.finish(true);
}

/** Columns that grow line by line. */
class PredictionColumns {
  damaged = 0;
  readonly #classes: readonly string[];
  readonly #number: ReadonlyMap<unknown, number>;
  readonly #tasks: string[] = [];
  readonly #truth: number[] = [];
  readonly #probabilities: number[] = [];

  constructor(classes: readonly string[]) {
    this.#classes = classes;
    this.#number = new Map(classes.map((name, i) => [name, i]));
  }

  get count(): number {
    return this.#tasks.length;
  }

  /** @param line null = one that is too long to be one */
  add(line: string | null): void {
    if (line === '') return;
    const data = line === null ? undefined : json(line);
    const truth = this.#number.get(data?.truth);
    const probabilities = probabilitiesOf(data?.probabilities, this.#classes);
    if (typeof data?.task !== 'string' || truth === undefined || probabilities === undefined) {
      this.damaged++;
      return;
    }
    this.#tasks.push(data.task);
    this.#truth.push(truth);
    this.#probabilities.push(...probabilities);
  }

  finish(complete: boolean): Predictions {
    return {
      tasks: this.#tasks,
      truth: Int32Array.from(this.#truth),
      probabilities: Float64Array.from(this.#probabilities),
      damaged: this.damaged,
      complete,
    };
  }
}

/** One line of a fit of these classes; undefined if it is none. */
export function parsePrediction(
  line: string,
  classes: readonly string[],
): { readonly task: string; readonly probabilities: readonly number[] } | undefined {
  const data = json(line);
  const probabilities = probabilitiesOf(data?.probabilities, classes);
  if (typeof data?.task !== 'string' || probabilities === undefined) return undefined;
  return { task: data.task, probabilities };
}

/** One for each class and no other; undefined if they are not that. */
function probabilitiesOf(data: unknown, classes: readonly string[]): number[] | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const given = new Map<string, unknown>(Object.entries(data));
  if (given.size !== classes.length) return undefined;
  const values = classes.map((name) => given.get(name));
  return values.every(isProbability) ? values : undefined;
}

/** Float32 sums may come out a little above 1. */
function isProbability(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1 + 1e-6;
}

function json(line: string): { task?: unknown; truth?: unknown; probabilities?: unknown } | undefined {
  try {
    const data: unknown = JSON.parse(line);
    return typeof data === 'object' && data !== null ? data : undefined;
  } catch {
    // A damaged line is counted by the caller.
    return undefined;
  }
}

const cutOff = Symbol('the file continues');

/** The lines of a file; null for one that is too long, `cutOff` last if there is more than so many bytes. */
async function* lines(file: string, bytes: number, seal: SealCheck): AsyncGenerator<string | null | typeof cutOff> {
  const handle = await openRegularFile(file);
  try {
    const chunk = Buffer.alloc(chunkBytes);
    let kept: Buffer[] = [];
    let keptBytes = 0;
    const line = (): string | null => {
      const text = keptBytes > maxLineBytes ? null : Buffer.concat(kept).toString('utf8');
      kept = [];
      keptBytes = 0;
      return text;
    };
    let read = 0;
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunkBytes);
      if (bytesRead === 0) break;
      seal.add(chunk.subarray(0, bytesRead));
      let from = 0;
      for (let end = chunk.indexOf(newline); end >= 0 && end < bytesRead; end = chunk.indexOf(newline, from)) {
        kept.push(chunk.subarray(from, end));
        keptBytes += end - from;
        yield line();
        from = end + 1;
      }
      keptBytes += bytesRead - from;
      if (keptBytes > maxLineBytes) kept = [];
      else kept.push(Buffer.from(chunk.subarray(from, bytesRead)));
      read += bytesRead;
      if (read > bytes) {
        yield cutOff;
        return;
      }
    }
    if (keptBytes > 0) yield line();
  } finally {
    await handle.close();
  }
}

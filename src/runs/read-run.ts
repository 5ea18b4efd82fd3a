import fs from 'node:fs';
import path from 'node:path';
import type * as z from 'zod/mini';
import {
  type Checked,
  type CheckedRun,
  readExperimentOf,
  readSpecification,
} from '../experiment/read-specification.ts';
import {
  type EpochRecord,
  epochRecord,
  type FitRecord,
  fitRecord,
  type RunRecord,
  runRecord,
} from '../protocol/run.ts';
import { isBeingWorkedOn } from './life-signs.ts';
import { megabytes, RunUnreadable, readRegularFile, readStart } from './regular-file.ts';
import { epochsFile, fitFile, fitFolder, oldEpochsFile, runFile } from './run-paths.ts';
import { isAsSealed } from './sealed-record.ts';

export { RunUnreadable } from './regular-file.ts';

/** Records and curves have some kilobytes, rarely some megabytes: what is larger is something else, and is not read whole. */
const maxBytes = 64 * 2 ** 20;

/**
 * A run's record. A run that says it is running, but that no process works on, is `interrupted`.
 *
 * @throws RunUnreadable
 */
export function readRun(run: string): CheckedRun {
  const record = readRunAsWritten(run);
  return record.state === 'running' && !isBeingWorkedOn(run, record) ? { ...record, state: 'interrupted' } : record;
}

/**
 * A run's record with the state that it says it has. Its id is the name of its folder: a copy is another run.
 *
 * @throws RunUnreadable
 */
export function readRunAsWritten(run: string): CheckedRun {
  const file = runFile(run);
  const record = checked(readJson(file), file, runRecord, 'run');
  const specification = valueIn(readSpecification(record.specification), file);
  valueIn(readExperimentOf(record), file);
  return { ...record, id: path.basename(path.resolve(run)), specification };
}

/** @returns undefined while the fit is not complete. @throws RunUnreadable if `fit.json` is there and cannot be read */
export function readFit(run: string, target: string, index: number): FitRecord | undefined {
  const file = fitFile(fitFolder(run, target, index));
  const record = readSealedRecord(file, fitRecord, 'fit');
  if (!record) return undefined;
  const problem = inconsistency(record, target, index);
  if (problem !== undefined) throw new RunUnreadable(`${file} is not this fit's: ${problem}`);
  return record;
}

/** As `readFit`, where a damaged fit counts as missing. */
export function readCompleteFit(run: string, target: string, index: number): FitRecord | undefined {
  try {
    return readFit(run, target, index);
  } catch (error) {
    if (error instanceof RunUnreadable) return undefined;
    throw error;
  }
}

/** What of a fit's record contradicts its place or itself. */
function inconsistency({ classes, confusion, metrics, ...record }: FitRecord, target: string, index: number) {
  if (record.target !== target) return `it says target "${record.target}", expected "${target}"`;
  if (record.index !== index) return `it says index ${record.index}, expected ${index}`;
  const rows = [confusion, ...confusion, metrics.precision, metrics.recall];
  if (rows.some(({ length }) => length !== classes.length)) {
    return `its matrices and metrics are not those of ${classes.length} classes`;
  }
  return undefined;
}

/**
 * The epochs of a fit so far; a last line that is being written is left out.
 *
 * @throws RunUnreadable if not all of them can be read
 */
export function readEpochs(run: string, target: string, index: number): EpochRecord[] {
  const { epochs, problem } = readCurve(run, target, index, maxBytes);
  if (problem !== undefined) throw new RunUnreadable(problem);
  return epochs;
}

/** The first epochs of a fit, with a sentence if they are not all. */
export interface Curve {
  readonly epochs: EpochRecord[];
  readonly problem: string | undefined;
  readonly bytes: number;
}

/**
 * The epochs of a fit as far as they can be read: up to a damaged line, and no more than so many bytes of them.
 *
 * @param limit in bytes
 */
export function readCurve(run: string, target: string, index: number, limit: number): Curve {
  const file = curveFile(fitFolder(run, target, index));
  if (file === undefined) return { epochs: [], problem: undefined, bytes: 0 };
  const epochs: EpochRecord[] = [];
  const shown = (): string =>
    `of fit ${index + 1} of ${target} only the first ${epochs.length.toLocaleString('en')} epochs are shown`;
  let read: ReturnType<typeof readStart>;
  try {
    read = readStart(file, limit);
  } catch (error) {
    if (error instanceof RunUnreadable) return { epochs, problem: `${error.message}: ${shown()}`, bytes: 0 };
    throw error;
  }
  const { start, bytes: size } = read;
  const curve = (problem?: string): Curve => ({ epochs, problem, bytes: start.length });
  const text = start.toString('utf8');
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    if (line === '') continue;
    const result = epochRecord.safeParse(parsed(line));
    if (!result.success) return curve(`${file}:${epochs.length + 1} is not an epoch: ${shown()}`);
    epochs.push(result.data);
  }
  return curve(size > limit ? `${file} has ${megabytes(size)}: ${shown()}` : undefined);
}

/** Undefined if there is none. */
function curveFile(fit: string): string | undefined {
  return [epochsFile(fit), oldEpochsFile(fit)].find((file) => fs.lstatSync(file, { throwIfNoEntry: false }));
}

/** A run's folder, or why it cannot be read. */
export interface ListedRun<Run extends RunRecord = RunRecord> {
  readonly folder: string;
  readonly run: Run | undefined;
  readonly error: string | undefined;
}

/** All runs in a folder, newest first. A folder that does not exist has none. */
export function listRuns(runs: string): ListedRun<CheckedRun>[] {
  if (!fs.existsSync(runs)) return [];
  const folders = fs
    .readdirSync(runs, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && isFolder(path.join(runs, entry.name), entry))
    .map(({ name }) => path.join(runs, name));
  return folders
    .map((folder) => readListed(folder))
    .sort((a, b) => (b.run?.createdAt ?? '').localeCompare(a.run?.createdAt ?? ''));
}

/** Runs may have been moved elsewhere and linked. */
function isFolder(folder: string, entry: fs.Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** A run as lists have it, readable or not. @param read how its record is read */
export function readListed(folder: string, read: (folder: string) => CheckedRun = readRun): ListedRun<CheckedRun> {
  try {
    return { folder, run: read(folder), error: undefined };
  } catch (error) {
    if (error instanceof RunUnreadable) return { folder, run: undefined, error: error.message };
    throw error;
  }
}

/** Another record of a fit, as it was written. @throws RunUnreadable if it exists and cannot be read */
export function readSealedRecord<T extends z.ZodMiniType>(
  file: string,
  schema: T,
  what: string,
): z.infer<T> | undefined {
  if (fs.lstatSync(file, { throwIfNoEntry: false }) === undefined) return undefined;
  const data = readJson(file);
  if (!isAsSealed(data)) throw new RunUnreadable(`${file} is damaged: it does not say what was written`);
  return checked(data, file, schema, what);
}

/** What a record of this version or an earlier one says. @throws RunUnreadable */
function readJson(file: string): unknown {
  const data = parsed(readRegularFile(file, maxBytes).toString('utf8'));
  // The parser's own message names an offset in a machine-written file, which helps nobody.
  if (data === undefined) throw new RunUnreadable(`${file} is not complete JSON`);
  const version = typeof data === 'object' && data !== null && 'version' in data ? data.version : undefined;
  if (typeof version === 'number' && version > 1) {
    throw new RunUnreadable(`${file} was written by a newer version of Operator Action Predictions`);
  }
  return data;
}

function checked<T extends z.ZodMiniType>(data: unknown, file: string, schema: T, what: string): z.infer<T> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new RunUnreadable(`${file} is not a ${what}: ${issue.path.join('.') || 'the file'}: ${issue.message}`);
}

function valueIn<T>(part: Checked<T>, file: string): T {
  if ('problem' in part) throw new RunUnreadable(`${file} is not a run: ${part.problem}`);
  return part.value;
}

/** Undefined if it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller says what was expected.
    return undefined;
  }
}

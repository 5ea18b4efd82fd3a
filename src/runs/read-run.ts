import fs from 'node:fs';
import path from 'node:path';
import type * as z from 'zod/mini';
import {
  type EpochRecord,
  epochRecord,
  type FitRecord,
  fitRecord,
  type RunRecord,
  runRecord,
} from '../protocol/run.ts';
import { mayBeAlive } from './owner.ts';
import { epochsFile, fitFile, fitFolder, runFile } from './run-paths.ts';

/** Records and curves have some kilobytes, rarely some megabytes: what is larger is something else, and is not read whole. */
const mostBytes = 64 * 2 ** 20;

/** Why a run cannot be read: gone, half-written, from a newer version. One sentence. */
export class RunUnreadable extends Error {
  override readonly name = 'RunUnreadable';
}

/**
 * A run's record. A run that says it is running, but whose process has ended, is `interrupted`.
 *
 * @throws RunUnreadable
 */
export function readRun(run: string): RunRecord {
  const record = parse(runFile(run), runRecord, 'run');
  return record.state === 'running' && !mayBeAlive(record.owner) ? { ...record, state: 'interrupted' } : record;
}

/** @returns undefined while the fit is not complete. @throws RunUnreadable if `fit.json` is there and cannot be read */
export function readFit(run: string, target: string, index: number): FitRecord | undefined {
  const file = fitFile(fitFolder(run, target, index));
  return fs.existsSync(file) ? parse(file, fitRecord, 'fit') : undefined;
}

/**
 * The epochs of a fit so far; a last line that is being written is left out.
 *
 * @throws RunUnreadable if not all of them can be read
 */
export function readEpochs(run: string, target: string, index: number): EpochRecord[] {
  const { epochs, problem } = readCurve(run, target, index, mostBytes);
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
  const file = epochsFile(fitFolder(run, target, index));
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const text = size === 0 ? '' : readStart(file, Math.min(size, limit));
  const epochs: EpochRecord[] = [];
  const curve = (problem?: string): Curve => ({ epochs, problem, bytes: Math.min(size, limit) });
  const shown = (): string =>
    `of fit ${index + 1} of ${target} only the first ${epochs.length.toLocaleString('en')} epochs are shown`;
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    if (line === '') continue;
    const result = epochRecord.safeParse(parsed(line));
    if (!result.success) return curve(`${file}:${epochs.length + 1} is not an epoch: ${shown()}`);
    epochs.push(result.data);
  }
  return curve(size > limit ? `${file} has ${megabytes(size)}: ${shown()}` : undefined);
}

function readStart(file: string, bytes: number): string {
  const start = Buffer.alloc(bytes);
  const handle = fs.openSync(file, 'r');
  try {
    return start.toString('utf8', 0, fs.readSync(handle, start, 0, bytes, 0));
  } finally {
    fs.closeSync(handle);
  }
}

/** A run's folder, or why it cannot be read. */
export interface ListedRun {
  readonly folder: string;
  readonly run: RunRecord | undefined;
  readonly error: string | undefined;
}

/** All runs in a folder, newest first. A folder that does not exist has none. */
export function listRuns(runs: string): ListedRun[] {
  if (!fs.existsSync(runs)) return [];
  const folders = fs
    .readdirSync(runs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => path.join(runs, name));
  return folders.map(readListed).sort((a, b) => (b.run?.createdAt ?? '').localeCompare(a.run?.createdAt ?? ''));
}

/** A run as lists have it, readable or not. */
export function readListed(folder: string): ListedRun {
  try {
    return { folder, run: readRun(folder), error: undefined };
  } catch (error) {
    if (error instanceof RunUnreadable) return { folder, run: undefined, error: error.message };
    throw error;
  }
}

function parse<T extends z.ZodMiniType>(file: string, schema: T, what: string): z.infer<T> {
  const data = json(readText(file), file);
  const version = typeof data === 'object' && data !== null && 'version' in data ? data.version : undefined;
  if (typeof version === 'number' && version > 1) {
    throw new RunUnreadable(`${file} was written by a newer version of Operator Action Predictions`);
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new RunUnreadable(`${file} is not a ${what}: ${issue.path.join('.') || 'the file'}: ${issue.message}`);
}

function readText(file: string): string {
  try {
    const { size } = fs.statSync(file);
    if (size > mostBytes) throw new RunUnreadable(`${file} has ${megabytes(size)}: that is no record of a run`);
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof RunUnreadable) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new RunUnreadable(`${file} does not exist (any more)`);
    throw new RunUnreadable(`${file} cannot be read: ${code}`);
  }
}

function json(text: string, file: string): unknown {
  const data = parsed(text);
  // The parser's own message names an offset in a machine-written file: no use to anybody.
  if (data === undefined) throw new RunUnreadable(`${file} is not complete JSON`);
  return data;
}

/** Undefined if it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller says what was expected.
    return undefined;
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

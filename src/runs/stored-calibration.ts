import fs from 'node:fs';
import path from 'node:path';
import { isFileFailure } from '../dataset/file-failure.ts';
import { type CalibrationRecord, calibrationRecord } from '../protocol/calibration.ts';
import type { FitRecord } from '../protocol/run.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { RunUnreadable, readCompleteFit, readSealedRecord } from './read-run.ts';
import { calibrationFile, fitFolder, predictionsFile } from './run-paths.ts';
import { sealRecord } from './sealed-record.ts';

/**
 * How a fit's probabilities become true ones.
 *
 * @param fits of the target, as far as they have been read: those whose predictions it is from are not read again
 * @returns undefined if that was not found out yet, or from predictions that other fits have replaced since
 * @throws RunUnreadable if the file is there and cannot be read
 */
export function readCalibration(
  run: string,
  target: string,
  index: number,
  fits: readonly FitRecord[] = [],
): CalibrationRecord | undefined {
  const file = calibrationFile(fitFolder(run, target, index));
  const record = readSealedRecord(file, calibrationRecord, 'calibration');
  if (!record) return undefined;
  const problem = inconsistency(record, target, index);
  if (problem !== undefined) throw new RunUnreadable(`${file} is not that of this fit: ${problem}`);
  const fitAt = (at: number): FitRecord | undefined =>
    fits.find((fit) => fit.target === target && fit.index === at) ?? readCompleteFit(run, target, at);
  const isCurrent = (record.sources ?? []).every((source) => predictionsSeal(fitAt(source.index)) === source.sha256);
  return isCurrent ? record : undefined;
}

/** An unreadable calibration counts as missing: it is computed again when needed. */
export function knownCalibration(...asked: Parameters<typeof readCalibration>): CalibrationRecord | undefined {
  try {
    return readCalibration(...asked);
  } catch (error) {
    if (error instanceof RunUnreadable) return undefined;
    throw error;
  }
}

function inconsistency({ calibrator, classes, decided, ...record }: CalibrationRecord, target: string, index: number) {
  if (record.target !== target) return `it says target "${record.target}", expected "${target}"`;
  if (record.index !== index) return `it says index ${record.index}, expected ${index}`;
  const rows = [
    ...('bias' in calibrator ? [calibrator.bias] : []),
    ...('curves' in calibrator ? [calibrator.curves] : []),
    ...(decided ? [decided.confusion, ...decided.confusion] : []),
  ];
  return rows.some(({ length }) => length !== classes.length)
    ? `its numbers are not those of ${classes.length} classes`
    : undefined;
}

/** What is known of the predictions that a fit has written: they are the same as long as this is. */
export function predictionsSeal(fit: FitRecord | undefined): string {
  const name = path.basename(predictionsFile(''));
  return fit?.files?.find((file) => file.name === name)?.sha256 ?? '';
}

/**
 * Stores the calibration of a complete fit. Where nothing can be written, nothing is lost: it is computed again when needed.
 */
export function keepCalibration(run: string, record: CalibrationRecord): void {
  const file = calibrationFile(fitFolder(run, record.target, record.index));
  try {
    writeFileAtomic(file, `${JSON.stringify(sealRecord(record), null, 1)}\n`);
  } catch (error) {
    if (!isFileFailure(error)) throw error;
  }
}

/** Forgets a calibration that cannot be used, so that it is found out again. */
export function removeCalibration(run: string, target: string, index: number): void {
  fs.rmSync(calibrationFile(fitFolder(run, target, index)), { force: true, recursive: true });
}

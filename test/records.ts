import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { experimentDefinition } from '../src/experiment/definition.ts';
import { modelSpecifications } from '../src/experiment/model-specification.ts';
import { classScores, confusionMse } from '../src/measures/confusion.ts';
import { meanOf } from '../src/measures/spread.ts';
import type { EpochMetrics, EpochRecord, FitRecord, RunRecord } from '../src/protocol/run.ts';
import { thisProcess } from '../src/runs/owner.ts';
import { createRun, type Vocabulary } from '../src/runs/write-run.ts';

/** A folder for the files of one test file, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'oap-runs-'));
  // Hundreds of runs may lie in it.
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000);
  return folder;
}

/** Stores a run, as it is when its process has ended. */
export function storeRun(run: string, record: RunRecord, vocabulary: Vocabulary = noVocabulary): RunRecord {
  const stored = createRun(run, record, vocabulary);
  stored.lock.release();
  return stored.record;
}

const noVocabulary: Vocabulary = {
  codes: [],
  sites: [],
  classes: new Map(),
  features: { transform: 'none', sites: 'merged' },
};

/** A process of this machine that has certainly ended: numbers of processes are smaller. */
export const deadProcess = 2 ** 30;

/** The metrics that belong to a confusion matrix of counts. */
export function metricsOf(confusion: readonly (readonly number[])[], crossEntropy = 1): EpochMetrics {
  const { length: classes } = confusion;
  const counts = confusion.flat();
  const { precision, recall, f1 } = classScores(counts, classes);
  return {
    loss: crossEntropy,
    crossEntropy,
    confusionMse: confusionMse(counts, classes),
    macroPrecision: meanOf(precision),
    macroRecall: meanOf(recall),
    macroF1: meanOf(f1),
    precision,
    recall,
  };
}

/** Half of each class is predicted as it is, and half of what is predicted as a class is of it. */
function halfRight(classes: number): number[][] {
  return Array.from({ length: classes }, (_, row) =>
    Array.from({ length: classes }, (__, column) => (row === column ? classes - 1 : 1)),
  );
}

export const someMetrics = metricsOf(halfRight(2));

export function epoch(number: number): EpochRecord {
  return { epoch: number, seconds: 0.5, training: someMetrics, validation: someMetrics };
}

/** A complete fit. Its metrics are those of its confusion matrix. */
export function fitRecord(changes: Partial<FitRecord> = {}): FitRecord {
  const classes = changes.classes ?? ['a', 'b'];
  const confusion = changes.confusion ?? halfRight(classes.length);
  return {
    version: 1,
    target: 'action',
    index: 0,
    seed: 42,
    classes,
    examples: { training: 10, validation: 2, evaluation: 4 },
    epochsRun: 3,
    bestEpoch: 1,
    restored: true,
    stopEpoch: null,
    stopReason: 'max-epochs',
    seconds: 1.5,
    confusion,
    metrics: metricsOf(confusion),
    notes: [],
    ...changes,
  };
}

export function runRecord(changes: Partial<RunRecord> = {}): RunRecord {
  const { host, process } = thisProcess();
  const experiment = experimentDefinition.parse({ history: 'history.json' });
  const [specification] = modelSpecifications(experiment);
  return {
    version: 1,
    id: 'one',
    model: 'simple',
    specification: { ...specification },
    protocol: 'holdout',
    state: 'done',
    createdAt: '2026-01-01T00:00:00.000Z',
    owner: { host, process },
    seed: 42,
    experimentFile: 'x.oap.json',
    experiment,
    history: { file: 'history.json', bytes: 1, sha256: '0', tasks: 1, codes: 1, sites: 1, synthetic: true },
    targets: [{ target: 'action', classes: ['a', 'b'], counts: [1, 1] }],
    fitsPerTarget: 1,
    versions: { oap: '0', node: '0', engine: 'sparse' },
    summary: [],
    ...changes,
  };
}

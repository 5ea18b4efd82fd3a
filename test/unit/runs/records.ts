import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { experimentDefinition } from '../../../src/experiment/definition.ts';
import { modelSpecifications } from '../../../src/experiment/model-specification.ts';
import type { EpochMetrics, EpochRecord, FitRecord, RunRecord } from '../../../src/protocol/run.ts';
import { thisProcess } from '../../../src/runs/owner.ts';
import { createRun, type Vocabulary } from '../../../src/runs/write-run.ts';

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

/** Metrics of some classes. */
function metricsOf(classes: number): EpochMetrics {
  return {
    loss: 1,
    crossEntropy: 1,
    confusionMse: 0.25,
    macroPrecision: 0.5,
    macroRecall: 0.5,
    macroF1: 0.5,
    precision: Array.from({ length: classes }, () => 0.5),
    recall: Array.from({ length: classes }, () => 0.5),
  };
}

export const someMetrics = metricsOf(2);

export function epoch(number: number): EpochRecord {
  return { epoch: number, seconds: 0.5, training: someMetrics, validation: someMetrics };
}

export function fitRecord(changes: Partial<FitRecord> = {}): FitRecord {
  const { length: count } = changes.classes ?? ['a', 'b'];
  return {
    version: 1,
    target: 'action',
    index: 0,
    seed: 42,
    classes: ['a', 'b'],
    examples: { training: 10, validation: 2, evaluation: 4 },
    epochsRun: 3,
    bestEpoch: 1,
    restored: true,
    stopEpoch: null,
    stopReason: 'max-epochs',
    seconds: 1.5,
    confusion: Array.from({ length: count }, (_, row) =>
      Array.from({ length: count }, (__, column) => (row === column ? row + 1 : Number(row < column))),
    ),
    metrics: metricsOf(count),
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

import fs from 'node:fs';
import path from 'node:path';
import { featureMatrix } from '../dataset/features.ts';
import { type History, taskName } from '../dataset/history.ts';
import { type SparseRows, selectRows } from '../dataset/sparse-rows.ts';
import type { ModelSpecification } from '../experiment/model-specification.ts';
import { loadPredictor, type Predictor } from '../models/load-predictor.ts';
import { findModel } from '../models/registry.ts';
import type { RunRecord } from '../protocol/run.ts';
import { RunUnreadable, readFit, readRun } from '../runs/read-run.ts';
import { readVocabulary } from '../runs/read-vocabulary.ts';
import { fitFolder } from '../runs/run-paths.ts';

/** Tasks predicted at a time. */
const chunk = 4096;

/** One target's prediction for a task. */
export interface TargetPrediction {
  readonly target: string;
  readonly classes: readonly string[];
  /** [classes] mean over the run's fits. */
  readonly probabilities: Float32Array;
}

export interface HistoryPredictor {
  /** Pairs of code and site of the history that the run does not know; they count for nothing. */
  readonly unknownEntries: number;
  predict(): Generator<{ readonly task: string; readonly predictions: readonly TargetPrediction[] }>;
}

interface TargetModels {
  readonly target: string;
  readonly classes: readonly string[];
  /** One for each complete fit. */
  readonly fits: readonly Predictor[];
}

/**
 * A run's models on the tasks of a history, labelled or not. With several fits the probabilities are averaged.
 *
 * @throws RunUnreadable if the run has no complete fit of some target or its files cannot be read
 */
export function predictHistory(run: string, history: History): HistoryPredictor {
  const record = readRun(run);
  const vocabulary = readVocabulary(run);
  const models = record.targets.map(({ target, classes }) => loadFits(run, record, target, classes, vocabulary));
  const features = featureMatrix(history, vocabulary.features);
  const { matrix, unknownEntries } = translate(features, vocabulary);
  return {
    unknownEntries,
    *predict() {
      for (let from = 0; from < matrix.rows; from += chunk) {
        const rows = Int32Array.from({ length: Math.min(chunk, matrix.rows - from) }, (_, i) => from + i);
        const examples = selectRows(matrix, rows);
        const means = models.map((model) => meanOverFits(model, examples));
        for (let i = 0; i < rows.length; i++) {
          const predictions = models.map(({ target, classes }, m) => ({
            target,
            classes,
            probabilities: means[m].subarray(i * classes.length, (i + 1) * classes.length),
          }));
          yield { task: taskName(history, rows[i]), predictions };
        }
      }
    },
  };
}

function loadFits(
  run: string,
  record: RunRecord,
  target: string,
  classes: readonly string[],
  { codes, sites }: ReturnType<typeof readVocabulary>,
): TargetModels {
  const specification = record.specification as unknown as ModelSpecification;
  const model = findModel(specification.model);
  if (!model)
    throw new RunUnreadable(`${run} is a run of the model ${specification.model}, which this version does not have`);
  const shape = { errors: codes.length, sites: sites.length, classes: classes.length };
  const indices = Array.from({ length: record.fitsPerTarget }, (_, index) => index);
  const complete = indices.filter((index) => readFit(run, target, index));
  if (complete.length === 0) throw new RunUnreadable(`${run} has no complete fit of the target ${target}`);
  const fits = complete.map((index) =>
    loadPredictor(model, specification.settings, specification.attention, shape, (name) =>
      fs.readFileSync(path.join(fitFolder(run, target, index), name)),
    ),
  );
  return { target, classes, fits };
}

function meanOverFits({ classes, fits }: TargetModels, examples: SparseRows): Float32Array {
  const mean = new Float32Array(examples.rows * classes.length);
  for (const fit of fits) {
    fit.predict(examples).forEach((probability, i) => {
      mean[i] += probability / fits.length;
    });
  }
  return mean;
}

/** The history's matrix in the run's columns. */
function translate(
  features: ReturnType<typeof featureMatrix>,
  { codes, sites }: { readonly codes: readonly string[]; readonly sites: readonly string[] },
): { matrix: SparseRows; unknownEntries: number } {
  const codeAt = new Map(codes.map((code, i) => [code, i]));
  const siteAt = new Map(sites.map((site, i) => [site, i]));
  const codeOf = features.codes.map((code) => codeAt.get(code) ?? -1);
  const siteOf = features.sites.map((site) => siteAt.get(site) ?? -1);
  const { matrix } = features;
  const start = new Int32Array(matrix.rows + 1);
  const column = new Int32Array(matrix.column.length);
  const value = new Float32Array(matrix.column.length);
  let filled = 0;
  for (let row = 0; row < matrix.rows; row++) {
    for (let entry = matrix.start[row]; entry < matrix.start[row + 1]; entry++) {
      const code = codeOf[Math.floor(matrix.column[entry] / features.sites.length)];
      const site = siteOf[matrix.column[entry] % features.sites.length];
      if (code < 0 || site < 0) continue;
      column[filled] = code * sites.length + site;
      value[filled++] = matrix.value[entry];
    }
    start[row + 1] = filled;
  }
  const columns = codes.length * sites.length;
  const translated = {
    rows: matrix.rows,
    columns,
    start,
    column: column.subarray(0, filled),
    value: value.subarray(0, filled),
  };
  return { matrix: translated, unknownEntries: matrix.column.length - filled };
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { readHistory } from '../../src/dataset/read-history.ts';
import { importModel } from '../../src/execution/import-model.ts';
import { RunPredictor } from '../../src/execution/run-predictor.ts';
import { requireExperiment } from '../../src/experiment/read-experiment.ts';
import { RandomState } from '../../src/learning/random.ts';

/* Models that XGBoost trained and saved, in all ways that people do, predict here what they predict there. */

const codes = ['11', '22', '8001', '50660'];
const sites = ['T1_US_FNAL', 'T2_CH_CERN', 'T2_DE_DESY', 'T2_US_MIT', 'unknown'];
const kinds = ['acdc', 'clone', 'special'];
const folder = mkdtempSync(path.join(tmpdir(), 'oap-xgboost-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const random = new RandomState(7);
const pick = (below: number): number => random.randint(0, below, 1)[0];
const width = codes.length * sites.length;
const rows = Array.from({ length: 240 }, () =>
  Array.from({ length: width }, () => (random.randomSample(1)[0] < 0.15 ? 1 + pick(6) : 0)),
);
const labels = rows.map((row) => {
  const [a, b] = [row[0] + row[7] + row[12], row[3] + row[9] + row[16]];
  return random.randomSample(1)[0] < 0.1 ? pick(3) : a > b + 1 ? 1 : b > a ? 2 : 0;
});

interface Case {
  readonly method: string;
  readonly matrix: 'dense' | 'sparse';
  readonly objective: string;
  readonly way: 'plain' | 'named' | 'early';
  readonly version: readonly number[];
  readonly base: readonly number[] | null;
  readonly transform: 'none' | 'binary' | 'log1p';
}

const versions = [
  [1, 7, 4],
  [2, 1, 0],
  [3, 0, 0],
  [3, 1, 0],
];
const methods = ['exact', 'hist', 'approx'];
const everyWay = methods.flatMap((method) =>
  (['dense', 'sparse'] as const).flatMap((matrix) =>
    ['multi:softprob', 'multi:softmax', 'binary:logistic'].flatMap((objective) =>
      (['plain', 'named', 'early'] as const).flatMap((way) =>
        versions.map((version): Case => {
          const hasBase = version[1] === 1 && version[0] === 3 && objective !== 'binary:logistic';
          return {
            method,
            matrix,
            objective,
            way,
            version,
            base: hasBase ? [-0.5, 0.75, 0.125] : null,
            transform: 'none',
          };
        }),
      ),
    ),
  ),
);
/** Counts that are all the same, where every split parts zeros from the others, and counts that are no whole numbers. */
const transformed = methods.flatMap((method) =>
  (['dense', 'sparse'] as const).flatMap((matrix) =>
    (['binary', 'log1p'] as const).flatMap((transform) =>
      ['multi:softprob', 'binary:logistic'].map(
        (objective): Case => ({ method, matrix, objective, way: 'plain', version: [3, 0, 5], base: null, transform }),
      ),
    ),
  ),
);
const cases = [...everyWay, ...transformed];
const inOrder = Array.from({ length: width }, (_, column) => column);
/** Sites first, and backwards. */
const otherOrder = inOrder.map(
  (i) => (codes.length - 1 - (i % codes.length)) * sites.length + Math.floor(i / codes.length),
);
const nameOf = (column: number): string =>
  `${codes[Math.floor(column / sites.length)]}@${sites[column % sites.length]}`;

interface Result {
  readonly model: string;
  readonly probabilities: readonly (readonly number[])[];
  readonly rounds: number;
  readonly used: number;
}
const results = trained();

test('is about models that stopped early, and rounds after the best', () => {
  const early = results.filter((_, i) => cases[i].way === 'early');
  expect(early.filter(({ rounds, used }) => used < rounds).length).toBeGreaterThan(early.length / 2);
});

describe.each(cases.map((one, i) => ({ ...one, i, is: one.version.join('.') })))(
  '$method, $matrix, $objective, $transform, $way, saved by $is',
  ({ matrix, objective, way, transform, i }) => {
    test("gives XGBoost's own probabilities", async () => {
      const { model, probabilities, rounds, used } = results[i];
      const isBinary = objective === 'binary:logistic';
      const experimentFile = written(isBinary ? 'two' : 'three', isBinary, transform);
      const modelFile = path.join(folder, `case-${i}.json`);
      writeFileSync(modelFile, model);
      const { experiment } = requireExperiment(readFileSync(experimentFile, 'utf8'), experimentFile);
      const imported = await importModel({
        experimentFile,
        experiment,
        modelFile,
        target: 'kind',
        zeros: 'auto',
        name: `case ${i}`,
        runs: path.join(folder, 'runs'),
      });
      if (imported.kind !== 'run') throw new Error('no run');
      const predictor = new RunPredictor(imported.folder);
      const history = await readHistory(path.join(folder, isBinary ? 'two.json' : 'three.json'));
      const predicted = predictor.predict(predictor.tasksOf(history), 'kind');
      expect(predicted.length).toBe(probabilities.flat().length);
      for (const [at, p] of probabilities.flat().entries()) {
        // Loops over expect are slow.
        if (!(Math.abs(predicted[at] - p) <= 1e-5)) expect.fail(`${predicted[at]} is not ${p} in place ${at}`);
      }
      const notes = imported.notes.join('\n');
      expect(notes).toMatch(matrix === 'dense' ? /are read as the number 0/ : /are read as missing values/);
      if (way === 'named') expect(notes).toMatch(/matched by the model's feature_names/);
      expect(notes.includes(`The best ${used} of ${rounds} rounds`)).toBe(used < rounds);
    });
  },
);

/** The experiment of all tasks. */
function written(name: string, isBinary: boolean, transform: string): string {
  const task = (row: readonly number[], i: number): object => {
    const counts: Record<string, Record<string, number>> = {};
    for (const [column, count] of row.entries()) {
      if (count === 0) continue;
      const code = codes[Math.floor(column / sites.length)];
      counts[code] = { ...counts[code], [sites[column % sites.length]]: count };
    }
    const kind = kinds[isBinary ? Math.min(1, labels[i]) : labels[i]];
    return { errors: { good_sites: {}, bad_sites: counts }, parameters: { kind } };
  };
  const tasks = Object.fromEntries(rows.map((row, i) => [`/flow${i}/step`, task(row, i)]));
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(tasks));
  const file = path.join(folder, `${name}-${transform}.oap.json`);
  writeFileSync(file, JSON.stringify({ history: `${name}.json`, features: { transform }, targets: { kind: {} } }));
  return file;
}

function trained(): readonly Result[] {
  const python = process.env.OAP_PYTHON ?? '/usr/bin/python3';
  const script = fileURLToPath(new URL('./xgboost_models.py', import.meta.url));
  // Codes and sites are sorted as texts: the columns of a history.
  const sortedCodes = [...codes].sort();
  const column = (i: number): number =>
    codes.indexOf(sortedCodes[Math.floor(i / sites.length)]) * sites.length + (i % sites.length);
  const input = {
    rows,
    labels,
    cases: cases.map((one) => {
      const order = one.way === 'named' ? otherOrder : inOrder.map(column);
      return { ...one, order, names: one.way === 'named' ? order.map(nameOf) : null, early: one.way === 'early' };
    }),
  };
  const { status, stdout, stderr, error } = spawnSync(python, [script], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (error || status !== 0) {
    throw new Error(`This test needs XGBoost 1.7.4 for ${python}, see xgboost.ts. ${error?.message ?? stderr}`);
  }
  const { version, results: made } = JSON.parse(stdout);
  if (!version.startsWith('1.7.')) throw new Error(`This test needs XGBoost 1.7.4, but ${python} has ${version}.`);
  return made;
}

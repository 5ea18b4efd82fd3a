import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { InputError } from '../../../../src/dataset/input-error.ts';
import { readHistory } from '../../../../src/dataset/read-history.ts';
import { RunPredictor } from '../../../../src/execution/run-predictor.ts';
import { RandomState } from '../../../../src/learning/random.ts';
import { exportRun } from '../../../../src/runs/export-run.ts';
import { RunUnreadable } from '../../../../src/runs/read-run.ts';
import { ImportPlace } from './import-place.ts';
import { mutateBytes, mutateJson } from './mutate.ts';

/*
 * Damaged models: each is refused with a sentence, or predicts and explains by finite numbers. None ends otherwise, and none
 * without end.
 */

const place = new ImportPlace();
const march = '03-march.oap.json';
const history = await readHistory(place.path('03-march.history.json'));

const mutantsOfEach = 80;
const random = new RandomState(20);
const isBytes = (i: number): boolean => i % 2 === 0;

interface Counts {
  refused: number;
  accepted: number;
}

const say = (what: string, { refused, accepted }: Counts): void => {
  process.stdout.write(`${what}: ${refused + accepted} mutants, ${refused} refused, ${accepted} finite\n`);
};

/** All that a run says of the history is finite. */
function expectFinite(run: string): void {
  const predictor = new RunPredictor(run);
  const tasks = predictor.tasksOf(history);
  const probabilities = predictor.predict(tasks, 'kind');
  expect(probabilities.length).toBe(48);
  const { base, value, contribution } = predictor.attribute(tasks, 'kind');
  for (const list of [probabilities, base, value, contribution]) {
    if (!Array.from(list).every(Number.isFinite)) expect.fail('a number is not finite');
  }
}

const imported: readonly (readonly [model: string, damaged: string, description: boolean])[] = [
  ['01-dense-zeros.model.json', '', false],
  ['07-softmax.model.json', '', true],
  ['07-binary.model.json', '', false],
  ['07-version-2.model.json', '', false],
  ['04-plain-names/model.json', 'model.json', false],
  ['10-float16/model.json', 'model.json', true],
  ['04-plain-names/model.json', 'group1-shard1of1.bin', false],
  ['07-softmax.model.json', 'oap.json', true],
];

test.each(imported)('imported: %s, damaged %s, described %s', async (model, damaged, isDescribed) => {
  const counts = { refused: 0, accepted: 0 };
  const folder = place.path('mutants');
  const experiment = model.startsWith('01') ? '01-dense-zeros.oap.json' : march;
  for (let i = 0; i < mutantsOfEach; i++) {
    rmSync(folder, { recursive: true, force: true });
    rmSync(place.path('runs'), { recursive: true, force: true });
    mkdirSync(folder);
    const files = new Map([['model.json', readFileSync(place.path(model))]]);
    if (path.basename(model) === 'model.json') {
      const weights = 'group1-shard1of1.bin';
      files.set(weights, readFileSync(place.path(path.dirname(model), weights)));
    }
    if (isDescribed) files.set('oap.json', readFileSync(place.path('03-export/oap.json')));
    const name = damaged === '' ? 'model.json' : damaged;
    const original = files.get(name) ?? Buffer.alloc(0);
    const changed =
      isBytes(i) || name.endsWith('.bin') ? mutateBytes(original, random) : mutateJson(String(original), random);
    for (const [file, content] of files) writeFileSync(path.join(folder, file), file === name ? changed : content);
    try {
      const taken = await place.import(experiment, 'mutants/model.json');
      counts.accepted++;
      if (taken.kind === 'run' && experiment === march) expectFinite(taken.folder);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      counts.refused++;
      expect(error.message).not.toMatch(/\n\s+at /);
      expect(error.file).toBeDefined();
    }
  }
  say(`${model}, ${damaged === '' ? 'itself' : damaged}`, counts);
  expect(counts.refused).toBeGreaterThan(mutantsOfEach / 4);
});

const own: readonly (readonly [
  model: string,
  file: string,
  formats: readonly ('onnx' | 'tfjs' | 'keras' | 'xgboost')[],
])[] = [
  ['07-softmax.model.json', 'model.xgb.json', ['xgboost']],
  ['07-softmax.model.json', 'oap.json', ['xgboost']],
  ['04-plain-names/model.json', 'model.json', ['onnx', 'tfjs', 'keras']],
  ['04-plain-names/model.json', 'weights.bin', ['onnx', 'tfjs', 'keras']],
  ['04-plain-names/model.json', 'oap.json', ['onnx', 'tfjs', 'keras']],
];

test.each(own)('in the folder of a run: %s, damaged %s', async (model, file, formats) => {
  const counts = { refused: 0, accepted: 0 };
  const taken = await place.import(march, model);
  if (taken.kind !== 'run') throw new Error('no run');
  const damaged =
    file === 'oap.json' ? path.join(taken.folder, file) : path.join(taken.folder, 'fits', 'kind', '0', file);
  const original = readFileSync(damaged);
  for (let i = 0; i < mutantsOfEach / 2; i++) {
    const isOfBytes = isBytes(i) || file.endsWith('.bin');
    writeFileSync(damaged, isOfBytes ? mutateBytes(original, random) : mutateJson(String(original), random));
    for (const work of [
      () => expectFinite(taken.folder),
      ...formats.map((format) => () => {
        exportRun({ run: taken.folder, format, out: place.path('out'), version: '1' });
      }),
    ]) {
      try {
        work();
        counts.accepted++;
      } catch (error) {
        if (!(error instanceof InputError || error instanceof RunUnreadable)) throw error;
        counts.refused++;
        expect(error.message).toContain(path.basename(file));
      }
    }
  }
  say(`${model} in a run, ${file}`, counts);
});

import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../src/dataset/input-error.ts';
import { readHistory } from '../../../src/dataset/read-history.ts';
import { RunPredictor } from '../../../src/execution/run-predictor.ts';
import { RandomState } from '../../../src/learning/random.ts';
import { checkRuns } from '../../../src/runs/check-runs.ts';
import { exportRun } from '../../../src/runs/export-run.ts';
import { listRuns, RunUnreadable, readRun } from '../../../src/runs/read-run.ts';
import { runFile } from '../../../src/runs/run-paths.ts';
import { readSamples } from '../../../src/runs/run-samples.ts';
import { storedSnapshot } from '../../../src/runs/stored-snapshot.ts';
import { temporaryFolder } from '../../records.ts';
import { mutateBytes, mutateJson } from '../execution/foreign/mutate.ts';
import { trainRun } from '../execution/trained-run.ts';

/* Files of runs that are not what was written: flipped bytes, cut ends, forged numbers, exchanged files, links and pipes. */

const root = temporaryFolder();
const networks = path.join(root, 'networks');
const trees = path.join(root, 'trees');
const places: { readonly run: string; readonly wanted: Answers }[] = [];

/** What a run answers, each as text, or the reason why not. */
type Answers = Readonly<Record<'curves' | 'samples' | 'predictions' | 'exported' | 'vocabulary', string>>;

/** Everything that readers ask of a run; errors of people's files are answers. */
async function ask(run: string): Promise<Answers> {
  const history = await readHistory(path.join(run, '..', '..', '..', 'history.json'));
  listRuns(path.dirname(run));
  checkRuns(path.dirname(run));
  const answer = async (read: () => unknown): Promise<string> => {
    try {
      return JSON.stringify(await read());
    } catch (error) {
      if (error instanceof RunUnreadable || error instanceof InputError) return `refused: ${error.message}`;
      throw error;
    }
  };
  const predictor = () => new RunPredictor(run);
  return {
    curves: await answer(() => {
      const { fits, notices } = storedSnapshot(run);
      if (notices.length > 0) throw new RunUnreadable(notices.join(' '));
      return fits.map(({ epochs, record }) => [epochs, record]);
    }),
    samples: await answer(async () => {
      const { names, task, truth, predicted, probabilities, notices } = await readSamples(run, readRun(run), 'colour');
      if (notices.length > 0) throw new RunUnreadable(notices.join(' '));
      return { names, task, truth, predicted, probabilities };
    }),
    predictions: await answer(() => {
      const asked = predictor();
      const tasks = asked.tasksOf(history);
      return asked.targets.map(({ target, classes }) => [target, classes, [...asked.predict(tasks, target)]]);
    }),
    exported: await answer(async () => {
      const out = fs.mkdtempSync(path.join(root, 'out-'));
      const format = run.startsWith(trees) ? 'xgboost' : 'onnx';
      await exportRun({ run, format, out, targets: ['colour'], version: '1' });
      return fs.readdirSync(out).map((name) => [name, fs.readFileSync(path.join(out, name), 'latin1')]);
    }),
    vocabulary: await answer(() => predictor().columns),
  };
}

const isRefused = (text: string): boolean => text.startsWith('refused: ');

beforeAll(async () => {
  const training = { maxEpochs: 2 };
  for (const [folder, model] of [
    [networks, 'cnn'],
    [trees, 'xgboost'],
  ]) {
    const run = await trainRun(folder, 'holdout', { models: [model], training });
    places.push({ run, wanted: await ask(run) });
  }
});

/** Files of a run, without those that are not its own. */
function filesOf(run: string): string[] {
  const names = fs.readdirSync(run, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => fs.statSync(path.join(run, name)).isFile()).sort();
}

/** A file that is not what was written: its bytes are damaged, or one of its values is another. */
function mutate(name: string, bytes: Buffer, random: RandomState): Uint8Array {
  const isJson = name.endsWith('.json') && random.randint(0, 2, 1)[0] === 0;
  return isJson ? Buffer.from(mutateJson(bytes.toString(), random)) : mutateBytes(bytes, random);
}

const mutants = 600;

test(`of ${mutants} runs with a file that is not what was written, none answers something else`, async () => {
  const random = new RandomState(2026);
  let refused = 0;
  let same = 0;
  for (let i = 0; i < mutants; i++) {
    const { run, wanted } = places[i % places.length];
    const files = filesOf(run);
    const name = files[random.randint(0, files.length, 1)[0]];
    const file = path.join(run, name);
    const written = fs.readFileSync(file);
    const changed = mutate(name, written, random);
    fs.writeFileSync(file, changed);
    const answers = await ask(run);
    fs.writeFileSync(file, written);
    // People may edit a record: what it says is checked, not that it is the one that was written.
    const isRecord = name === 'run.json';
    for (const key of Object.keys(wanted) as (keyof Answers)[]) {
      if (isRefused(answers[key])) refused++;
      else if (!isRecord || key === 'predictions')
        expect({ name, key, answer: answers[key] }).toEqual({ name, key, answer: wanted[key] });
      if (answers[key] === wanted[key]) same++;
    }
  }
  console.log(`${mutants} mutants: ${refused} answers refused, ${same} the same, none wrong`);
  for (const { run, wanted } of places) expect(await ask(run)).toEqual(wanted);
}, 300_000);

describe.each([0, 1])('a run (%i)', (place) => {
  const withFile = async (name: string, change: (file: string) => void, look: (answers: Answers) => void) => {
    const { run } = places[place];
    const file = path.join(run, name);
    const kept = `${file}.kept`;
    fs.copyFileSync(file, kept);
    change(file);
    try {
      look(await ask(run));
    } finally {
      fs.rmSync(file, { recursive: true, force: true });
      fs.renameSync(kept, file);
    }
  };

  test('whose model is that of another target does not predict with it', async () => {
    const model = place === 0 ? 'weights.bin' : 'model.xgb.json';
    await withFile(
      `fits/colour/0/${model}`,
      (file) => fs.copyFileSync(file.replace('colour', 'size'), file),
      ({ predictions, exported }) => {
        expect(predictions).toMatch(/^refused: .*(weights\.bin|model\.xgb\.json) is damaged: /);
        expect(exported).toMatch(/^refused: .*(weights\.bin|model\.xgb\.json) is damaged: /);
      },
    );
  });

  test('whose codes were exchanged does not predict', async () => {
    await withFile(
      'oap.json',
      (file) => {
        const text = fs.readFileSync(file, 'utf8');
        const { codes } = JSON.parse(text) as { codes: string[] };
        const list = (of: string[]): string => JSON.stringify(of);
        const turned = [codes[1], codes[0], ...codes.slice(2)];
        fs.writeFileSync(file, text.replace(list(codes), list(turned)));
      },
      ({ predictions, vocabulary }) => {
        expect(predictions).toMatch(/^refused: .*oap\.json is damaged: /);
        expect(vocabulary).toMatch(/^refused: .*oap\.json is damaged: /);
      },
    );
  });

  test.each([
    'run.json',
    'oap.json',
    'fits/colour/0/fit.json',
    'fits/colour/0/predictions.jsonl',
    'fits/colour/0/epochs.jsonl',
  ])('whose %s is a link, also one to a device, is not read', async (name) => {
    for (const to of ['/dev/zero', '/etc/hostname', path.join(places[place].run, 'marks.json')]) {
      await withFile(
        name,
        (file) => {
          fs.rmSync(file);
          fs.symlinkSync(to, file);
        },
        (answers) => {
          const said = Object.values(answers).filter(isRefused);
          expect({ to, said }).toEqual({
            to,
            said: expect.arrayContaining([expect.stringContaining('is a link, expected a regular file')]),
          });
        },
      );
    }
  });
});

describe('a record with a forged number', () => {
  const forge = (place: readonly string[], value: unknown): string => {
    const { run } = places[0];
    const record = JSON.parse(fs.readFileSync(runFile(run), 'utf8')) as Record<string, unknown>;
    let holder = record;
    for (const name of place.slice(0, -1)) holder = holder[name] as Record<string, unknown>;
    holder[place[place.length - 1]] = value;
    const folder = fs.mkdtempSync(path.join(root, 'forged-'));
    fs.writeFileSync(runFile(folder), JSON.stringify(record));
    return folder;
  };

  test.each([
    'fitsPerTarget',
    'seed',
    'specification.settings.denseUnits',
    'specification.settings.denseLayers',
    'specification.settings.filters',
    'specification.training.maxEpochs',
    'specification.training.batchSize',
    'experiment.split.folds',
    'experiment.split.repeats',
    'experiment.split.seed',
  ])('%s is not a run', (place) => {
    for (const value of [1e9 + 0.5, 4294967296, -1, 1.5, 1e308, '7', [7], {}]) {
      const folder = forge(place.split('.'), value);
      expect(() => readRun(folder)).toThrow(RunUnreadable);
      expect(() => readRun(folder)).toThrow(`run.json is not a run: ${place.split('.').slice(0, -1).join('.')}`);
    }
  });
});

import { beforeAll, expect, test } from 'vitest';
import { Workplace } from './command.ts';
import type { ResultsDocument } from './documents.ts';
import { paintHistory } from './paint-history.ts';

interface TuningDocument extends ResultsDocument {
  readonly calls: readonly {
    readonly run: string;
    readonly settings: Readonly<Record<string, number>>;
    readonly confusionMse: number;
  }[];
  readonly best: { readonly model: string; readonly name: string };
}

const place = new Workplace();

beforeAll(() => {
  place.write('paint.json', paintHistory());
  const experiment = {
    history: 'paint.json',
    targets: { colour: {} },
    split: { folds: 2 },
    training: { maxEpochs: 5 },
  };
  const weak = { model: 'simple', name: 'weak', denseUnits: 1, training: { learningRate: 0.00001 } };
  place.write('paint.oap.json', { ...experiment, models: ['cnn+smote', 'xgboost', weak] });
});

test('oap tune tries settings, each a run, and names the best entry; again, it takes what is there', async () => {
  const tune = () => place.json<TuningDocument>('tune', 'paint.oap.json', '--model', 'cnn+smote', '--calls', '4');
  const first = await tune();
  expect(first.calls.map(({ run }) => run)).toEqual(first.runs.map(({ id }) => id));
  expect(first.runs.map(({ protocol, state }) => [protocol, state])).toEqual(
    Array.from({ length: 4 }, () => ['cross-validation', 'done']),
  );
  expect(first.calls[0].settings).toMatchObject({ filters: 5, denseUnits: 50, learningRate: 0.001 });
  const scores = first.calls.map(({ confusionMse }) => confusionMse);
  const best = first.calls[scores.indexOf(Math.min(...scores))];
  const { learningRate, ...settings } = best.settings;
  expect(first.best).toMatchObject({ model: 'cnn', smote: true, ...settings, training: { learningRate } });
  expect(await tune()).toEqual(first);
});

test('oap tune prints the calls for people, that nothing is better, and how to test what it found', async () => {
  const { status, out, err } = await place.run('tune', 'paint.oap.json', '--model', 'xgboost', '--calls', '2');
  expect(status).toBe(0);
  expect(out).toMatch(/^call +eta +maxDepth +lambda +gamma +minChildWeight +colour +confusion MSE\n +1 +0\.3 +4 +1 /);
  expect(out).toMatch(/\nNone of the other settings tried beats the current ones \(confusion MSE \d\.\d{4}\)\.\n/);
  expect(out).toMatch(/oap test paint\.oap\.json --model 'xgboost tuned 1'\n$/);
  expect(err).toContain('call 2 of 2: eta ');
});

test('oap tune says nothing of the present settings where others are better', async () => {
  const { out } = await place.run('tune', 'paint.oap.json', '--model', 'weak', '--calls', '4');
  expect(out).not.toContain('No other settings');
  expect(out).toMatch(/oap test paint\.oap\.json --model 'weak tuned [234]'\n$/);
});

test.each([
  ['no model', [], "required option '--model <name>' not specified"],
  ['a model that the experiment has not', ['--model', 'simple'], 'expected one of: cnn+smote, xgboost, weak'],
  ['no calls', ['--model', 'xgboost', '--calls', '0'], 'Expected a whole number of at least 1.'],
])('oap tune refuses %s', async (_, args, expected) => {
  const { status, out, err } = await place.run('tune', 'paint.oap.json', ...args);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).toContain(expected);
});

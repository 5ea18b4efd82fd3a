import { rmSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { lines, Workplace } from './command.ts';
import type { DecisionLine, ExplainedLine, HistoryFile, PredictionLine, ResultsDocument } from './documents.ts';
import { paintHistory } from './paint-history.ts';

const place = new Workplace();
const targets = { colour: {}, size: { default: 'small' } };
let run = '';
/** What is predicted for the history that the run was trained on. */
let decisions: DecisionLine[] = [];

beforeAll(async () => {
  place.write('paint.json', paintHistory());
  place.write('paint.oap.json', { history: 'paint.json', targets, training: { maxEpochs: 20 } });
  run = (await place.json<ResultsDocument>('train', 'paint.oap.json')).runs[0].id;
  decisions = (await predict('paint.json')).decisions;
});

async function predict(history: string): Promise<{ decisions: DecisionLine[]; err: string }> {
  const { status, out, err } = await place.run('predict', run, history);
  expect(status, err).toBe(0);
  return { decisions: lines(out), err };
}

test('the tested tasks get exactly the probabilities that the run wrote down', () => {
  const decisionOf = new Map(decisions.map((decision) => [decision.task, decision]));
  expect(decisions).toHaveLength(40);
  for (const target of ['colour', 'size']) {
    const tested = lines<PredictionLine>(place.read('.oap', 'runs', run, 'fits', target, '0', 'predictions.jsonl'));
    expect(tested).toHaveLength(12);
    for (const { task, probabilities } of tested) {
      expect(decisionOf.get(task)?.predictions[target].raw).toEqual(probabilities);
    }
  }
});

test('the class is the one to which the model gives the highest probability, its confidence is the calibrated one', () => {
  for (const { predictions } of decisions) {
    const { class: chosen, confidence, probabilities, raw } = predictions.colour;
    expect(raw[chosen]).toBe(Math.max(...Object.values(raw)));
    expect(confidence).toBe(probabilities[chosen]);
  }
});

test('--format csv prints a line for each target of a task', async () => {
  const { status, out } = await place.run('predict', run, 'paint.json', '--format', 'csv');
  expect(status).toBe(0);
  const [header, ...rows] = out.trimEnd().split('\r\n');
  expect(header).toBe('task,target,class,confidence');
  expect(rows).toEqual(
    decisions.flatMap(({ task, predictions }) =>
      ['colour', 'size'].map((target) =>
        [task, target, predictions[target].class, predictions[target].confidence].join(),
      ),
    ),
  );
  const refused = await place.run('predict', run, 'paint.json', '--format', 'csv', '--explain');
  expect(refused).toMatchObject({ status: 2, out: '' });
});

describe('standard input', () => {
  const tasks = Object.entries(paintHistory()).map(([task, content]) => JSON.stringify({ task, ...content }));

  test('is answered line by line, before the next one comes', async () => {
    const { child, next, ended } = place.talk('predict', run, '-');
    for (const [i, task] of tasks.slice(0, 3).entries()) {
      child.stdin.write(`${task}\n`);
      expect(JSON.parse(await next())).toEqual(decisions[i]);
    }
    // A line may come in pieces, and several at once.
    child.stdin.write(`\n${tasks[3].slice(0, 40)}`);
    child.stdin.write(`${tasks[3].slice(40)}\n${tasks[4]}\n`);
    expect([JSON.parse(await next()), JSON.parse(await next())]).toEqual(decisions.slice(3, 5));
    child.stdin.write('{"task": "/broken", "errors": 3}\n');
    expect(JSON.parse(await next())).toEqual({ task: '/broken', problem: expect.stringContaining('errors') });
    child.stdin.end(tasks[5]);
    expect(JSON.parse(await next())).toEqual(decisions[5]);
    expect(await ended).toBe(0);
  });

  test('that is an object of tasks is read as a history file is', async () => {
    const { child, next, ended } = place.talk('predict', run, '-', '--target', 'colour');
    child.stdin.end(JSON.stringify(paintHistory(), null, 1));
    for (const { task, predictions } of decisions) {
      expect(JSON.parse(await next())).toEqual({ task, predictions: { colour: predictions.colour } });
    }
    expect(await ended).toBe(0);
  });
});

test('tasks without parameters are predicted as those with them', async () => {
  const unlabelled = Object.entries(paintHistory()).map(([task, { errors }]) => [task, { errors }]);
  place.write('unlabelled.json', Object.fromEntries(unlabelled));
  expect(await predict('unlabelled.json')).toEqual({ decisions, err: '' });
});

test('JSON Lines are predicted as an object of tasks', async () => {
  const tasks = Object.entries(paintHistory()).map(([task, content]) => JSON.stringify({ task, ...content }));
  place.write('paint.jsonl', `${tasks.join('\n')}\n`);
  expect((await predict('paint.jsonl')).decisions).toEqual(decisions);
});

test('codes and sites that the run never saw count for nothing, and their number is told', async () => {
  const history: HistoryFile = paintHistory();
  for (const { errors } of Object.values(history).slice(0, 3)) {
    errors.good_sites['999'] = { north: 5 };
    errors.bad_sites['3'].elsewhere = 7;
  }
  place.write('unknown.json', history);
  const { decisions: same, err } = await predict('unknown.json');
  expect(same).toEqual(decisions);
  expect(err).toBe('6 counts are of codes or sites that the run has never seen; they count for nothing\n');
});

test('--explain says what each cell adds to the class, and the rest', async () => {
  const { out } = await place.run('predict', run, 'paint.json', '--explain');
  const explained = lines<ExplainedLine>(out);
  expect(explained.map(({ explanation: _, ...decision }) => decision)).toEqual(decisions);
  const history: HistoryFile = paintHistory();
  for (const { task, predictions, explanation } of explained) {
    expect(Object.keys(explanation)).toEqual(['colour', 'size']);
    for (const target of ['colour', 'size']) {
      const { class: explainedClass, method, base, value, cells, rest, attention } = explanation[target];
      expect({ explainedClass, method, attention }).toEqual({
        explainedClass: predictions[target].class,
        method: 'integrated-gradients',
        attention: null,
      });
      expect(cells.reduce((sum, { contribution }) => sum + contribution, base + rest)).toBeCloseTo(value, 4);
      expect(Math.abs(rest)).toBeLessThan(0.01 * Math.abs(value - base) + 1e-4);
      // The history's own counts, those at good and bad sites added up.
      const { good_sites, bad_sites } = history[task].errors;
      const counts = new Map<string, number>();
      for (const group of [good_sites, bad_sites]) {
        for (const [code, sites] of Object.entries(group)) {
          for (const [site, count] of Object.entries(sites)) {
            counts.set(`${code} ${site}`, (counts.get(`${code} ${site}`) ?? 0) + count);
          }
        }
      }
      expect(new Map(cells.map(({ code, site, count }) => [`${code} ${site}`, count]))).toEqual(counts);
      expect(new Set(cells.map(({ good }) => good))).toEqual(new Set([null]));
    }
  }
});

test.each([['an unknown run', ['predict', 'gone', 'paint.json'], 'there is no run "gone", expected the id of a run']])(
  '%s ends with status 2',
  async (_, args, expected) => {
    const { status, out, err } = await place.run(...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(expected);
  },
);

test('a history that is not there ends with status 2', async () => {
  const { status, out, err } = await place.run('predict', run, 'gone.json');
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).toBe('oap: gone.json: the file does not exist, expected a history file\n');
});

test('--target chooses; one that the run does not have is refused', async () => {
  const { status, out } = await place.run('predict', run, 'paint.json', '--target', 'colour');
  expect(status).toBe(0);
  expect(lines<DecisionLine>(out)).toEqual(
    decisions.map(({ task, predictions }) => ({ task, predictions: { colour: predictions.colour } })),
  );
  const refused = await place.run('predict', run, 'paint.json', '--target', 'weight');
  expect(refused).toMatchObject({ status: 2, out: '' });
  expect(refused.err).toBe('oap: the run has no target "weight", expected one of: colour, size\n');
});

test('a run that was cancelled predicts the targets that are complete, and says which is not', async () => {
  const partial = (await place.json<ResultsDocument>('train', 'paint.oap.json', '--fresh')).runs[0].id;
  rmSync(place.path('.oap', 'runs', partial, 'fits', 'size', '0', 'fit.json'));
  const { status, out, err } = await place.run('predict', partial, 'paint.json');
  expect({ status, err }).toEqual({
    status: 0,
    err: 'size is not predicted: the run has no complete fit of it yet\n',
  });
  expect(lines<DecisionLine>(out).map(({ predictions }) => Object.keys(predictions))).toEqual(
    Array.from({ length: 40 }, () => ['colour']),
  );
  expect(await place.run('predict', partial, 'paint.json', '--target', 'size')).toMatchObject({ status: 2, out: '' });
  rmSync(place.path('.oap', 'runs', partial, 'fits', 'colour', '0', 'fit.json'));
  const none = await place.run('predict', partial, 'paint.json');
  expect(none).toMatchObject({ status: 2, out: '' });
  expect(none.err).toContain('has no complete fit, so it cannot predict yet');
});

import { utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import { RunExplainer } from '../../../src/execution/run-explainer.ts';
import { RunPredictor } from '../../../src/execution/run-predictor.ts';
import type { DriverScope } from '../../../src/protocol/drivers.ts';
import { temporaryFolder } from '../../records.ts';
import { crossValidated } from './cross-validated-run.ts';
import { smallHistory, smallStudy } from './small-dataset.ts';

const folder = temporaryFolder();
const history = path.join(folder, 'history.json');
writeFileSync(history, smallHistory());
const study = smallStudy({ models: ['simple+attention'], training: { maxEpochs: 30, learningRate: 0.02 } });
const run = await crossValidated(folder, study);

describe('why a fit decides so', () => {
  const counts = [
    { code: '0', site: 'north', good: true, count: 2 },
    { code: '7', site: 'moon', good: false, count: 1 },
  ];

  it('is what the fit says of the class', () => {
    const predictor = new RunPredictor(run);
    const classOf = Int32Array.of(1);
    const expected = predictor.explain(predictor.tasksOfCounts([counts]), 'colour', { fits: [3], classOf });
    expect(new RunExplainer().explain(run, 'colour', 3, 1, counts)).toEqual({ explanation: expected[0], unknown: 1 });
  });
});

describe('what drives a class', () => {
  const ask = (explainer: RunExplainer, scope: DriverScope = 'all', fit: number | null = null) =>
    explainer.drivers(
      run,
      history,
      { target: 'colour', fit, class: 1, scope },
      () => {},
      () => false,
    );

  it('is found over all evaluated tasks, each explained by the fit that evaluated it', async () => {
    const progress: number[][] = [];
    const { drivers } = await new RunExplainer().drivers(
      run,
      history,
      { target: 'colour', fit: null, class: 1, scope: 'all' },
      (done, tasks) => progress.push([done, tasks]),
      () => false,
    );
    // 70 % of 40 tasks, each once in cross-validation.
    expect(drivers).toMatchObject({ tasks: 28, of: 28, missing: 0, method: 'integrated-gradients' });
    expect(progress.at(-1)).toEqual([28, 28]);
    const [red, blue] = ['0', '1'].map((code) => drivers.codes.find((one) => one.code === code));
    // Colour follows from the code alone.
    expect(red?.present).toBeGreaterThan(0.1);
    expect(blue?.present).toBeLessThan(-0.1);
    expect(red?.attention).toBeGreaterThan(0);
    expect((red?.tasks ?? 0) + (blue?.tasks ?? 0)).toBe(28);
  });

  it('is found over those that were given the class, and of one fit', async () => {
    const explainer = new RunExplainer();
    const predicted = (await ask(explainer, 'predicted')).drivers;
    expect(predicted.tasks).toBeGreaterThan(5);
    expect(predicted.tasks).toBeLessThan(23);
    expect((await ask(explainer, 'all', 2)).drivers.tasks).toBeLessThan(8);
  });

  it('is found over at most as many tasks as are asked for', async () => {
    const question = { target: 'colour', fit: null, class: 1, scope: 'all', most: 10 } as const;
    const { drivers } = await new RunExplainer().drivers(
      run,
      history,
      question,
      () => {},
      () => false,
    );
    expect(drivers).toMatchObject({ tasks: 10, of: 28 });
  });

  it('leaves out tasks that the history does not have any more, and reads a history again when it changed', async () => {
    const explainer = new RunExplainer();
    const before = await ask(explainer);
    const half = Object.entries(JSON.parse(smallHistory())).slice(0, 20);
    writeFileSync(history, JSON.stringify(Object.fromEntries(half)));
    utimesSync(history, new Date(), new Date(Date.now() + 2000));
    const { drivers, fingerprint } = await ask(explainer);
    writeFileSync(history, smallHistory());
    expect(fingerprint).not.toBe(before.fingerprint);
    expect(drivers.of).toBe(28);
    expect(drivers.missing).toBeGreaterThan(5);
    expect(drivers.tasks + drivers.missing).toBe(28);
  });

  it('can be given up', async () => {
    const asked = new RunExplainer().drivers(
      run,
      history,
      { target: 'colour', fit: null, class: 1, scope: 'all' },
      () => {},
      () => true,
    );
    await expect(asked).rejects.toThrow(Cancelled);
  });
});

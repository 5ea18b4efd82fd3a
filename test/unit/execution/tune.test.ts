import { mkdtempSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import type { TrainingListener } from '../../../src/execution/training-events.ts';
import { tuneModel } from '../../../src/execution/tune.ts';
import type { FitJob } from '../../../src/execution/worker-service.ts';
import { modelSpecifications } from '../../../src/experiment/model-specification.ts';
import { fitRecord, someMetrics, temporaryFolder } from '../../records.ts';
import { pretend } from './pretend-executor.ts';
import { smallStudy } from './small-dataset.ts';

const root = temporaryFolder();
const signal = new AbortController().signal;
const study = smallStudy();

const settingsOf = ({ specification }: FitJob) => (specification as { settings: Record<string, number> }).settings;
/** Fewer units are better; more than 100 cannot be trained. */
const judge = (job: FitJob): number | Error => {
  const { denseUnits } = settingsOf(job);
  return denseUnits > 100 ? new Error('diverged') : denseUnits / 1000;
};

function tune(
  runs: string,
  changes: { calls?: number; reuse?: boolean; listener?: TrainingListener; jobs?: FitJob[] } = {},
) {
  const { calls = 6, reuse = true, listener = () => {}, jobs = [] } = changes;
  const executor = pretend(study, (job) => {
    jobs.push(job);
    const score = judge(job);
    if (score instanceof Error) return score;
    const metrics = { ...someMetrics, confusionMse: score };
    return fitRecord({ target: job.target, index: job.index, classes: ['x', 'y'], metrics });
  });
  const request = {
    experimentFile: 'x.oap.json',
    experiment: study.experiment,
    specification: study.models[0],
    calls,
    runs,
  };
  return tuneModel(executor, { ...request, reuse }, listener, signal);
}

const newRuns = () => mkdtempSync(path.join(root, 'runs-'));

test('tries the settings of the experiment first, then others, each in a cross-validation of its own', async () => {
  const runs = newRuns();
  const { names, trials } = await tune(runs);
  expect(names).toEqual(['denseLayers', 'denseUnits', 'dropout', 'l2', 'learningRate']);
  expect(trials).toHaveLength(6);
  expect(trials[0].values).toEqual([3, 50, 0.2, 0, 0.001]);
  expect(trials.map(({ run }) => [run.record.model, run.record.protocol]).at(-1)).toEqual([
    'simple tuned 6',
    'cross-validation',
  ]);
  expect(readdirSync(runs)).toHaveLength(6);
});

test('finds better settings than the first, and says which', async () => {
  const { trials, best } = await tune(newRuns(), { calls: 10 });
  const scores = trials.flatMap(({ score }) => score ?? []);
  expect(best?.score).toBe(Math.min(...scores));
  expect(best?.score).toBeLessThan(trials[0].score ?? 0);
  expect(best?.entry).toMatchObject({ model: 'simple', name: expect.stringMatching(/^simple tuned \d+$/) });
});

test('its entry has a name that the experiment does not have yet, and none that is too long', async () => {
  const named = (name: string) => ({ ...study.experiment, models: [{ model: 'simple', name } as never, 'simple'] });
  const first = async (name: string, model = 'simple') => {
    const experiment = named(name);
    const specification = modelSpecifications(experiment).find((one) => one.name === model);
    if (!specification) throw new Error(`no model ${model}`);
    const executor = pretend(study, ({ target, index }) =>
      fitRecord({ target, index, classes: ['x', 'y'], metrics: someMetrics }),
    );
    const request = { experimentFile: 'x.oap.json', experiment, specification, calls: 1, runs: newRuns(), reuse: true };
    return (await tuneModel(executor, request, () => {}, signal)).best?.entry.name;
  };
  expect(await first('other')).toBe('simple tuned 1');
  expect(await first('simple tuned 1')).toBe('simple tuned 1 (2)');
  const long = 'n'.repeat(100);
  expect(await first(long, long)).toBe(`${'n'.repeat(92)} tuned 1`);
});

test('a call that fails is told, counts as bad and ends nothing', async () => {
  const { trials, best } = await tune(newRuns(), { calls: 12 });
  const failed = trials.filter(({ score }) => score === undefined);
  expect(failed.length).toBeGreaterThan(0);
  expect(failed[0].run.record.state).toBe('failed');
  expect(failed).not.toContain(best);
});

test('a search given again takes what was trained, and goes on from there', async () => {
  const runs = newRuns();
  const first = await tune(runs, { calls: 5 });
  const jobs: FitJob[] = [];
  const again = await tune(runs, { calls: 5, jobs });
  const failed = first.trials.filter(({ score }) => score === undefined).length;
  expect(jobs).toHaveLength(10 * failed);
  expect(again.trials.map(({ values, score }) => [values, score])).toEqual(
    first.trials.map(({ values, score }) => [values, score]),
  );
  const longer = await tune(runs, { calls: 8 });
  expect(longer.trials.slice(0, 5).map(({ values }) => values)).toEqual(first.trials.map(({ values }) => values));
  const fresh: FitJob[] = [];
  await tune(runs, { calls: 5, reuse: false, jobs: fresh });
  expect(fresh).toHaveLength(50);
});

test('who listens hears of each call, and of the history once', async () => {
  const heard: string[] = [];
  await tune(newRuns(), {
    calls: 3,
    listener: (event) => {
      if (event.kind === 'loaded') heard.push('loaded');
      if (event.kind === 'call') heard.push(`${event.call} of ${event.calls}`);
      if (event.kind === 'run-ended') heard.push(event.run.record.model);
    },
  });
  expect(heard).toEqual(['0 of 3', 'loaded', 'simple tuned 1', '1 of 3', 'simple tuned 2', '2 of 3', 'simple tuned 3']);
});

test('cancelling ends the search', async () => {
  const executor = pretend(study, () => {
    throw new Cancelled();
  });
  const request = { experimentFile: 'x.oap.json', experiment: study.experiment, specification: study.models[0] };
  await expect(
    tuneModel(executor, { ...request, calls: 3, runs: newRuns(), reuse: true }, () => {}, signal),
  ).rejects.toThrow(Cancelled);
});

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import type { Executor, FitListener } from '../../../src/execution/executor.ts';
import { type TrainingListener, trainModels } from '../../../src/execution/train.ts';
import type { FitJob } from '../../../src/protocol/worker.ts';
import { readRun } from '../../../src/runs/read-run.ts';
import { fitRecord, someMetrics, temporaryFolder } from '../runs/records.ts';
import { type SmallStudy, smallStudy } from './small-dataset.ts';

const root = temporaryFolder();
const signal = new AbortController().signal;
const study = smallStudy({ models: ['simple', { model: 'simple', name: 'wide' }] });
const newRuns = (): string => path.join(mkdtempSync(path.join(root, 'place-')), '.oap', 'runs');

/** An executor that does not train: `act` says what becomes of each job. */
function pretend({ dataset }: SmallStudy, act: (job: FitJob, listener: FitListener) => void): Executor {
  return {
    load: async () => ({ dataset, problems: [], problemCount: 0, skipped: 0 }),
    execute: async (_, jobs, listener) => {
      for (const job of jobs) {
        listener.started(job);
        act(job, listener);
      }
    },
    close: async () => {},
  };
}

const succeed = (job: FitJob, listener: FitListener): void => {
  const { target, index } = job;
  const metrics = { ...someMetrics, confusionMse: index / 10 };
  listener.done(job, fitRecord({ target, index, classes: ['x', 'y'], metrics }));
};

function train(
  executor: Executor,
  runs: string,
  listener: TrainingListener = {},
  of: SmallStudy = study,
  protocol = 'repeated-test' as const,
) {
  const { experiment, models } = of;
  return trainModels(executor, { experimentFile: 'x.oap.json', experiment, models, protocol, runs }, listener, signal);
}

test('every model gets a run that is done, with the summary of its fits', async () => {
  const runs = newRuns();
  const trained = await train(pretend(study, succeed), runs);
  expect(trained.map(({ record }) => [record.model, record.state, record.fitsPerTarget])).toEqual([
    ['simple', 'done', 5],
    ['wide', 'done', 5],
  ]);
  const record = readRun(trained[0].folder);
  expect(record).toEqual(trained[0].record);
  expect(record.summary.map(({ target, fits }) => [target, fits])).toEqual([
    ['colour', 5],
    ['size', 5],
  ]);
  expect(record.summary[0].confusionMse.mean).toBeCloseTo(0.2, 12);
  expect(record.targets[0]).toEqual({ target: 'colour', classes: ['blue', 'red'], counts: [20, 20] });
  expect(readdirSync(runs)).toHaveLength(2);
});

test('who listens hears of runs before their fits, and of each end once', async () => {
  const heard: string[] = [];
  await train(pretend(study, succeed), newRuns(), {
    loaded: () => heard.push('loaded'),
    created: (runs) => heard.push(`created ${runs.map(({ record }) => record.state).join(' ')}`),
    fitStarted: () => heard.push('fit'),
    ended: ({ record }) => heard.push(`${record.model} ${record.state}`),
  });
  const fits = Array.from({ length: 10 }, () => 'fit');
  expect(heard).toEqual(['loaded', 'created running running', ...fits, 'simple done', ...fits, 'wide done']);
});

test('a run with a failed fit has failed, says why, and keeps what the others gave', async () => {
  const [first, second] = await train(
    pretend(study, (job, listener) => {
      const isWide = (job.specification as { name: string }).name === 'wide';
      if (isWide && job.target === 'size' && job.index === 1) listener.failed(job, new Error('diverged'));
      else succeed(job, listener);
    }),
    newRuns(),
  );
  expect(first.record.state).toBe('done');
  expect(readRun(second.folder)).toMatchObject({ state: 'failed', error: 'size, fit 2: diverged' });
  expect(second.record.summary.map(({ fits }) => fits)).toEqual([5, 4]);
});

test('cancelling marks the runs that are not done', async () => {
  const runs = newRuns();
  const ended: string[] = [];
  const executor = pretend(study, (job, listener) => {
    if ((job.specification as { name: string }).name === 'wide') throw new Cancelled();
    succeed(job, listener);
  });
  const listener: TrainingListener = { ended: ({ record }) => ended.push(`${record.model} ${record.state}`) };
  await expect(train(executor, runs, listener)).rejects.toThrow(Cancelled);
  expect(ended).toEqual(['simple done', 'wide cancelled']);
  expect(
    readdirSync(runs)
      .map((run) => readRun(path.join(runs, run)).state)
      .sort(),
  ).toEqual(['cancelled', 'done']);
});

test('a split that is impossible leaves no run behind', async () => {
  const runs = newRuns();
  const tiny = smallStudy({ split: { test: 0.9 } }, 4);
  await expect(train(pretend(tiny, succeed), runs, {}, tiny)).rejects.toThrow('leaves one part empty');
  expect(existsSync(runs)).toBe(false);
});

test('a folder that cannot be written to is told as it is, and nothing is left behind', async () => {
  const place = mkdtempSync(path.join(root, 'place-'));
  writeFileSync(path.join(place, 'occupied'), 'a file');
  await expect(train(pretend(study, succeed), path.join(place, 'occupied', 'runs'))).rejects.toThrow(/ENOTDIR|EEXIST/);
  expect(readdirSync(place)).toEqual(['occupied']);
});

test('the error that stops a training is told, also when its run can no longer be written', async () => {
  const runs = newRuns();
  const executor = pretend(study, () => {
    rmSync(runs, { recursive: true });
    throw new Error('ENOSPC: no space left on device');
  });
  await expect(train(executor, runs)).rejects.toThrow('ENOSPC');
});

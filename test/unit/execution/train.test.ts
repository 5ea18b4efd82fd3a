import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import type { Executor } from '../../../src/execution/executor.ts';
import { CannotContinue, type EarlierPolicy, trainModels } from '../../../src/execution/train.ts';
import type { TrainingListener } from '../../../src/execution/training-events.ts';
import type { FitJob } from '../../../src/execution/worker-service.ts';
import type { FitRecord } from '../../../src/protocol/run.ts';
import { thisProcess } from '../../../src/runs/owner.ts';
import { readRun } from '../../../src/runs/read-run.ts';
import { fitFile, fitFolder } from '../../../src/runs/run-paths.ts';
import { writeRun } from '../../../src/runs/write-run.ts';
import { deadProcess, fitRecord, someMetrics, temporaryFolder } from '../../records.ts';
import { pretend } from './pretend-executor.ts';
import { type SmallStudy, smallStudy } from './small-dataset.ts';

const root = temporaryFolder();
const signal = new AbortController().signal;
const study = smallStudy({ models: ['simple', { model: 'simple', name: 'wide' }] });
const newRuns = (): string => path.join(mkdtempSync(path.join(root, 'place-')), '.oap', 'runs');

const nameOf = ({ specification }: FitJob): string => (specification as { name: string }).name;

const succeed = ({ target, index }: FitJob): FitRecord =>
  fitRecord({ target, index, classes: ['x', 'y'], metrics: { ...someMetrics, confusionMse: index / 10 } });

function train(
  executor: Executor,
  runs: string,
  listener: TrainingListener = () => {},
  of: SmallStudy = study,
  earlier: EarlierPolicy = 'continue',
) {
  const { experiment, models } = of;
  const protocol = 'repeated-test';
  const request = { experimentFile: 'x.oap.json', experiment, models, protocol, runs, earlier } as const;
  return trainModels(executor, request, listener, signal);
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
  await train(pretend(study, succeed), newRuns(), (event) => {
    if (event.kind === 'loaded') heard.push('loaded');
    if (event.kind === 'runs') heard.push(`created ${event.runs.map(({ record }) => record.state).join(' ')}`);
    if (event.kind === 'fit-started') heard.push('fit');
    if (event.kind === 'run-ended') heard.push(`${event.run.record.model} ${event.run.record.state}`);
  });
  const fits = (count: number) => Array.from({ length: count }, () => 'fit');
  expect(heard).toEqual(['loaded', 'created running running', ...fits(11), 'simple done', ...fits(9), 'wide done']);
});

test('one fit of every model comes first, then model by model', async () => {
  const { done } = await trainAgain(newRuns());
  expect(done.slice(0, 3)).toEqual(['simple colour 0', 'wide colour 0', 'simple colour 1']);
  expect(done.slice(-2)).toEqual(['wide size 3', 'wide size 4']);
});

test('a run with a failed fit has failed, says why, and keeps what the others gave', async () => {
  const [first, second] = await train(
    pretend(study, (job) => {
      const isWide = nameOf(job) === 'wide';
      return isWide && job.target === 'size' && job.index === 1 ? new Error('diverged') : succeed(job);
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
  const executor = pretend(study, (job) => {
    if (nameOf(job) === 'wide' && job.index === 1) throw new Cancelled();
    return succeed(job);
  });
  const listener: TrainingListener = (event) => {
    if (event.kind === 'run-ended') ended.push(`${event.run.record.model} ${event.run.record.state}`);
  };
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
  await expect(train(pretend(tiny, succeed), runs, undefined, tiny)).rejects.toThrow('leaves one part empty');
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

/** Trains until `fits` fits are done, then is cancelled. */
async function cancelAfter(fits: number, runs: string): Promise<void> {
  let done = 0;
  const executor = pretend(study, (job) => {
    if (done === fits) throw new Cancelled();
    done++;
    store(job);
    return succeed(job);
  });
  await expect(train(executor, runs)).rejects.toThrow(Cancelled);
}

/** What a real executor would have left of a fit. */
function store({ run, target, index }: FitJob): void {
  const folder = fitFolder(run, target, index);
  const metrics = { ...someMetrics, confusionMse: index / 10 };
  mkdirSync(folder, { recursive: true });
  writeFileSync(fitFile(folder), JSON.stringify(fitRecord({ target, index, classes: ['x', 'y'], metrics })));
}

/** Trains as `earlier` says; the runs and the fits that were done for them, as `model target index`. */
async function trainAgain(runs: string, earlier?: EarlierPolicy, of: SmallStudy = study) {
  const done: string[] = [];
  const executor = pretend(of, (job) => {
    done.push(`${nameOf(job)} ${job.target} ${job.index}`);
    return succeed(job);
  });
  return { trained: await train(executor, runs, () => {}, of, earlier), done };
}

test('a cancelled training goes on with the fits that are missing, in the same runs', async () => {
  const runs = newRuns();
  await cancelAfter(7, runs);
  const folders = readdirSync(runs).sort();
  const { trained, done } = await trainAgain(runs);
  expect(done.slice(0, 4)).toEqual(['simple size 1', 'wide colour 1', 'simple size 2', 'simple size 3']);
  expect(done).toHaveLength(13);
  expect(readdirSync(runs).sort()).toEqual(folders);
  expect(trained.map(({ record, completed }) => [record.state, completed.length])).toEqual([
    ['done', 6],
    ['done', 1],
  ]);
  const { summary, error } = readRun(trained[0].folder);
  expect(summary.map(({ fits, confusionMse }) => [fits, confusionMse.mean])).toEqual([
    [5, 0.2],
    [5, 0.2],
  ]);
  expect(error).toBeUndefined();
});

test('a run whose fits are all there, but whose end was not written, is done without a further fit', async () => {
  const runs = newRuns();
  await cancelAfter(11, runs);
  const simple = path.join(runs, readdirSync(runs).find((name) => name.includes('simple')) ?? '');
  const { host } = thisProcess();
  writeRun(simple, { ...readRun(simple), state: 'running', owner: { host, process: deadProcess } });
  const { trained, done } = await trainAgain(runs);
  expect(done).toHaveLength(9);
  expect(trained.map(({ record }) => record.state)).toEqual(['done', 'done']);
});

test('a fit that is damaged is done again', async () => {
  const runs = newRuns();
  await cancelAfter(2, runs);
  const [simple] = readdirSync(runs).filter((name) => name.includes('simple'));
  writeFileSync(fitFile(fitFolder(path.join(runs, simple), 'colour', 0)), '{"version": 1, "tar');
  const { done } = await trainAgain(runs);
  expect(done.filter((fit) => fit.startsWith('simple'))).toEqual(expect.arrayContaining(['simple colour 0']));
  expect(done).toHaveLength(19);
});

test.each([
  [
    'other settings',
    {
      models: [
        { model: 'simple', denseUnits: 7 },
        { model: 'simple', name: 'wide', denseUnits: 7 },
      ],
    },
  ],
  ['another split', { models: ['simple', { model: 'simple', name: 'wide' }], split: { seed: 7 } }],
  ['other features', { models: ['simple', { model: 'simple', name: 'wide' }], features: { transform: 'binary' } }],
])('a run with %s does not go on', async (_, fields) => {
  const runs = newRuns();
  await cancelAfter(7, runs);
  const { done } = await trainAgain(runs, 'continue', smallStudy(fields));
  expect(done).toHaveLength(20);
  expect(readdirSync(runs)).toHaveLength(4);
});

test('a run on another history does not go on', async () => {
  const runs = newRuns();
  await cancelAfter(7, runs);
  const { history } = study.dataset;
  const changed = { ...study.dataset, history: { ...history, fingerprint: 'another', content: 'other' } };
  const { done } = await trainAgain(runs, 'continue', { ...study, dataset: changed });
  expect(done).toHaveLength(20);
});

test('a run goes on when its history has only been formatted', async () => {
  const runs = newRuns();
  await cancelAfter(7, runs);
  const formatted = { ...study.dataset, history: { ...study.dataset.history, fingerprint: 'another' } };
  const { done } = await trainAgain(runs, 'continue', { ...study, dataset: formatted });
  expect(done).toHaveLength(13);
});

test('a fresh training leaves cancelled runs alone', async () => {
  const runs = newRuns();
  await cancelAfter(7, runs);
  expect((await trainAgain(runs, 'ignore')).done).toHaveLength(20);
  expect(readdirSync(runs)).toHaveLength(4);
});

test('results that are there already can be taken as they are', async () => {
  const runs = newRuns();
  const { trained } = await trainAgain(runs);
  const again = await trainAgain(runs, 'reuse');
  expect(again.done).toEqual([]);
  expect(again.trained.map(({ record }) => record)).toEqual(trained.map(({ record }) => record));
  expect((await trainAgain(runs)).done).toHaveLength(20);
});

test('the one run that is named goes on, and what cannot go on is said', async () => {
  const runs = newRuns();
  await cancelAfter(7, runs);
  const folder = path.join(runs, readdirSync(runs).find((name) => name.includes('wide')) ?? '');
  const wide = { ...study, models: study.models.filter(({ name }) => name === 'wide') };
  expect((await trainAgain(runs, { only: folder }, wide)).done).toHaveLength(9);
  await expect(trainAgain(runs, { only: folder }, wide)).rejects.toThrow(CannotContinue);
  expect(readdirSync(runs)).toHaveLength(2);
});

test('of two that go on with the same run at once, one gets it', async () => {
  const runs = newRuns();
  await cancelAfter(7, runs);
  const both = await Promise.all([trainAgain(runs), trainAgain(runs)]);
  expect(both.map(({ done }) => done.length).sort()).toEqual([13, 20]);
  expect(readdirSync(runs)).toHaveLength(4);
});

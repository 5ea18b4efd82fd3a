import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import { LocalExecutor } from '../../../src/execution/local-executor.ts';
import { type TrainingRequest, trainModels } from '../../../src/execution/train.ts';
import { modelSpecifications } from '../../../src/experiment/model-specification.ts';
import { requireExperiment } from '../../../src/experiment/read-experiment.ts';
import { RandomState } from '../../../src/learning/random.ts';
import { checkRuns } from '../../../src/runs/check-runs.ts';
import { until, Workplace } from '../command-line/command.ts';
import { paintHistory } from '../command-line/paint-history.ts';

/* Cancel, then Continue at once: in one process, as a window does it, and with Ctrl-C on the command line. */

const cycles = 100;
const random = new RandomState(11);
/** A moment of a training: most come while it trains, some while it begins or ends. */
const moment = (longest: number): number => random.randomSample(1)[0] ** 2 * longest;
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const root = mkdtempSync(path.join(tmpdir(), 'oap-cancel-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const fields = {
  history: 'paint.json',
  targets: { colour: {}, size: {} },
  models: ['simple'],
  training: { maxEpochs: 300, earlyStopping: false },
};

/** Locks in runs' folders. */
function locksIn(runs: string): string[] {
  if (!existsSync(runs)) return [];
  return readdirSync(runs, { recursive: true, encoding: 'utf8' }).filter((name) => /^[^.].*[\\/]lock$/.test(name));
}

test(`in one process, ${cycles} cancels at random moments are each followed by a training that continues`, async () => {
  const experimentFile = path.join(root, 'paint.oap.json');
  const text = JSON.stringify(fields);
  writeFileSync(experimentFile, text);
  writeFileSync(path.join(root, 'paint.json'), JSON.stringify(paintHistory()));
  const { experiment } = requireExperiment(text, experimentFile);
  const runs = path.join(root, '.oap', 'runs');
  const request: TrainingRequest = {
    experimentFile,
    experiment,
    models: modelSpecifications(experiment),
    protocol: 'cross-validation',
    runs,
    earlier: 'continue',
  };
  const executor = new LocalExecutor(path.resolve('dist/worker.js'), 2);
  let cancelled = 0;
  let completed = 0;
  const train = async (signal: AbortSignal): Promise<void> => {
    try {
      const [{ record }] = await trainModels(executor, request, {}, signal);
      expect(record).toMatchObject({ state: 'done' });
      completed++;
      rmSync(runs, { recursive: true });
    } catch (error) {
      expect(error).toBeInstanceOf(Cancelled);
      cancelled++;
    }
    // What is said to be cancelled has given everything back.
    expect({ cancelled, locks: locksIn(runs) }).toEqual({ cancelled, locks: [] });
  };
  try {
    while (cancelled < cycles) {
      const controller = new AbortController();
      const training = train(controller.signal);
      await pause(moment(400));
      controller.abort();
      await training;
      expect(existsSync(runs) ? readdirSync(runs).length : 0).toBeLessThanOrEqual(1);
    }
    await train(new AbortController().signal);
  } finally {
    await executor.close();
  }
  console.log(`in one process: ${cancelled} cancels, each continued, ${completed} trainings completed`);
}, 600_000);

test('on the command line, a training that is cancelled with Ctrl-C again and again is continued each time', async () => {
  const place = new Workplace();
  place.write('paint.json', paintHistory());
  place.write('paint.oap.json', { ...fields, training: { maxEpochs: 3000, earlyStopping: false } });
  const runs = place.path('.oap', 'runs');
  let cancelled = 0;
  while (cancelled < cycles) {
    const { child, ended } = place.start('select', 'paint.oap.json', '--workers', '2');
    await until(() => child.exitCode !== null || locksIn(runs).length > 0);
    await pause(moment(80));
    child.kill('SIGINT');
    const { status, err } = await ended;
    expect({ cancelled, status, err, locks: locksIn(runs), damaged: checkRuns(runs) }).toEqual({
      cancelled,
      status: expect.toBeOneOf([0, 130]),
      err: expect.not.stringMatching(/is working on|bug/),
      locks: [],
      damaged: [],
    });
    if (status === 0) rmSync(runs, { recursive: true });
    else cancelled++;
    expect(place.list('.oap', 'runs').length).toBeLessThanOrEqual(1);
  }
  console.log(`on the command line: ${cancelled} cancels, each continued`);
}, 600_000);

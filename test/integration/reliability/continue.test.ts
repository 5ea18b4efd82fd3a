import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import { localExecutor } from '../../../src/execution/local-executor.ts';
import type { StartedRun } from '../../../src/execution/run-in-progress.ts';
import { type EarlierPolicy, trainModels } from '../../../src/execution/train.ts';
import { modelSpecifications } from '../../../src/experiment/model-specification.ts';
import { requireExperiment } from '../../../src/experiment/read-experiment.ts';
import { RandomState } from '../../../src/learning/random.ts';
import { readRun } from '../../../src/runs/read-run.ts';
import { readProgress } from '../../../src/runs/stored-fits.ts';
import { colourTasks } from '../../unit/execution/trained-run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'oap-continue-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const workerFile = path.join(import.meta.dirname, '../../../dist/worker.js');
const experimentFile = path.join(folder, 'colours.oap.json');
const text = JSON.stringify({
  history: 'history.json',
  targets: { colour: {}, size: {} },
  models: ['simple'],
  training: { maxEpochs: 10, earlyStopping: false },
});
writeFileSync(experimentFile, text);
writeFileSync(path.join(folder, 'history.json'), JSON.stringify(colourTasks()));
const { experiment } = requireExperiment(text, experimentFile);

/** Trains as a window does: an executor for each training, in one process. @param delay milliseconds after the run is there */
async function trainFor(
  earlier: EarlierPolicy,
  delay: number,
): Promise<{ run: StartedRun | undefined; failures: string[] }> {
  const controller = new AbortController();
  const executor = localExecutor(workerFile, 2, experiment, undefined);
  const failures: string[] = [];
  let run: StartedRun | undefined;
  const request = {
    experimentFile,
    experiment,
    models: modelSpecifications(experiment),
    protocol: 'cross-validation',
    runs: path.join(folder, '.oap', 'runs'),
    earlier,
  } as const;
  const cancelLater = async (): Promise<void> => {
    await sleep(delay);
    controller.abort();
  };
  try {
    await trainModels(
      executor,
      request,
      (event) => {
        if (event.kind === 'fit-failed')
          failures.push(`${event.fit.target} ${event.fit.index}: ${event.error.message}`);
        if (event.kind !== 'runs') return;
        [run] = event.runs;
        void cancelLater();
      },
      controller.signal,
    );
  } catch (error) {
    if (!(error instanceof Cancelled)) failures.push(String(error));
  } finally {
    await executor.close();
  }
  return { run, failures };
}

test('100 random cancels, each followed at once by Continue in the same process: none is refused', async () => {
  const delays = new RandomState(7).uniform(0, 200, 100);
  const failures: string[] = [];
  const counts = { cancelled: 0, done: 0 };
  let earlier: EarlierPolicy = 'ignore';
  let before = 0;
  for (let cycle = 0; cycle < 100; cycle++) {
    const trained = await trainFor(earlier, delays[cycle]);
    failures.push(...trained.failures);
    if (!trained.run) throw new Error(`cycle ${cycle} began no run: ${trained.failures.join()}`);
    const { run, status } = readProgress(trained.run.folder, readRun(trained.run.folder));
    expect(status.done).toBeGreaterThanOrEqual(earlier === 'ignore' ? 0 : before);
    expect(status.running).toEqual([]);
    expect(status.done === status.total).toBe(run.state === 'done');
    before = status.done;
    if (run.state === 'done') {
      counts.done++;
      earlier = 'ignore';
    } else {
      expect(run.state).toBe('cancelled');
      counts.cancelled++;
      earlier = { only: trained.run.folder };
    }
  }
  console.log(
    `100 cycles: ${counts.cancelled} cancelled, ${counts.done} came to their end, ${failures.length} refused`,
  );
  expect(failures).toEqual([]);
  expect(counts.cancelled).toBeGreaterThan(30);
});

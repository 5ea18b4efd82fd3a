import { rmSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { type Fault, FaultyTraining } from './faulty-training.ts';

/* A training that is killed at every call that changes something on the disk, and given again. */

const training = new FaultyTraining();
let wanted: Map<string, string>;

beforeAll(async () => {
  expect(await training.train()).toMatchObject({ status: 0 });
  wanted = training.results();
  rmSync(training.runs, { recursive: true });
});

/** Calls of a whole training: more are never reached. */
const calls = { main: 60, worker: 75 };
/** After so many kills the training may end. */
const together = 8;

test('nothing is lost and nothing is half-written, whenever the process is killed', async () => {
  let kills = 0;
  let completions = 0;
  const complete = async (fault?: Fault): Promise<void> => {
    const { status, signal, err } = await training.train(fault);
    expect({ fault, damages: training.damages() }).toEqual({ fault, damages: [] });
    if (signal === 'SIGKILL') {
      kills++;
      return;
    }
    expect({ fault, status, err }).toMatchObject({ fault, status: 0 });
    expect(training.results()).toEqual(wanted);
    expect(training.locks()).toEqual([]);
    completions++;
    rmSync(training.runs, { recursive: true });
  };
  for (let call = 1; call <= calls.worker; call++) {
    for (const thread of ['main', 'worker'] as const) {
      if (call <= calls[thread]) await complete({ thread, call, what: 'kill' });
    }
    if (call % together === 0) await complete();
  }
  await complete();
  console.log(`${kills} kills, ${completions} trainings completed with the same bits, nothing lost`);
  expect(kills).toBeGreaterThanOrEqual(100);
  expect(completions).toBeGreaterThanOrEqual(10);
});

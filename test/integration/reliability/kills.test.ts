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

const enough = 110;
/** Calls at which a new training is killed, and one that resumes: the latter has fewer. */
const calls = { main: 41, worker: 37 };
/** After so many kills in a row the training is left in peace. */
const together = 6;

test(`nothing is lost and nothing is half-written by ${enough} kills, whenever they come`, async () => {
  let kills = 0;
  let completions = 0;
  const train = async (fault?: Fault): Promise<void> => {
    const { status, signal, err } = await training.train(fault);
    expect({ fault, damages: training.damages() }).toEqual({ fault, damages: [] });
    if (signal === 'SIGKILL') kills++;
    else expect({ fault, status, err, locks: training.locks() }).toMatchObject({ fault, status: 0, locks: [] });
    // A training that was killed after its last word is complete, too.
    if (!training.isDone()) return;
    expect(training.results()).toEqual(wanted);
    completions++;
    rmSync(training.runs, { recursive: true });
  };
  for (let i = 0; kills < enough; i++) {
    const thread = i % 2 === 0 ? 'main' : 'worker';
    // Steps that share no factor with the number of calls: each call has its turn.
    await train({ thread, call: 1 + ((i * 7) % calls[thread]), what: 'kill' });
    if (i % together === together - 1) await train();
  }
  await train();
  console.log(`${kills} kills, ${completions} trainings completed with the same bits, nothing lost`);
  expect(completions).toBeGreaterThanOrEqual(10);
});

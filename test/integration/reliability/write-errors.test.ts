import { rmSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { FaultyTraining } from './faulty-training.ts';

/* A training of which every call that writes fails once, and that is given again when there is room. */

const training = new FaultyTraining();
let wanted: Map<string, string>;

beforeAll(async () => {
  expect(await training.train()).toMatchObject({ status: 0 });
  wanted = training.results();
  rmSync(training.runs, { recursive: true });
});

const codes = ['ENOSPC', 'EIO', 'EDQUOT', 'EACCES', 'EROFS'];
const calls = { main: 60, worker: 75 };

test('a write that fails ends in a sentence that names the place, and the same command goes on at once', async () => {
  let errors = 0;
  let completions = 0;
  const train = async (...fault: Parameters<typeof training.train>): Promise<void> => {
    const { status, signal, out, err } = await training.train(...fault);
    expect({ fault, signal, damages: training.damages(), locks: training.locks() }).toEqual({
      fault,
      signal: null,
      damages: [],
      locks: [],
    });
    if (status === 0) {
      expect(training.results()).toEqual(wanted);
      completions++;
      rmSync(training.runs, { recursive: true });
      return;
    }
    errors++;
    expect({ fault, status, err }).toEqual({ fault, status: 1, err: expect.stringMatching(/\.oap/) });
    expect(err).not.toMatch(/bug|\n {4}at /);
    // A document is whole or not there.
    if (out !== '') expect(() => JSON.parse(out) as unknown).not.toThrow();
  };
  for (let call = 1; call <= calls.worker; call++) {
    for (const thread of ['main', 'worker'] as const) {
      if (call <= calls[thread]) await train({ thread, call, what: codes[(call + errors) % codes.length] });
    }
    if (call % 8 === 0) await train();
  }
  await train();
  console.log(`${errors} failed writes, ${completions} trainings completed with the same bits, no lock left`);
  expect(errors).toBeGreaterThanOrEqual(100);
  expect(completions).toBeGreaterThanOrEqual(10);
});

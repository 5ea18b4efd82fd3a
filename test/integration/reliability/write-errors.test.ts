import { rmSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { FaultyTraining } from './faulty-training.ts';

/* The command line on a disk that fails; that all writes may fail is tested in test/unit/execution/write-errors.test.ts. */

const training = new FaultyTraining();
let wanted: Map<string, string>;

beforeAll(async () => {
  expect(await training.train()).toMatchObject({ status: 0 });
  wanted = training.results();
  rmSync(training.runs, { recursive: true });
});

test.each([
  [1, 'main', 'EACCES'],
  [3, 'main', 'ENOSPC'],
  [8, 'main', 'EIO'],
  [14, 'main', 'EROFS'],
  [22, 'main', 'ENOSPC'],
  [30, 'main', 'EDQUOT'],
  [2, 'worker', 'ENOSPC'],
  [7, 'worker', 'EIO'],
  [12, 'worker', 'EDQUOT'],
] as const)(
  'call %i of the %s thread that changes the disk fails with %s: one sentence that names the place, status 1, and the same command goes on',
  async (call, thread, what) => {
    const { status, err } = await training.train({ thread, call, what });
    expect(err.trimEnd().split('\n').at(-1)).toMatch(/^oap: .*\.oap/);
    expect(err).not.toMatch(/bug|\n {4}at /);
    expect({ status, damages: training.damages(), locks: training.locks() }).toEqual({
      status: 1,
      damages: [],
      locks: [],
    });
    expect(await training.train()).toMatchObject({ status: 0 });
    expect(training.results()).toEqual(wanted);
    rmSync(training.runs, { recursive: true });
  },
);

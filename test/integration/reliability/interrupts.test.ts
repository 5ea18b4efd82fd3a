import { existsSync, readdirSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RandomState } from '../../../src/learning/random.ts';
import { checkRuns } from '../../../src/runs/check-runs.ts';
import { until, Workplace } from '../command-line/command.ts';
import { paintHistory } from '../command-line/paint-history.ts';

/* Ctrl-C, then the same command at once. In one process, as a window does it: continue.test.ts. */

const cycles = 100;
const random = new RandomState(11);
/** A moment of a training: most come while it trains, some while it begins or ends. */
const moment = (longest: number): number => random.randomSample(1)[0] ** 2 * longest;
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Names of everything below a folder; a lock may vanish while it is read, so that the folder is read again. */
function namesIn(folder: string): string[] {
  for (;;) {
    if (!existsSync(folder)) return [];
    try {
      return readdirSync(folder, { recursive: true, encoding: 'utf8' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** Locks in runs' folders. */
function locksIn(runs: string): string[] {
  return namesIn(runs).filter((name) => /^[^.].*[\\/]lock$/.test(name));
}

test('on the command line, a training that is cancelled with Ctrl-C again and again is continued each time', async () => {
  const place = new Workplace();
  place.write('paint.json', paintHistory());
  place.write('paint.oap.json', {
    history: 'paint.json',
    targets: { colour: {}, size: {} },
    models: ['simple'],
    training: { maxEpochs: 3000, earlyStopping: false },
  });
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

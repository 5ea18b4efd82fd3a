import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { checkRuns } from '../../../src/runs/check-runs.ts';
import { listRuns } from '../../../src/runs/read-run.ts';
import { temporaryFolder } from '../../records.ts';
import { trainRun } from './trained-run.ts';

/* Every call of a training that changes something on the disk fails once, in each way; then there is room again. */

const root = temporaryFolder();
const codes = ['ENOSPC', 'EIO', 'EDQUOT', 'EACCES', 'EROFS'];
const writing = ['writeFileSync', 'renameSync', 'mkdirSync', 'openSync', 'fsyncSync'] as const;

afterEach(() => {
  vi.restoreAllMocks();
});

/** Makes the n-th of these calls in a folder of runs fail. @returns how many there have been so far */
function failAt(nth: number, code: string): () => number {
  let calls = 0;
  for (const name of writing) {
    const real = fs[name] as (...args: readonly unknown[]) => unknown;
    vi.spyOn(fs, name as 'mkdirSync').mockImplementation(((...args: readonly unknown[]) => {
      const [file, flags] = args;
      const isReading = name === 'openSync' && (typeof flags === 'number' || flags === 'r');
      const isWatched = typeof file === 'number' ? file > 2 : String(file).includes('.oap');
      if (isWatched && !isReading && ++calls === nth) {
        const place = typeof file === 'string' ? ` '${file}'` : '';
        throw Object.assign(new Error(`${code}: made to fail, ${name}${place}`), {
          code,
          syscall: name,
          ...(typeof file === 'string' && { path: file }),
        });
      }
      return real(...args);
    }) as never);
  }
  return () => calls;
}

let wanted: Map<string, string>;
let calls: number;

const train = (folder: string): Promise<string> => trainRun(folder, 'holdout', { training: { maxEpochs: 2 } });

/** Models and predictions of a run, by name. */
function resultsOf(run: string): Map<string, string> {
  const names = fs
    .readdirSync(path.join(run, 'fits'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(weights\.bin|model\.json|predictions\.jsonl)$/.test(name));
  return new Map(names.sort().map((name) => [name, fs.readFileSync(path.join(run, 'fits', name), 'latin1')]));
}

beforeAll(async () => {
  const count = failAt(0, '');
  wanted = resultsOf(await train(path.join(root, 'undisturbed')));
  calls = count();
  vi.restoreAllMocks();
});

test('a write that fails says where, leaves no lock and nothing half-written, and the same command goes on at once', async () => {
  let errors = 0;
  for (let call = 1; call <= calls; call++) {
    for (const code of [codes[call % 5], ...(call % 2 === 0 ? [codes[(call + 2) % 5]] : [])]) {
      const folder = path.join(root, `${call} ${code}`);
      const runs = path.join(folder, '.oap', 'runs');
      failAt(call, code);
      const { message } = await train(folder).then(
        () => new Error('it went on'),
        (error: Error) => error,
      );
      vi.restoreAllMocks();
      errors++;
      const failures = listRuns(runs).flatMap(({ run, error }) => error ?? run?.error ?? []);
      expect({ call, code, said: [message, ...failures].filter((text) => text.includes('.oap')) }).toEqual({
        call,
        code,
        said: expect.arrayContaining([expect.stringContaining(code)]),
      });
      expect({ call, code, found: checkRuns(runs).filter(({ repair }) => !repair) }).toEqual({ call, code, found: [] });
      const left = fs.existsSync(runs) ? fs.readdirSync(runs, { recursive: true, encoding: 'utf8' }) : [];
      expect({ call, code, locks: left.filter((name) => /(^|[\\/])lock/.test(name)) }).toEqual({
        call,
        code,
        locks: [],
      });
      expect(resultsOf(await train(folder))).toEqual(wanted);
      fs.rmSync(folder, { recursive: true });
    }
  }
  console.log(`${errors} failed writes at ${calls} places: each said, nothing lost`);
  expect(errors).toBeGreaterThanOrEqual(100);
}, 300_000);

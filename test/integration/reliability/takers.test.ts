import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { childBundle } from './child-bundle.ts';

/* Processes that take one lock at the same moment: always one gets it. */

const rounds = 600;
const takers: ChildProcess[] = [];
const root = mkdtempSync(path.join(tmpdir(), 'oap-takers-'));
const token = '0123456789abcdef';

beforeAll(() => {
  const file = childBundle('test/integration/reliability/taker.ts');
  for (let i = 0; i < 4; i++) takers.push(fork(file));
});
afterAll(() => {
  for (const taker of takers) taker.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

const answerOf = (taker: ChildProcess): Promise<string> => new Promise((resolve) => taker.once('message', resolve));

function tell(message: object): Promise<string[]> {
  const answers = Promise.all(takers.map(answerOf));
  for (const taker of takers) taker.send(message);
  return answers;
}

/** What a process that has ended can leave behind. */
const leftovers: readonly ((folder: string) => void)[] = [
  // Nothing.
  () => {},
  // The lock of a process of another machine, an hour old.
  (folder) => {
    mkdirSync(path.join(folder, 'lock'));
    const hour = new Date(Date.now() - 3_600_000);
    const file = path.join(folder, 'lock', `${hour.getTime()}-1--0123456789ab-${token}-elsewhere`);
    writeFileSync(file, '');
    utimesSync(file, hour, hour);
  },
  // One that does not name its owner.
  (folder) => {
    mkdirSync(path.join(folder, 'lock'));
    writeFileSync(path.join(folder, 'lock', 'somebody'), '');
    utimesSync(path.join(folder, 'lock', 'somebody'), 1, 1);
  },
  // An empty one.
  (folder) => mkdirSync(path.join(folder, 'lock')),
  // That of version 0.1.
  (folder) => {
    writeFileSync(path.join(folder, 'lock'), JSON.stringify({ host: 'elsewhere', process: 1, since: '' }));
    utimesSync(path.join(folder, 'lock'), 1, 1);
  },
];

test(`of four takers of a stale lock one gets it, in ${rounds} rounds`, async () => {
  const counts = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    const folder = path.join(root, String(round));
    mkdirSync(folder);
    leftovers[round % leftovers.length](folder);
    const answers = await tell({ folder, at: Date.now() + 2 });
    const owners = answers.filter((answer) => answer === 'owner').length;
    expect({ round, answers }).toEqual({ round, answers: expect.arrayContaining(['owner']) });
    expect(new Set(answers)).toEqual(new Set(['owner', 'refused']));
    counts.set(`${owners} owner`, (counts.get(`${owners} owner`) ?? 0) + 1);
    await tell({});
    expect(readdirSync(folder)).toEqual([]);
  }
  console.log(`${rounds} rounds of four takers: ${JSON.stringify([...counts])}`);
  expect([...counts]).toEqual([['1 owner', rounds]]);
});

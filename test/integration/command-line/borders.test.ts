import { execFileSync, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from 'vitest';
import { Workplace } from './command.ts';
import type { ResultsDocument } from './documents.ts';
import { paintHistory } from './paint-history.ts';

const place = new Workplace();
const program = path.resolve('dist', 'oap.js');

beforeAll(() => {
  place.write('paint.json', paintHistory());
  place.write('paint.oap.json', { history: 'paint.json', targets: { colour: {} }, training: { maxEpochs: 3 } });
});

/** Runs a line of a shell in the folder; `oap` is the command. */
async function shell(line: string): Promise<{ status: number | null; out: string; err: string }> {
  const child = spawn('bash', ['--norc', '-c', `oap() { "${process.execPath}" "${program}" "$@"; }; ${line}`], {
    cwd: place.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, status] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { status, out, err };
}

describe.skipIf(!existsSync('/dev/full'))('with a full disk behind', () => {
  test('standard output, commands end with a sentence and not with success', async () => {
    for (const command of [
      'history inspect paint.json',
      'schema',
      'runs list',
      'train paint.oap.json --json',
      '--help',
    ]) {
      const { status, err } = await shell(`oap ${command} > /dev/full`);
      expect(status, command).toBe(1);
      expect(err, command).toMatch(/^(?:.*\n)*oap: standard output: the disk is full, expected room to write\n$/);
      expect(err).not.toContain('    at ');
    }
  });

  test('standard error, a training ends as it would', async () => {
    const { status, out } = await shell('oap train paint.oap.json --json --fresh 2> /dev/full');
    expect(status).toBe(0);
    expect((JSON.parse(out) as ResultsDocument).runs).toHaveLength(1);
  });
});

test('a reader that has seen enough ends a command without a word', async () => {
  const { status, err } = await shell('oap schema | head -c 1 > /dev/null; exit $PIPESTATUS');
  expect(err).toBe('');
  expect([0, 1]).toContain(status);
});

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  test('is refused at once as a history or an experiment', async () => {
    execFileSync('mkfifo', [place.path('pipe')]);
    const server = createServer().listen(place.path('socket'));
    for (const [file, what] of [
      ['pipe', 'a pipe'],
      ['socket', 'a socket'],
      ['/dev/zero', 'a device'],
      ['/dev/null', 'a device'],
    ]) {
      for (const command of [`history inspect ${file}`, `history format ${file} --out x.json`, `train ${file}`]) {
        const { status, err } = await shell(`oap ${command}`);
        expect({ status, err }).toEqual({ status: 2, err: `oap: ${file}: this is ${what}, expected a file\n` });
      }
    }
    server.close();
    place.write('piped.oap.json', { history: 'pipe' });
    expect(await shell('oap train piped.oap.json')).toMatchObject({
      status: 2,
      err: expect.stringContaining('a pipe'),
    });
    expect(await shell('oap history inspect .')).toMatchObject({
      status: 2,
      err: expect.stringContaining('directory'),
    });
  });

  test('is read where the name says so', async () => {
    const { out } = await shell('oap history inspect paint.json --json');
    for (const line of [
      'cat paint.json | oap history inspect - --json',
      'cat paint.json | oap history inspect /dev/stdin --json',
      'oap history inspect - --json < paint.json',
      'oap history inspect <(cat paint.json) --json',
    ]) {
      expect(await shell(line), line).toEqual({ status: 0, out, err: '' });
    }
    expect(await shell('cat paint.json | oap history format - --in-place')).toMatchObject({ status: 2 });
  });
});

test('Ctrl-C, pressed twice, ends a command that waits', async () => {
  const child = spawn(process.execPath, [program, 'history', 'format', '-', '--out', 'x.json'], {
    cwd: place.folder,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  // Its handler is there when it has begun to read.
  child.stdin.write('{"a": {"errors": {}, "parameters": {}},');
  await expect.poll(() => place.list().some((name) => name.startsWith('.x.json.')), { timeout: 60_000 }).toBe(true);
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(await ended).toBe(130);
});

test('an experiment that is called like an option is one after --', async () => {
  place.write('-x.oap.json', { history: 'paint.json', targets: { colour: {} }, training: { maxEpochs: 1 } });
  expect((await shell('oap train --json -- -x.oap.json')).status).toBe(0);
});

test('more workers than are of use are not started', async () => {
  const { status, err } = await shell('oap train paint.oap.json --json --workers 1000000');
  expect(status).toBe(0);
  expect(err).toMatch(/^--workers 1000000: training \d+ at the same time, as this machine has \d+ cores?\n/);
  expect((await shell('oap tune paint.oap.json --model simple --calls 1e15')).status).toBe(2);
  expect((await shell('oap history generate --out x.json --tasks 1e15')).status).toBe(2);
});

test.skipIf(process.platform === 'win32')('a terminal is no history', async () => {
  writeFileSync(place.path('script.sh'), `"${process.execPath}" "${program}" history inspect - 2>&1; echo "exit $?"`);
  const { out } = await shell('command -v script > /dev/null && script -qec "sh script.sh" /dev/null || echo none');
  expect(out).toMatch(/none|-: this is a terminal, expected a piped history or the name of a file\s+exit 2/);
});

test('classes stay in the order of the file from the experiment to every document, whatever they are called', async () => {
  const classes = '{"small": ["large"], "10": [""], "__proto__": ["medium"], "2": ["never"]}';
  const history = paintHistory();
  for (const [i, { parameters }] of Object.values(history).entries())
    if (i % 5 === 0 && parameters) parameters.size = 'medium';
  place.write('order.json', history);
  place.write(
    'order.oap.json',
    `{"history": "order.json", "targets": {"size": {"classes": ${classes}, "default": "10"}}, "models": ["xgboost"]}`,
  );
  const { out } = await shell('oap train order.oap.json --json');
  const { id, targets } = (JSON.parse(out) as ResultsDocument).runs[0];
  const expected = ['small', '10', '__proto__'];
  expect(targets.size.classes).toEqual(expected);
  expect(targets.size.perClass).toMatchObject(expected.map((name) => ({ class: name })));
  const run = JSON.parse(place.read('.oap', 'runs', id, 'run.json'));
  expect(run.targets[0].classes).toEqual(expected);
  // As text: JavaScript would put 10 first again.
  const [line] = (await shell(`oap predict ${id} order.json`)).out.split('\n');
  expect(line).toMatch(/"probabilities":\{"small":[\d.e-]+,"10":[\d.e-]+,"__proto__":[\d.e-]+\}/);
  expect((await shell('oap history inspect order.json --json')).status).toBe(0);
});

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '../../src/protocol/run.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { Workspace } from './workspace.ts';

/* What other extensions, tasks and assistants get from the packaged extension, asked from inside the extension host. */

const workspace = new Workspace(300);
const vscode = new PackagedVsCode(workspace);

beforeAll(async () => {
  const fields = '"history": "history.json", "targets": {"action": {}}, "training": {"maxEpochs": 3}';
  workspace.write('one.oap.json', `{${fields}, "models": ["simple"]}\n`);
  workspace.write('wrong.oap.json', '{"history": "history.json",\n "modles": ["simple"]}\n');
  await vscode.start();
});

const inHost = (script: string): Promise<unknown> =>
  vscode.runInExtensionHost(
    `const file = (name) => vscode.Uri.file(${JSON.stringify(workspace.folder)} + '/' + name);
     const ask = async (tool, input) => {
       const { content } = await vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined });
       return content.map(({ value }) => value).join('');
     };
     ${script}`,
  );

test('commands give back what they made', async () => {
  const runs = (await inHost(`
    return {
      trained: await vscode.commands.executeCommand('operatorActions.train', file('one.oap.json')),
      evaluated: await vscode.commands.executeCommand('operatorActions.evaluate', file('one.oap.json')),
    };
  `)) as { trained: RunRecord[]; evaluated: RunRecord[] };
  expect(runs.trained.map(({ model, protocol, state }) => [model, protocol, state])).toEqual([
    ['simple', 'holdout', 'done'],
  ]);
  expect(runs.evaluated.map(({ protocol, summary }) => [protocol, summary[0].fits])).toEqual([['repeated-test', 5]]);
});

test('assistants are told the metrics of a run and the statistics of a history', async () => {
  const told = (await inHost(`
    return {
      tools: vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('operatorActions')),
      newest: await ask('operatorActions_runMetrics', {}),
      none: await ask('operatorActions_runMetrics', { run: 'cnn' }),
      statistics: await ask('operatorActions_historyStatistics', {}),
      named: await ask('operatorActions_historyStatistics', { history: 'history.json' }),
      outside: await ask('operatorActions_historyStatistics', { history: '../../etc/passwd' }),
      gone: await ask('operatorActions_historyStatistics', { history: 'gone.json' }),
      broken: await ask('operatorActions_historyStatistics', { history: 'one.oap.json' }),
    };
  `)) as Record<string, string> & { tools: string[] };
  expect(told.tools).toEqual(
    expect.arrayContaining(['operatorActions_runMetrics', 'operatorActions_historyStatistics']),
  );
  expect(told.newest).toMatch(/model simple, protocol repeated-test, done/);
  expect(told.newest).toMatch(/\| action \| 5 \| 0\.\d{4} ± 0\.\d{4} \|/);
  expect(told.newest).toContain('SYNTHETIC DATA');
  expect(told.none).toMatch(/There is no run "cnn"\. The runs, newest first:\n- .*simple, repeated-test, done/);
  expect(told.statistics).toMatch(/^History history\.json: 300 tasks in \d+ workflows/);
  expect(told.named).toBe(told.statistics);
  expect(told.outside).toBe('There is no file ../../etc/passwd in the workspace.');
  expect(told.gone).toBe('There is no file gone.json in the workspace.');
  expect(told.broken).not.toMatch(/at .*\.js:\d/);
});

test('assistants read nothing outside of the workspace, whatever a run or a link names', async () => {
  const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'oap-outside-'));
  const secret = path.join(outside, 'secret.json');
  fs.copyFileSync(path.join(workspace.folder, 'history.json'), secret);
  fs.symlinkSync(secret, path.join(workspace.folder, 'linked.json'));
  const runs = path.join(workspace.folder, '.oap', 'runs');
  const records = fs.readdirSync(runs).map((name) => path.join(runs, name, 'run.json'));
  const written = records.map((file) => fs.readFileSync(file, 'utf8'));
  for (const [i, file] of records.entries()) {
    const record = JSON.parse(written[i]) as RunRecord;
    fs.writeFileSync(file, JSON.stringify({ ...record, history: { ...record.history, file: secret } }));
  }
  const told = (await inHost(`
    return {
      statistics: await ask('operatorActions_historyStatistics', {}),
      task: await ask('operatorActions_predictTask', { task: '/a/b' }),
      linked: await ask('operatorActions_historyStatistics', { history: 'linked.json' }),
    };
  `)) as Record<string, string>;
  for (const [i, file] of records.entries()) fs.writeFileSync(file, written[i]);
  fs.rmSync(path.join(workspace.folder, 'linked.json'));
  fs.rmSync(outside, { recursive: true });
  expect(told).toEqual({
    statistics: 'secret.json is outside of the workspace, where assistants read nothing.',
    task: 'secret.json is outside of the workspace, where assistants read nothing.',
    linked: 'linked.json is outside of the workspace, where assistants read nothing.',
  });
});

test('assistants are told what a run predicts for a task, and why', async () => {
  const history = JSON.parse(workspace.read('history.json')) as Record<string, { errors: unknown }>;
  const [name, { errors }] = Object.entries(history)[7];
  const told = (await inHost(`
    const name = ${JSON.stringify(name)};
    return {
      named: await ask('operatorActions_predictTask', { task: name }),
      given: await ask('operatorActions_predictTask', { errors: ${JSON.stringify(errors)}, run: 'simple' }),
      part: await ask('operatorActions_predictTask', { task: name.slice(0, -1), history: 'history.json' }),
      none: await ask('operatorActions_predictTask', {}),
      unusable: await ask('operatorActions_predictTask', { errors: { good_sites: { 1: { T1_US_FNAL: -4 } } } }),
      noRun: await ask('operatorActions_predictTask', { task: name, run: 'cnn' }),
      gone: await ask('operatorActions_predictTask', { task: name, history: '../gone.json' }),
    };
  `)) as Record<string, string>;
  expect(told.named).toContain(`Task ${name}, predicted by run `);
  expect(told.named).toMatch(/model simple, protocol repeated-test\. SYNTHETIC DATA/);
  expect(told.named).toMatch(/^Decision action: (acdc|clone|special)/m);
  expect(told.named).toMatch(/^- probabilities: (?:\S+ [01]\.\d{3}(?:, |$)){2,}/m);
  expect(told.named).toMatch(/^- recorded by the operators: \w+, so the prediction is (right|wrong)$/m);
  expect(told.named).toMatch(/^- standing: (held out|SEEN IN TRAINING|USED TO CHOOSE WHEN TO STOP)/m);
  expect(told.named).toMatch(/^- counts that speak (for|against) it: code /m);
  expect(told.given).toMatch(/^- standing: new/m);
  expect(told.given).toMatch(/^- recorded by the operators: nothing yet$/m);
  expect(told.part).toMatch(/^history\.json has no task ".*"\. Tasks with this text in their names: \[".*"\]$/);
  expect(told.part).toContain(JSON.stringify(name));
  expect(told.none).toBe('Name a task of the history, or give the errors of one.');
  expect(told.unusable).toMatch(/This task cannot be predicted: /);
  expect(told.noRun).toMatch(/^There is no run "cnn"\. The runs, newest first:\n/);
  expect(told.gone).toBe('There is no file ../gone.json in the workspace.');
});

test('tasks train experiments, and their problems are matched', async () => {
  const done = (await inHost(`
    const tasks = await vscode.tasks.fetchTasks({ type: 'operatorActions' });
    const run = async (name) => {
      const task = tasks.find((one) => one.name === name);
      const ended = new Promise((resolve) => vscode.tasks.onDidEndTaskProcess((event) => {
        if (event.execution.task.name === name) resolve(event.exitCode);
      }));
      await vscode.tasks.executeTask(task);
      return ended;
    };
    const good = await run('train one.oap.json');
    const bad = await run('train wrong.oap.json');
    let found = [];
    for (let i = 0; i < 100 && found.length === 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      found = vscode.languages.getDiagnostics(file('wrong.oap.json')).filter(({ source }) => source === 'oap');
    }
    return {
      names: tasks.map(({ name, source }) => source + ': ' + name).sort(),
      good,
      bad,
      found: found.map(({ message, range }) => [message, range.start.line]),
    };
  `)) as { names: string[]; good: number; bad: number; found: [string, number][] };
  expect(done.names).toEqual([
    'operatorActions: select one.oap.json',
    'operatorActions: select wrong.oap.json',
    'operatorActions: train one.oap.json',
    'operatorActions: train wrong.oap.json',
  ]);
  expect([done.good, done.bad]).toEqual([0, 2]);
  expect(done.found).toEqual([['there is no field "modles" here, did you mean "models"?', 1]]);
  expect(workspace.runs().map(({ protocol }) => protocol)).toContain('holdout');
});

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '../../src/protocol/run.ts';
import { eventually } from '../eventually.ts';
import type { Page } from './browser.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { runCommand } from './vscode/commands.ts';
import { hostOf } from './vscode/window.ts';
import { takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* What other extensions, tasks and assistants get from the packaged extension, asked from inside the extension host. */

const workspace = new Workspace(300);
const vscode = new PackagedVsCode(workspace);
let page: Page;

beforeAll(async () => {
  const fields = '"history": "history.json", "targets": {"action": {}}, "training": {"maxEpochs": 3}';
  workspace.write('one.oap.json', `{${fields}, "models": ["simple"]}\n`);
  workspace.write('wrong.oap.json', '{"history": "history.json",\n "modles": ["simple"]}\n');
  page = await vscode.open();
});

takeScreenshotOnFailure(() => page);

/** What a tool answers an assistant. */
const ask = (tool: string, input: object): Promise<string> =>
  hostOf(page).evaluate(
    async ({ vscode: { LanguageModelTextPart, lm } }, asked) => {
      const { content } = await lm.invokeTool(asked.tool, { input: asked.input, toolInvocationToken: undefined });
      return content.map((part) => (part instanceof LanguageModelTextPart ? part.value : '')).join('');
    },
    { tool, input },
  );
const runMetrics = (input: object): Promise<string> => ask('operatorActions_runMetrics', input);
const statistics = (input: object): Promise<string> => ask('operatorActions_historyStatistics', input);
const predictTask = (input: object): Promise<string> => ask('operatorActions_predictTask', input);

test('commands give back what they made', async () => {
  const train = (command: string): Promise<RunRecord[]> =>
    hostOf(page).evaluate(
      ({ vscode, uriOf }, id) => vscode.commands.executeCommand<RunRecord[]>(id, uriOf('one.oap.json')),
      command,
    );
  const trained = await train('operatorActions.train');
  expect(trained.map(({ model, protocol, state }) => [model, protocol, state])).toEqual([
    ['simple', 'holdout', 'done'],
  ]);
  const evaluated = await train('operatorActions.evaluate');
  expect(evaluated.map(({ protocol, summary }) => [protocol, summary[0].fits])).toEqual([['repeated-test', 5]]);
});

test('assistants are told the metrics of a run and the statistics of a history', async () => {
  const tools = await hostOf(page).evaluate(({ vscode }) => vscode.lm.tools.map(({ name }) => name));
  expect(tools).toEqual(expect.arrayContaining(['operatorActions_runMetrics', 'operatorActions_historyStatistics']));
  const newest = await runMetrics({});
  expect(newest).toMatch(/model simple, protocol repeated-test, done/);
  expect(newest).toMatch(/\| action \| 5 \| 0\.\d{4} ± 0\.\d{4} \|/);
  expect(newest).toContain('SYNTHETIC DATA');
  expect(await runMetrics({ run: 'cnn' })).toMatch(
    /There is no run "cnn"\. The runs, newest first:\n- .*simple, repeated-test, done/,
  );
  const told = await statistics({});
  expect(told).toMatch(/^History history\.json: 300 tasks in \d+ workflows/);
  expect(await statistics({ history: 'history.json' })).toBe(told);
  expect(await statistics({ history: '../../etc/passwd' })).toBe('The workspace has no file ../../etc/passwd.');
  expect(await statistics({ history: 'gone.json' })).toBe('The workspace has no file gone.json.');
  expect(await statistics({ history: 'one.oap.json' })).not.toMatch(/at .*\.js:\d/);
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
  const told = [
    await statistics({}),
    await predictTask({ task: '/a/b' }),
    await statistics({ history: 'linked.json' }),
  ];
  for (const [i, file] of records.entries()) fs.writeFileSync(file, written[i]);
  fs.rmSync(path.join(workspace.folder, 'linked.json'));
  fs.rmSync(outside, { recursive: true });
  const refused = (name: string): string => `${name} is outside of the workspace, where assistants read nothing.`;
  expect(told).toEqual(['secret.json', 'secret.json', 'linked.json'].map(refused));
});

test('assistants are told what a run predicts for a task, and why', async () => {
  const history = JSON.parse(workspace.read('history.json')) as Record<string, { errors: unknown }>;
  const [name, { errors }] = Object.entries(history)[7];
  // The runs' files, which have just been put back, are read again first.
  const named = await eventually(
    () => predictTask({ task: name }),
    (text) => text.includes(`Task ${name}, predicted by run `),
  );
  expect(named).toMatch(/model simple, protocol repeated-test\. SYNTHETIC DATA/);
  expect(named).toMatch(/^Decision action: (acdc|clone|special)/m);
  expect(named).toMatch(/^- probabilities: (?:\S+ [01]\.\d{3}(?:, |$)){2,}/m);
  expect(named).toMatch(/^- recorded by the operators: \w+, so the prediction is (correct|incorrect)$/m);
  expect(named).toMatch(/^- standing: (held out|SEEN IN TRAINING|USED TO CHOOSE WHEN TO STOP)/m);
  expect(named).toMatch(/^- counts that speak (for|against) it: code /m);
  const given = await predictTask({ errors, run: 'simple' });
  expect(given).toMatch(/^- standing: new/m);
  expect(given).toMatch(/^- recorded by the operators: nothing yet$/m);
  const part = await predictTask({ task: name.slice(0, -1), history: 'history.json' });
  expect(part).toMatch(/^history\.json has no task ".*"\. Tasks with this text in their names: \[".*"\]$/);
  expect(part).toContain(JSON.stringify(name));
  expect(await predictTask({})).toBe('Name a task of the history, or give the errors of one.');
  const unusable = { good_sites: { 1: { T1_US_FNAL: -4 } } };
  expect(await predictTask({ errors: unusable })).toMatch(/This task cannot be predicted: /);
  expect(await predictTask({ task: name, run: 'cnn' })).toMatch(/^There is no run "cnn"\. The runs, newest first:\n/);
  const gone = await predictTask({ task: name, history: '../gone.json' });
  expect(gone).toBe('The workspace has no file ../gone.json.');
});

test('tasks train experiments, and their problems are matched', async () => {
  const names = await hostOf(page).evaluate(async ({ vscode }) => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'operatorActions' });
    return tasks.map((task) => `${task.source}: ${task.name}`).sort();
  });
  expect(names).toEqual([
    'operatorActions: select one.oap.json',
    'operatorActions: select wrong.oap.json',
    'operatorActions: train one.oap.json',
    'operatorActions: train wrong.oap.json',
  ]);
  const run = (task: string): Promise<number | undefined> =>
    hostOf(page).evaluate(async ({ vscode }, name) => {
      const tasks = await vscode.tasks.fetchTasks({ type: 'operatorActions' });
      const wanted = tasks.find((one) => one.name === name);
      if (!wanted) throw new Error(`there is no task ${name}`);
      const ended = new Promise<number | undefined>((resolve) => {
        const listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
          if (execution.task.name !== name) return;
          listening.dispose();
          resolve(exitCode);
        });
      });
      await vscode.tasks.executeTask(wanted);
      return ended;
    }, task);
  expect(await run('train one.oap.json')).toBe(0);
  // In the Problems view: VS Code tells extensions nothing of problems that are in a collection of their own name.
  const matched = page.locator('.markers-panel .monaco-list-row', { hasText: 'there is no field "modles" here' });
  // VS Code may miss what a program says that ends at once.
  await eventually(async () => {
    expect(await run('train wrong.oap.json')).toBe(2);
    // A task shows its terminal in their place.
    await runCommand(page, 'Problems: Focus on Problems View');
    await matched.filter({ hasText: 'oap' }).filter({ hasText: '[Ln 2,' }).first().waitFor({ timeout: 10_000 });
  });
  expect(workspace.runs().map(({ protocol }) => protocol)).toContain('holdout');
});

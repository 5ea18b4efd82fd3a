import { beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '../../src/protocol/run.ts';
import type { Locator, Page } from './browser.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { clearNotifications, closeEditors, openFile, runCommand } from './vscode/commands.ts';
import type { Api } from './vscode/extension-host.ts';
import { notification, openView, treeRows } from './vscode/parts.ts';
import { hostOf } from './vscode/window.ts';
import { panelOf, takeScreenshot, takeScreenshotOnFailure, Workspace } from './workspace.ts';

/* Cancel and Continue in a real VS Code: whatever moment they come at, and whatever shows the run, nothing contradicts anything. */

const workspace = new Workspace(300);
const vscode = new PackagedVsCode(workspace, { settings: { 'operatorActions.workers': 1 } });
let page: Page;

beforeAll(async () => {
  const fields = (epochs: number) =>
    `"history": "history.json", "models": ["simple"], "targets": {"action": {}, "memory": {}}, "training": {"maxEpochs": ${epochs}, "earlyStopping": false}`;
  workspace.write('folds.oap.json', `{${fields(5000)}}\n`);
  workspace.write('long.oap.json', `{${fields(100_000)}}\n`);
  workspace.write('quick.oap.json', `{${fields(20)}}\n`);
  workspace.write('cycles.oap.json', `{${fields(100)}}\n`);
  // One training after the other, so that they take their time.
  page = await vscode.open({ viewport: { width: 1500, height: 950 } });
});

takeScreenshotOnFailure(() => page);

const panel = () => panelOf(page);
const runOf = (file: string) => workspace.runs().find(({ experimentFile }) => experimentFile === file);
const stateOf = (file: string) => runOf(file)?.state;
const row = (text: string | RegExp): Locator => treeRows(page).filter({ hasText: text }).first();
const statusItem = (): Locator => page.locator('.part.statusbar .statusbar-item', { hasText: /done/ });
const doneText = (): Locator => panel().getByText(/^\d+ of 10 trainings done/);
const doneIn = async (locator: Locator): Promise<number> =>
  Number(/(\d+) of 10/.exec((await locator.first().textContent()) ?? '')?.[1] ?? Number.NaN);

/** Complete trainings that the folder has. */
function complete(file: string): number {
  const run = runOf(file);
  if (!run) return 0;
  return ['action', 'memory'].flatMap((target) =>
    [0, 1, 2, 3, 4].filter((index) => workspace.has('.oap', 'runs', run.id, 'fits', target, String(index), 'fit.json')),
  ).length;
}

async function cancelInPanel(): Promise<void> {
  await panel().getByRole('button', { name: 'Cancel' }).click();
  await panel().getByRole('button', { name: 'Continue' }).waitFor();
}

async function continueInPanel(): Promise<void> {
  await panel().getByRole('button', { name: 'Continue' }).click();
  await panel().getByRole('button', { name: 'Cancel' }).waitFor();
}

/** What a run that was cancelled shows, everywhere. */
async function expectCancelled(): Promise<void> {
  const done = complete('folds.oap.json');
  await panel().getByText(`Cancelled after ${done} of 10 trainings`).waitFor();
  expect(await doneIn(doneText())).toBe(done);
  await row(`cancelled, ${done} of 10 done`).waitFor();
  const listed = workspace.oap('runs', 'list', '--runs', workspace.path('.oap', 'runs'));
  expect(listed).toContain(`cancelled, ${done} of 10 trainings`);
  await panel().getByRole('tab', { name: 'Summary' }).click();
  const results =
    done === 0
      ? panel().getByText('No training is complete.')
      : panel().getByText(`Results so far: mean of ${done} of 10 trainings`);
  await results.first().waitFor();
  expect(await notification(page, 'failed').count()).toBe(0);
}

/** What a run that is trained again shows: its header, tabs and Summary, the tree and the status bar at one moment. */
async function expectTraining(): Promise<void> {
  await panel().getByText('Training', { exact: true }).first().waitFor();
  expect(
    await panel()
      .getByText(/[Cc]ancelled/)
      .count(),
  ).toBe(0);
  await row(/training, \d+ of 10 done/).waitFor();
  await statusItem().waitFor();
  expect(await statusItem().textContent()).not.toContain('0.0 s');
}

test('a run that is cancelled and continued at any moment goes on where it was', async () => {
  await openFile(page, 'folds.oap.json');
  await openView(page, 'Operator Actions');
  await runCommand(page, 'Operator Actions: Select Best Model');
  await panel().getByRole('button', { name: 'Cancel' }).waitFor({ timeout: 60_000 });
  const moments: (() => Promise<unknown>)[] = [
    // At once; in a training; when the first is complete; twice in a row.
    async () => {},
    () =>
      panel()
        .getByText(/at epoch [1-9]/)
        .first()
        .waitFor(),
    () => expect.poll(() => complete('folds.oap.json'), { timeout: 120_000 }).toBeGreaterThanOrEqual(1),
    async () => {},
    async () => {},
  ];
  for (const moment of moments) {
    await moment();
    await cancelInPanel();
    expect(stateOf('folds.oap.json')).toBe('cancelled');
    await expectCancelled();
    await continueInPanel();
    await expectTraining();
  }
  await takeScreenshot(page, 'vscode-continued');
}, 400_000);

test('while it is trained, the means are of what is complete, and every target shows its own state', async () => {
  await panel().getByRole('tab', { name: 'Summary' }).click();
  const caption = panel()
    .getByText(/Results so far: mean of \d+ of 10 trainings/)
    .first();
  // Another training may end while they are looked at.
  const counts = async (): Promise<number[]> => [
    await doneIn(caption),
    await doneIn(doneText()),
    complete('folds.oap.json'),
  ];
  await expect.poll(async () => new Set(await counts()).size).toBe(1);
  await panel().getByRole('tab', { name: 'Curves' }).click();
  const targets = panel().getByRole('tablist', { name: 'Targets' });
  for (const state of await targets.getByRole('tab').allTextContents()) {
    expect(state).toMatch(/(training|waiting|done), trainings done/);
  }
});

test('the status bar follows two trainings, also when the second ends first', async () => {
  await runCommand(page, 'Operator Actions: Cancel Training');
  await expect.poll(() => stateOf('folds.oap.json')).not.toBe('running');
  await clearNotifications(page);
  await closeEditors(page);
  await openFile(page, 'long.oap.json');
  await runCommand(page, 'Operator Actions: Select Best Model');
  await panel().getByRole('button', { name: 'Cancel' }).waitFor({ timeout: 60_000 });
  await openFile(page, 'quick.oap.json');
  await runCommand(page, 'Operator Actions: Train Model');
  await page.locator('.part.statusbar .statusbar-item', { hasText: '2 trainings: ' }).waitFor();
  await takeScreenshot(page, 'vscode-two-trainings');
  await expect.poll(() => stateOf('quick.oap.json'), { timeout: 60_000 }).toBe('done');
  await page.locator('.part.statusbar .statusbar-item', { hasText: '2 trainings: ' }).waitFor({ state: 'hidden' });
  expect(stateOf('long.oap.json')).toBe('running');
  await statusItem().waitFor();
  await runCommand(page, 'Operator Actions: Cancel Training');
  await expect.poll(() => stateOf('long.oap.json')).toBe('cancelled');
  await expect.poll(() => statusItem().count()).toBe(0);
});

test('random cancels followed at once by Continue, in the extension host, refuse nothing', async () => {
  const told = await hostOf(page).evaluate(cancelAgainAndAgain, {
    cancels: 100,
    runs: workspace.path('.oap', 'runs'),
  });
  expect(told.filter(({ error }) => error !== undefined)).toEqual([]);
  expect(told.filter(({ state }) => !['cancelled', 'done', 'not begun'].includes(state))).toEqual([]);
  expect(told.filter(({ state }) => state === 'cancelled')).toHaveLength(100);
  expect(told.at(-1)?.state).toBe('done');
  expect(complete('cycles.oap.json')).toBe(10);
  expect(runOf('cycles.oap.json')?.summary.map(({ fits }) => fits)).toEqual([5, 5]);
}, 600_000);

/** Trains, cancels and continues, in the extension host. @returns how each cycle ended, and the last training without one */
async function cancelAgainAndAgain({ vscode, uriOf }: Api, { cancels, runs }: { cancels: number; runs: string }) {
  const fs = process.getBuiltinModule('node:fs');
  let seed = 11;
  const random = (): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const isRunning = (): boolean =>
    fs.readdirSync(runs).some((id) => {
      try {
        const run: RunRecord = JSON.parse(fs.readFileSync(`${runs}/${id}/run.json`, 'utf8'));
        return run.experimentFile === 'cycles.oap.json' && run.state === 'running';
      } catch {
        // A folder that is being made.
        return false;
      }
    });
  let folder: string | undefined;
  const carryOn = (): Thenable<RunRecord[]> =>
    folder
      ? vscode.commands.executeCommand('operatorActions.continueRun', { folder })
      : vscode.commands.executeCommand('operatorActions.select', uriOf('cycles.oap.json'));
  const ends: { readonly state: string; readonly error?: string | undefined }[] = [];
  for (let cancelled = 0; cancelled < cancels; ) {
    let hasEnded = false;
    const training = Promise.resolve(carryOn()).finally(() => {
      hasEnded = true;
    });
    // Now and then while the history is read.
    if (ends.length % 6 !== 5) while (!isRunning()) await sleep(5);
    await sleep(random() * 150);
    // Once is enough for what has begun.
    while (!hasEnded) {
      await vscode.commands.executeCommand('operatorActions.cancel');
      await Promise.race([training, sleep(100)]);
    }
    const [run] = await training;
    ends.push(run ? { state: run.state, error: run.error } : { state: 'not begun' });
    if (run?.state === 'cancelled') cancelled++;
    // One that is done is followed by another.
    if (run) folder = run.state === 'done' ? undefined : `${runs}/${run.id}`;
  }
  const [last] = await carryOn();
  return [...ends, { state: last.state, error: last.error }];
}

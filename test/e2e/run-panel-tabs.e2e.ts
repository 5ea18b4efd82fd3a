import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunSamples } from '../../src/protocol/run-panel.ts';
import { type Browser, type Locator, launchBrowser } from './browser.ts';
import { openPanel, type PanelOptions, type PanelPage, type PanelServer, servePanels } from './panel-page.ts';
import { epochMessage, runSnapshot, samplesMessage, summaries, taskMessage, thresholdsMessage } from './run-fixture.ts';

/* The tabs of the run's panel: which one opens, and what can be done in them. */

let browser: Browser;
let server: PanelServer;
let panel: PanelPage;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), servePanels()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

// Whatever a test does: no offence against the security policy, no error, no warning.
afterEach(async () => {
  const faults = await panel.faults();
  await panel.close();
  expect(faults).toEqual([]);
});

async function open(options?: PanelOptions): Promise<PanelPage> {
  panel = await openPanel(browser, server, 'run', options);
  return panel;
}

const tab = (name: string): Locator => panel.page.getByRole('tab', { name, exact: true });
const selectedTab = (): Promise<string | null> =>
  panel.page
    .getByRole('tablist', { name: 'Views of the run' })
    .getByRole('tab', { selected: true })
    .textContent()
    .then((text) => text?.trim() ?? null);
const done = runSnapshot();
const samples = samplesMessage(done, 'action');
const rows = (): Locator => panel.page.getByRole('treegrid').getByRole('row', { name: /synthetic_task/ });
const count = (): Locator => panel.page.getByText(/^Showing [\d,]+ of [\d,]+/);

/** Opens the Samples tab and answers it. */
async function openSamples(answer: RunSamples = samples): Promise<void> {
  await panel.send(done);
  await tab('Samples').click();
  await panel.send(answer);
}

describe('which tab opens', () => {
  test('the curves while a run trains, the summary when it is done', async () => {
    const { send } = await open();
    const running = runSnapshot({ targets: ['action'], done: 4, epochsOfRunning: 22 });
    await send(running);
    expect(await selectedTab()).toBe('Curves');
    const { run, fits } = runSnapshot({ targets: ['action'] });
    await send({ kind: 'run', run: { ...run, summary: summaries(fits) }, cancellable: false });
    expect(await selectedTab()).toBe('Summary');
  });

  test('the end of a run does not take the curves from somebody who is at work in them', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'], done: 0, epochsOfRunning: 5 }));
    await page.getByRole('slider', { name: 'Cross entropy by epoch' }).focus();
    const { run } = runSnapshot({ targets: ['action'] });
    await send({ kind: 'run', run, cancellable: false });
    expect(await selectedTab()).toBe('Curves');
  });

  test('the one that was chosen, also after a reload', async () => {
    const { page, send, reload } = await open();
    await send(runSnapshot({ done: 1, epochsOfRunning: 3 }));
    await tab('Curves').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'End']) await page.keyboard.press(key);
    expect(await selectedTab()).toBe('Settings');
    await send(epochMessage('action', 1, 3), done);
    expect(await selectedTab()).toBe('Settings');
    await reload();
    await send(done);
    expect(await selectedTab()).toBe('Settings');
  });
});

describe('the confusion matrix', () => {
  test.each([
    ['predicted', 'Share of the predicted class, mean ± std; counts summed over 5 fits.'],
    ['all', 'Share of all examples, mean ± std; counts summed over 5 fits.'],
    ['none', 'Examples of a fit, mean ± std; counts summed over 5 fits.'],
  ])('is normalised by %s, with its counts, and that is remembered', async (by, text) => {
    const { page, send, reload } = await open();
    await send(done);
    await tab('Confusion').click();
    const counts = await page.locator('.count').allTextContents();
    await page.getByRole('combobox', { name: 'Normalised by' }).selectOption(by);
    await page.getByText(text).waitFor();
    expect((await page.locator('.count').allTextContents()).slice(-9)).toEqual(counts.slice(-9));
    await reload();
    await send(done);
    expect(await page.getByText(text).count()).toBe(1);
  });

  test.each(['click', 'Enter'])('%s on a cell shows its samples', async (way) => {
    const { page, send, sent } = await open();
    await send(done);
    await tab('Confusion').click();
    const cell = page.getByRole('gridcell', { name: /^true clone, predicted acdc/ });
    const examples = /([\d,]+) examples$/.exec((await cell.getAttribute('aria-label')) ?? '')?.[1];
    if (way === 'click') await cell.click();
    else {
      await cell.focus();
      await page.keyboard.press('Enter');
    }
    expect(await selectedTab()).toBe('Samples');
    expect(await sent('samples')).toEqual([{ kind: 'samples', target: 'action' }]);
    await send(samples);
    expect(await count().textContent()).toBe(`Showing ${examples} of 6,640`);
  });
});

describe('the samples', () => {
  test('are asked for once, and again when another fit is complete', async () => {
    const { send, sent } = await open();
    await send(runSnapshot({ targets: ['action'], done: 1, epochsOfRunning: 3 }));
    await tab('Samples').click();
    await send(samples);
    await tab('Curves').click();
    await tab('Samples').click();
    expect(await sent('samples')).toHaveLength(1);
    await send({ kind: 'fit', fit: { ...runSnapshot({ targets: ['action'] }).fits[1], epochs: [] } });
    expect(await sent('samples')).toHaveLength(2);
  });

  test('of which only a few are in the page, whatever their number and place', async () => {
    const { page } = await open();
    await openSamples();
    expect(await rows().count()).toBeLessThan(60);
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('End');
    await page.locator('#row-6639').waitFor();
    expect(await rows().count()).toBeLessThan(60);
    expect(await page.getByRole('treegrid').getAttribute('aria-activedescendant')).toBe('row-6639');
  });

  test('are filtered by outcome, class, confidence and text, and cleared at once', async () => {
    const { page } = await open();
    await openSamples();
    expect(await count().textContent()).toBe('Showing 6,640 of 6,640');
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('wrong');
    await page.getByRole('combobox', { name: 'Truth' }).selectOption('special');
    await page.getByRole('spinbutton', { name: 'Least confidence' }).fill('0.4');
    await page.getByRole('spinbutton', { name: 'Least confidence' }).press('Enter');
    await page.getByRole('searchbox', { name: "Part of the task's name" }).fill('merge');
    const shown = samples.task.filter((task, i) => {
      const confidence = Math.max(...samples.probabilities.slice(3 * i, 3 * i + 3));
      return (
        samples.truth[i] === 2 && samples.predicted[i] !== 2 && confidence >= 0.4 && /merge/i.test(samples.names[task])
      );
    });
    await page.getByText(`Showing ${shown.length} of 6,640`).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    expect(await count().textContent()).toBe('Showing 6,640 of 6,640');
  });

  test('are filtered by code and site when the host has looked into the history', async () => {
    const { page, send, sent } = await open();
    await openSamples();
    await page.getByRole('combobox', { name: 'Code' }).fill('8021');
    await page.getByRole('combobox', { name: 'Code' }).press('Enter');
    expect(await page.getByText('Reading the history…', { exact: true }).isVisible()).toBe(true);
    expect(await sent('find')).toEqual([{ kind: 'find', target: 'action', code: '8021', site: '' }]);
    const found = { kind: 'found', target: 'action', code: '8021', site: '', tasks: [0, 1, 5] };
    await send({ ...found, history: { stale: true } });
    expect(await count().textContent()).toBe('Showing 3 of 6,640');
    expect(await page.getByText(/^Stale: the history has changed/).isVisible()).toBe(true);
    await send({ ...found, tasks: [], history: { stale: false, problem: 'history.json: there is no such file' } });
    expect(await page.getByText('history.json: there is no such file').isVisible()).toBe(true);
  });

  test('are sorted by a column, and the other way round', async () => {
    const { page } = await open();
    await openSamples();
    const margin = page.getByRole('columnheader', { name: 'Margin' });
    expect(await margin.getAttribute('aria-sort')).toBe('ascending');
    await page.getByRole('button', { name: 'Margin' }).click();
    expect(await margin.getAttribute('aria-sort')).toBe('descending');
    const margins = (await rows().locator('.margin').allTextContents()).map(Number);
    expect(margins.length).toBeGreaterThan(5);
    expect(margins).toEqual([...margins].sort((a, b) => b - a));
  });

  test('of one fit are those of that fit', async () => {
    const { page } = await open();
    await openSamples();
    await page.getByRole('radio', { name: /^Fit 2/ }).check();
    const own = samples.fit.filter((fit) => fit === 1).length;
    expect(await count().textContent()).toBe(`Showing ${own.toLocaleString('en')} of ${own.toLocaleString('en')}`);
    expect(await page.getByRole('columnheader', { name: 'Fit', exact: true }).count()).toBe(0);
  });

  test('a row opens by keys, shows its task, and leads to the history', async () => {
    const { page, send, sent } = await open();
    await openSamples();
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const [{ name }] = await sent('task');
    await send(taskMessage(String(name)));
    expect(await page.getByRole('row', { expanded: true }).count()).toBe(1);
    const errors = page.getByRole('region', { name: 'Errors of the task' });
    expect(await errors.getByRole('rowheader').allTextContents()).toEqual([
      '50660 Too much memory',
      '8021 File read error',
      '99109 unknown code',
      '-1 listed, no exit code',
    ]);
    expect(await errors.getByRole('columnheader', { name: 'Bad sites' }).count()).toBe(1);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Go to task (line 4,711)' }).click();
    expect(await sent('go-to-task')).toEqual([
      { kind: 'go-to-task', target: 'action', name },
      { kind: 'go-to-task', target: 'action', name },
    ]);
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByRole('row', { expanded: true }).count()).toBe(0);
  });

  test('one that the host wants to be seen is shown open, whatever was looked at before', async () => {
    const { send, sent } = await open();
    await send(done);
    const name = samples.names[17];
    await send({ kind: 'show-sample', target: 'action', name });
    expect(await selectedTab()).toBe('Samples');
    expect(await sent('samples')).toEqual([{ kind: 'samples', target: 'action' }]);
    await send(samples);
    expect(await count().textContent()).toBe('Showing 1 of 6,640');
    expect(await sent('task')).toEqual([{ kind: 'task', target: 'action', name }]);
    await send(taskMessage(name));
    await panel.page.getByRole('button', { name: /Go to task/ }).waitFor();
  });

  test('a task whose history is gone says so', async () => {
    const { page, send, sent } = await open();
    await openSamples();
    await rows().first().click();
    const [{ name }] = await sent('task');
    const gone = { kind: 'task', name, errors: null };
    await send({ ...gone, history: { stale: false, problem: 'history.json: there is no such file' } });
    expect(await page.getByText('The history cannot be read: history.json: there is no such file').count()).toBe(1);
    await send({ ...gone, history: { stale: true } });
    expect(await page.getByText('The history does not have this task any more.').count()).toBe(1);
  });

  test('names from data are text', async () => {
    const { page } = await open();
    const markup = '<img src=x onerror=alert(1)>';
    await openSamples({ ...samples, names: samples.names.map(() => markup), notices: [markup], sites: [markup] });
    expect(await page.getByText(markup).first().isVisible()).toBe(true);
    expect(await page.locator('img').count()).toBe(0);
  });

  test('before a fit is complete there are none, and that is said', async () => {
    const { page, send, sent } = await open();
    await send(runSnapshot({ done: 0, state: 'running' }));
    await tab('Samples').click();
    expect(await page.getByText('Waiting for the first fit to be complete…').isVisible()).toBe(true);
    expect(await sent('samples')).toEqual([]);
  });
});

describe('the thresholds', () => {
  test('a slider moves the counts, and the counts lead to their samples', async () => {
    const { page, send, sent } = await open();
    await send(done);
    await tab('Thresholds').click();
    await send(samples);
    await page.getByRole('combobox', { name: 'Class' }).selectOption('clone');
    expect((await sent('thresholds')).at(-1)).toEqual({ kind: 'thresholds', target: 'action', fit: null, class: 1 });
    await send(thresholdsMessage(samples, 1));
    await page.getByRole('slider', { name: 'Threshold' }).fill('0.4');
    const found = samples.truth.filter((truth, i) => truth === 1 && samples.probabilities[3 * i + 1] >= 0.4).length;
    await page.getByRole('button', { name: `${found} true positives` }).click();
    expect(await selectedTab()).toBe('Samples');
    expect(await count().textContent()).toBe(`Showing ${found} of 6,640`);
    await page.getByRole('button', { name: 'Remove the threshold' }).click();
    expect(await count().textContent()).toBe('Showing 6,640 of 6,640');
  });

  test('the curves have a table', async () => {
    const { page, send } = await open();
    await send(done);
    await tab('Thresholds').click();
    await send(samples);
    await send(thresholdsMessage(samples, 0));
    expect(await page.getByRole('img', { name: /^Precision over recall of acdc/ }).count()).toBe(1);
    await page.getByRole('button', { name: 'Show as table' }).click();
    const table = page.getByRole('table', { name: 'Thresholds of acdc' });
    expect(await table.getByRole('columnheader').allTextContents()).toEqual([
      'probability at least',
      'precision',
      'recall',
      'false positive rate',
    ]);
  });
});

describe('the settings', () => {
  test('are searched, copied, and run again', async () => {
    const { page, send, sent } = await open();
    await send(done);
    await tab('Settings').click();
    await page.getByRole('searchbox', { name: 'Search settings' }).fill('sha');
    const table = page.getByRole('table', { name: 'Settings' });
    expect(await table.getByRole('rowheader').allTextContents()).toEqual(['history: SHA-256']);
    await page.getByRole('button', { name: 'Copy Settings as CSV' }).click();
    expect((await sent('copy'))[0].text).toBe(`setting,value\r\nhistory: SHA-256,${'0'.repeat(64)}\r\n`);
    await page.getByRole('button', { name: 'Run again' }).click();
    expect(await sent('run-again')).toEqual([{ kind: 'run-again' }]);
  });
});

test('every control of every tab has a name', async () => {
  const { page, send } = await open();
  await openSamples();
  await rows().first().click();
  for (const name of ['Summary', 'Curves', 'Confusion', 'Samples', 'Thresholds', 'Settings']) {
    await tab(name).click();
    if (name === 'Thresholds') await send(thresholdsMessage(samples, 0));
    for (const role of ['button', 'radio', 'slider', 'grid', 'region', 'table', 'combobox', 'searchbox'] as const) {
      const all = await page.getByRole(role).count();
      expect(await page.getByRole(role, { name: /\S/ }).count(), `${role} in ${name}`).toBe(all);
    }
  }
});

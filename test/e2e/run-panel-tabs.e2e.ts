import { afterEach, describe, expect, test } from 'vitest';
import type { RunSamples } from '../../src/protocol/run-panel.ts';
import type { Locator } from './browser.ts';
import type { PanelOptions, PanelPage } from './panel-page.ts';
import { Panels } from './panels.ts';
import {
  attentionExplanation,
  driversAnswer,
  embeddingsAnswer,
  epochUpdate,
  explanationAnswer,
  policyAnswer,
  policyDetailsAnswer,
  reconstructionAnswer,
  runSnapshot,
  samplesAnswer,
  summaries,
  taskAnswer,
  thresholdsAnswer,
  treeExplanation,
} from './run-fixture.ts';

/* The tabs of the run's panel: which one opens, and what can be done in them. */

let panel: PanelPage;

const panels = new Panels();

// Whatever a test does: no offence against the security policy, no error, no warning.
afterEach(async () => {
  const faults = await panel.faults();
  await panel.close();
  expect(faults).toEqual([]);
});

async function open(options?: PanelOptions): Promise<PanelPage> {
  panel = await panels.open('run', options);
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
const samples = samplesAnswer(done, 'action');
const rows = (): Locator => panel.page.getByRole('treegrid').getByRole('row', { name: /synthetic_task/ });
const count = (): Locator => panel.page.getByText(/^Showing [\d,]+ of [\d,]+/);

/** Opens the Samples tab and answers it. */
async function openSamples(answer: RunSamples = samples): Promise<void> {
  await panel.send(done);
  await tab('Samples').click();
  await panel.answer('samples', answer);
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
    await send(epochUpdate('action', 1, 3), done);
    expect(await selectedTab()).toBe('Settings');
    await reload();
    await send(done);
    expect(await selectedTab()).toBe('Settings');
  });
});

describe('the confusion matrix', () => {
  test.each([
    ['predicted', 'Share of the predicted class, mean ± std; counts summed over 5 trainings.'],
    ['all', 'Share of all examples, mean ± std; counts summed over 5 trainings.'],
    ['none', 'Examples of a training, mean ± std; counts summed over 5 trainings.'],
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
    const { page, send, asked } = await open();
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
    expect(await asked('samples')).toEqual([{ target: 'action' }]);
    await panel.answer('samples', samples);
    expect(await count().textContent()).toBe(`Showing ${examples} of 6,640`);
  });
});

describe('the samples', () => {
  test('are asked for once, and again when another fit is complete', async () => {
    const { send, asked } = await open();
    await send(runSnapshot({ targets: ['action'], done: 1, epochsOfRunning: 3 }));
    await tab('Samples').click();
    await panel.answer('samples', samples);
    await tab('Curves').click();
    await tab('Samples').click();
    expect(await asked('samples')).toHaveLength(1);
    await send({ kind: 'fit', fit: { ...runSnapshot({ targets: ['action'] }).fits[1], epochs: [] } });
    expect(await asked('samples')).toHaveLength(2);
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
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('incorrect');
    await page.getByRole('combobox', { name: 'Truth' }).selectOption('special');
    await page.getByRole('spinbutton', { name: 'Minimum confidence' }).fill('0.4');
    await page.getByRole('spinbutton', { name: 'Minimum confidence' }).press('Enter');
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
    const { page, asked } = await open();
    await openSamples();
    await page.getByRole('combobox', { name: 'Code' }).fill('8021');
    await page.getByRole('combobox', { name: 'Code' }).press('Enter');
    expect(await page.getByText('Reading the history…', { exact: true }).isVisible()).toBe(true);
    expect(await asked('find')).toEqual([{ target: 'action', code: '8021', site: '' }]);
    await panel.answer('find', { stale: true, tasks: [0, 1, 5] });
    expect(await count().textContent()).toBe('Showing 3 of 6,640');
    expect(await page.getByText(/^Stale: the history has changed/).isVisible()).toBe(true);
    await page.getByRole('combobox', { name: 'Code' }).fill('50660');
    await page.keyboard.press('Tab');
    await panel.refuse('find', 'history.json: there is no such file');
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
    await page.getByRole('radio', { name: /^Training 2/ }).check();
    const own = samples.fit.filter((fit) => fit === 1).length;
    expect(await count().textContent()).toBe(`Showing ${own.toLocaleString('en')} of ${own.toLocaleString('en')}`);
    expect(await page.getByRole('columnheader', { name: 'Training', exact: true }).count()).toBe(0);
  });

  test('a row opens by keys, shows its task, and leads to the history', async () => {
    const { page, asked } = await open();
    await openSamples();
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const [{ name }] = await asked('task');
    await panel.answer('task', taskAnswer());
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
    expect(await asked('goToTask')).toEqual([
      { target: 'action', name },
      { target: 'action', name },
    ]);
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByRole('row', { expanded: true }).count()).toBe(0);
  });

  test('are copied as they are filtered, and the errors of a task with all its codes and sites', async () => {
    const { page, asked } = await open();
    await openSamples();
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('incorrect');
    const shown = Number(/^Showing ([\d,]+)/.exec((await count().textContent()) ?? '')?.[1].replace(',', ''));
    await page.getByRole('button', { name: 'Copy Samples as CSV' }).click();
    const lines = String((await asked('copy')).at(-1)?.text)
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(1 + shown);
    expect(lines[0]).toMatch(/^task,training,truth,prediction,probability of acdc,.*,correct,margin$/);
    expect(lines.slice(1).every((line) => /,no,\d\.\d{3}$/.test(line))).toBe(true);
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('Enter');
    await panel.answer('task', taskAnswer());
    await page.getByRole('button', { name: 'Copy Errors of the task as Markdown' }).click();
    expect((await asked('copy')).at(-1)?.text).toMatch(/^\| error code \| meaning \| T1\\_DE\\_KIT \(good\) \|/);
  });

  test('one that the host wants to be seen is shown open, whatever was looked at before', async () => {
    const { send, asked } = await open();
    await send(done);
    const name = samples.names[17];
    await send({ kind: 'show-sample', target: 'action', name });
    expect(await selectedTab()).toBe('Samples');
    expect(await asked('samples')).toEqual([{ target: 'action' }]);
    await panel.answer('samples', samples);
    expect(await count().textContent()).toBe('Showing 1 of 6,640');
    expect(await asked('task')).toEqual([{ target: 'action', name }]);
    await panel.answer('task', taskAnswer());
    await panel.page.getByRole('button', { name: /Go to task/ }).waitFor();
  });

  test('a task whose history is gone says so', async () => {
    const { page } = await open();
    await openSamples();
    await rows().first().click();
    await panel.refuse('task', 'history.json: there is no such file');
    expect(await page.getByText('The history cannot be read: history.json: there is no such file').count()).toBe(1);
    // The second is the open row's detail.
    await rows().nth(2).click();
    await panel.answer('task', { stale: true, errors: null });
    expect(await page.getByText('The history no longer has this task.').count()).toBe(1);
  });

  test('names from data are text', async () => {
    const { page } = await open();
    const markup = '<img src=x onerror=alert(1)>';
    await openSamples({ ...samples, names: samples.names.map(() => markup), notices: [markup], sites: [markup] });
    expect(await page.getByText(markup).first().isVisible()).toBe(true);
    expect(await page.locator('img').count()).toBe(0);
  });

  test('before a fit is complete there are none, and that is said', async () => {
    const { page, send, asked } = await open();
    await send(runSnapshot({ done: 0, state: 'running' }));
    await tab('Samples').click();
    expect(await page.getByText('Waiting for the first training to be complete…').isVisible()).toBe(true);
    expect(await asked('samples')).toEqual([]);
  });
});

describe('what drove a decision', () => {
  /** Opens the first sample's row, with its errors. @returns what was asked about it */
  async function openRow() {
    await openSamples();
    await rows().first().click();
    await panel.answer('task', taskAnswer());
    return (await panel.asked('explain'))[0];
  }

  const classOf = ({ class: c }: { readonly class: number }): string => done.run.targets[0].classes[c];
  const reasons = (): Locator => panel.page.getByRole('table', { name: 'Cells that drove the decision' });

  test('is asked of the fit that evaluated the task when its row opens, and shown in words and beside the counts', async () => {
    const { page, asked } = await open();
    const question = await openRow();
    const first = samples.names.indexOf(question.name);
    expect(question).toEqual({
      target: 'action',
      name: samples.names[first],
      fit: samples.fit[first],
      class: samples.predicted[first],
    });
    expect(await page.getByText('Computing the explanation…').isVisible()).toBe(true);
    await panel.answer('explain', explanationAnswer);
    expect(await reasons().getByRole('rowheader').allTextContents()).toEqual([
      '50660 at T2_US_Caltech Too much memory',
      '50660 at T1_DE_KIT Too much memory',
      '50660 at T2_US_Wisconsin Too much memory',
      '8021 at T1_RU_JINR File read error',
      '8021 at T2_CH_CERN File read error',
      '-1 at T1_RU_JINR Not reported',
    ]);
    const texts = await reasons().getByRole('row').nth(4).getByRole('cell').allTextContents();
    expect(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual(['−against', '55×', '', '−0.81']);
    const errors = page.getByRole('region', { name: 'Errors of the task' });
    expect(
      await errors.getByRole('cell', { name: new RegExp(`^480 ?, \\+1\\.62 for ${classOf(question)}$`) }).count(),
    ).toBe(1);
    expect(
      await errors.getByRole('cell', { name: new RegExp(`^55 ?, −0\\.81 for ${classOf(question)}$`) }).count(),
    ).toBe(1);
    await page.getByText(`The score of ${classOf(question)} is 0.56: −0.42 for a task without errors, +0.98`).waitFor();
    expect(await asked('explain')).toHaveLength(1);
  });

  test('is told for another class, too, and copied', async () => {
    const { page, asked } = await open();
    const question = await openRow();
    await panel.answer('explain', explanationAnswer);
    const other = { ...question, class: question.class === 2 ? 0 : 2 };
    await page.getByRole('combobox', { name: 'Class that is explained' }).selectOption({ index: other.class });
    expect((await asked('explain')).at(-1)).toEqual(other);
    expect(await reasons().count()).toBe(0);
    await panel.answer('explain', explanationAnswer);
    await page.getByText(`The score of ${classOf(other)} is 0.56`).waitFor();
    await page.getByRole('combobox', { name: 'Class that is explained' }).selectOption({ index: question.class });
    await page.getByText(`The score of ${classOf(question)} is 0.56`).waitFor();
    expect(await asked('explain')).toHaveLength(2);
    await page.getByRole('button', { name: 'Copy What drove the decision as CSV' }).click();
    const [{ text }] = await asked('copy');
    expect(String(text).split('\r\n').slice(0, 2)).toEqual([
      'cell,count,contribution',
      '50660 at T2_US_Caltech,480,1.62',
    ]);
  });

  test('says why it cannot be told, and which cells the run does not know', async () => {
    const { page } = await open();
    const question = await openRow();
    await panel.refuse('explain', 'the model cannot be read');
    await page.getByText('Cannot explain the prediction: the model cannot be read').waitFor();
    const other = (question.class + 1) % 3;
    await page.getByRole('combobox', { name: 'Class that is explained' }).selectOption({ index: other });
    await panel.answer('explain', (asked: typeof question) => explanationAnswer(asked, { cells: [] }));
    await page.getByText(`No cell of the task pushes towards ${classOf({ class: other })} or away from it.`).waitFor();
    await page.getByText('1 cell of the task is of codes or sites that the run has never seen').waitFor();
  });

  test('is told of what is not there, by trees, and of attention', async () => {
    const { page } = await open();
    const question = await openRow();
    await panel.answer('explain', treeExplanation);
    expect(await reasons().getByRole('row', { name: '8028 at T2_US_Nebraska' }).textContent()).toContain('no count');
    await page
      .getByRole('combobox', { name: 'Class that is explained' })
      .selectOption({ index: (question.class + 1) % 3 });
    await panel.answer('explain', attentionExplanation);
    await page.getByText('Attention to codes: 50660 61 %, 8021 14 %').waitFor();
  });
});

describe('the drivers', () => {
  const list = (name: string): Locator => panel.page.getByRole('table', { name });

  async function openDrivers(): Promise<void> {
    await panel.send(done);
    await tab('Drivers').click();
  }

  test('of all evaluated tasks are asked for, their progress is told, and they are listed', async () => {
    const { page, asked } = await open();
    await openDrivers();
    expect((await asked('drivers'))[0]).toEqual({ target: 'action', fit: null, class: 0, scope: 'all' });
    expect(await page.getByText('Reading the history…').isVisible()).toBe(true);
    await panel.progress('drivers', { done: 640, tasks: 2000 });
    const progress = page.getByRole('progressbar', { name: 'Tasks that are explained' });
    expect(await progress.getAttribute('aria-valuenow')).toBe('640');
    await panel.answer('drivers', driversAnswer);
    await page.getByText('Over 2,000 of 6,640 evaluated tasks, evenly picked').waitFor();
    const codes = list('Error codes for and against acdc');
    expect(await codes.getByRole('columnheader').allTextContents()).toEqual([
      'error code',
      'mean with it',
      'mean absolute',
      'tasks',
    ]);
    expect((await codes.getByRole('rowheader').allTextContents()).slice(0, 2)).toEqual([
      '50660 Too much memory',
      '8021 File read error',
    ]);
    expect(await list('Sites for and against acdc').getByRole('rowheader').count()).toBe(15);
    expect(await list('Cells for and against acdc').getByRole('rowheader').count()).toBe(20);
    await page.getByText('Showing 20 of 1,870, the strongest.').waitFor();
  });

  test('of another class and other tasks are asked for when they are chosen, and kept', async () => {
    const { page, send, asked, reload } = await open();
    await openDrivers();
    await panel.answer('drivers', driversAnswer);
    await page.getByRole('combobox', { name: 'Class' }).selectOption('clone');
    await page.getByRole('combobox', { name: 'Tasks' }).selectOption('those that were given the class');
    expect((await asked('drivers')).at(-1)).toEqual({ target: 'action', fit: null, class: 1, scope: 'predicted' });
    await panel.answer('drivers', driversAnswer);
    await page.getByText('evaluated tasks that were given clone, evenly picked').waitFor();
    // What was there before is there at once.
    const before = (await asked('drivers')).length;
    await page.getByRole('combobox', { name: 'Tasks' }).selectOption('all that were evaluated');
    await page.getByRole('combobox', { name: 'Class' }).selectOption('acdc');
    await list('Error codes for and against acdc').waitFor();
    expect(await asked('drivers')).toHaveLength(before + 1);
    await page.getByRole('combobox', { name: 'Class' }).selectOption('special');
    await reload();
    await send(done);
    expect((await asked('drivers')).at(-1)).toMatchObject({ class: 2, scope: 'all' });
  });

  test('are those of the chosen fit and target', async () => {
    const { page, asked } = await open();
    await openDrivers();
    await page.getByRole('radio', { name: /^Training 3/ }).check({ force: true });
    expect((await asked('drivers')).at(-1)).toMatchObject({ target: 'action', fit: 2 });
    await tab('memory 5/5 done, trainings done').click();
    expect((await asked('drivers')).at(-1)).toMatchObject({ target: 'memory', fit: 2, class: 0 });
  });

  test('show all rows, and are copied', async () => {
    const { page, asked } = await open();
    await openDrivers();
    await panel.answer('drivers', driversAnswer);
    const more = page.getByRole('button', { name: 'Show all' }).first();
    await more.focus();
    await page.keyboard.press('Enter');
    expect(await list('Error codes for and against acdc').getByRole('rowheader').count()).toBe(54);
    await page.getByRole('button', { name: 'Copy Error codes for and against acdc as CSV' }).click();
    const [{ text }] = await asked('copy');
    expect(String(text).split('\r\n')).toHaveLength(56);
    expect(String(text)).toMatch(/^error code,mean with it,mean absolute,tasks\r\n50660,-0\.880,0\.900,/);
    await page.getByRole('button', { name: 'Copy Sites for and against acdc as Markdown' }).click();
    expect((await asked('copy'))[1].text).toMatch(/^\| site \| mean with it \|/);
  });

  test('say what is stale, missing or cannot be found, and that no task was given the class', async () => {
    const { page } = await open();
    await openDrivers();
    const partly = (question: Parameters<typeof driversAnswer>[0]) => driversAnswer(question, { missing: 12 });
    await panel.answer('drivers', (question: Parameters<typeof driversAnswer>[0]) => ({
      ...partly(question),
      stale: true,
    }));
    await page.getByText('Stale: the history has changed since this run.').waitFor();
    await page.getByText('The history no longer has 12 of the evaluated tasks: left out.').waitFor();
    await page.getByRole('combobox', { name: 'Class' }).selectOption('clone');
    await panel.refuse('drivers', 'history.json: there is no such file');
    await page.getByText('What drives clone cannot be found: history.json: there is no such file').waitFor();
    await page.getByRole('combobox', { name: 'Tasks' }).selectOption({ index: 1 });
    const empty = { tasks: 0, of: 0, codes: [], sites: [], cells: [], codeCount: 0, siteCount: 0, cellCount: 0 };
    await panel.answer('drivers', (question: Parameters<typeof driversAnswer>[0]) => driversAnswer(question, empty));
    await page.getByText('No task was given clone.').waitFor();
  });

  test('are not asked for before a fit is complete', async () => {
    const { page, send, asked } = await open();
    await send(runSnapshot({ done: 0, state: 'running' }));
    await tab('Drivers').click();
    expect(await page.getByText('Waiting for the first training to be complete…').isVisible()).toBe(true);
    expect(await asked('drivers')).toEqual([]);
  });

  test('of data with strange names are text', async () => {
    const { page, asked } = await open();
    await openDrivers();
    const markup = `<img src=x onerror=alert(1)>${'y'.repeat(5000)}`;
    const { drivers: found } = driversAnswer((await asked('drivers'))[0]);
    const rename = <Driver extends object>(driver: Driver) => ({
      ...driver,
      code: markup,
      site: markup,
      title: markup,
    });
    await panel.answer('drivers', {
      stale: false,
      drivers: {
        ...found,
        codes: found.codes.map(rename),
        sites: found.sites.map(rename),
        cells: found.cells.map(rename),
      },
    });
    await list('Cells for and against acdc').waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  });
});

describe('the thresholds', () => {
  test('a slider moves the counts, and the counts lead to their samples', async () => {
    const { page, send, asked } = await open();
    await send(done);
    await tab('Thresholds').click();
    await page.getByRole('combobox', { name: 'Class' }).selectOption('clone');
    expect((await asked('thresholds')).at(-1)).toEqual({ target: 'action', fit: null, class: 1 });
    await panel.answer('thresholds', ({ class: positive }: { class: number }) => thresholdsAnswer(samples, positive));
    await page.getByRole('slider', { name: 'Threshold' }).fill('0.4');
    const found = samples.truth.filter((truth, i) => truth === 1 && samples.probabilities[3 * i + 1] >= 0.4).length;
    await page.getByRole('button', { name: 'Copy the threshold of clone as CSV' }).click();
    expect((await asked('copy')).at(-1)?.text).toContain(`true positives,${found}`);
    await page.getByRole('button', { name: `${found} true positives` }).click();
    await panel.answer('samples', samples);
    expect(await selectedTab()).toBe('Samples');
    expect(await count().textContent()).toBe(`Showing ${found} of 6,640`);
    await page.getByRole('button', { name: 'Remove the threshold' }).click();
    expect(await count().textContent()).toBe('Showing 6,640 of 6,640');
  });

  test('the curves have a table', async () => {
    const { page, send } = await open();
    await send(done);
    await tab('Thresholds').click();
    await panel.answer('thresholds', thresholdsAnswer(samples, 0));
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
    const { page, send, asked } = await open();
    await send(done);
    await tab('Settings').click();
    await page.getByRole('searchbox', { name: 'Search settings' }).fill('sha');
    const table = page.getByRole('table', { name: 'Settings' });
    expect(await table.getByRole('rowheader').allTextContents()).toEqual(['history: SHA-256']);
    await page.getByRole('button', { name: 'Copy Settings as CSV' }).click();
    expect((await asked('copy'))[0].text).toBe(`setting,value\r\nhistory: SHA-256,${'0'.repeat(64)}\r\n`);
    await page.getByRole('button', { name: 'Run again' }).click();
    expect(await asked('runAgain')).toEqual([null]);
  });
});

describe('the policy', () => {
  test('is asked for with the error that is acceptable, and can be saved', async () => {
    const { page, asked } = await open();
    await panel.send(runSnapshot({ trusted: true }));
    await tab('Policy').click();
    expect(await asked('policy')).toEqual([{ maxError: 0.02, confidence: 0.95 }]);
    await panel.answer('policy', policyAnswer);
    const table = page.getByRole('table', { name: 'Act or ask' });
    expect(await table.getByRole('row', { name: 'memory' }).textContent()).toContain('0.9812');
    expect(await table.getByRole('row', { name: 'action' }).textContent()).toContain('never: always ask');
    expect(await asked('policyDetails')).toEqual([{ maxError: 0.02, confidence: 0.95 }]);
    await panel.answer('policyDetails', policyDetailsAnswer());
    await page.getByRole('img', { name: 'memory: acting on 62.4 % is wrong in 1.2 %' }).waitFor();
    await page.getByRole('img', { name: 'action: nothing is acted on' }).waitFor();
    const codes = page.getByRole('table', { name: 'By error code' });
    expect(await codes.getByRole('row', { name: '50660' }).textContent()).toContain('75 %');
    const costs = page.getByRole('table', { name: 'Mean cost per task' });
    expect(await costs.getByRole('row', { name: 'action' }).textContent()).toMatch(/0\.0040\s*0\.1200/);
    await page.getByRole('slider', { name: 'Acceptable error' }).press('ArrowRight');
    expect((await asked('policy')).at(-1)).toEqual({ maxError: 0.03, confidence: 0.95 });
    await panel.refuse('policy', 'the run was evaluated on tasks of 40 workflows');
    await page.getByText('the run was evaluated on tasks of 40 workflows').waitFor();
    await page.getByRole('slider', { name: 'Acceptable error' }).press('ArrowLeft');
    await page.getByRole('button', { name: 'Save Policy…' }).click();
    expect(await asked('savePolicy')).toEqual([{ maxError: 0.02, confidence: 0.95 }]);
  });
});

describe('the calibration', () => {
  test('is shown before and after, and says when there is none yet', async () => {
    const { page } = await open();
    await panel.send(done);
    await tab('Calibration').click();
    await page.getByText('Not calibrated yet').waitFor();
    await panel.send(runSnapshot({ trusted: true }));
    await page.getByText('Calibrated by bias-corrected temperature, on 1,333 tasks').waitFor();
    expect(await page.getByRole('img', { name: /expected calibration error 0\.\d+$/ }).count()).toBe(2);
  });
});

test('every control of every tab has a name', async () => {
  const { page } = await open();
  await openSamples();
  await rows().first().click();
  for (const name of [
    'Summary',
    'Curves',
    'Confusion',
    'Samples',
    'Drivers',
    'Thresholds',
    'Calibration',
    'Policy',
    'Settings',
  ]) {
    await tab(name).click();
    if (name === 'Drivers') await panel.answer('drivers', driversAnswer);
    if (name === 'Thresholds') await panel.answer('thresholds', thresholdsAnswer(samples, 0));
    if (name === 'Policy') {
      await panel.answer('policy', policyAnswer);
      await panel.answer('policyDetails', policyDetailsAnswer());
    }
    for (const role of ['button', 'radio', 'slider', 'grid', 'region', 'table', 'combobox', 'searchbox'] as const) {
      const all = await page.getByRole(role).count();
      expect(await page.getByRole(role, { name: /\S/ }).count(), `${role} in ${name}`).toBe(all);
    }
  }
});

describe('the embeddings', () => {
  const embedding = runSnapshot({ model: 'embedding', settings: { embeddingSize: 20 } });
  const map = (): Locator => panel.page.getByRole('img', { name: /^Map of/ });
  const readout = (text: string | RegExp): Locator => panel.page.locator('.readout', { hasText: text });

  /** Opens the tab and answers it. */
  async function openEmbeddings(): Promise<void> {
    await panel.send(embedding);
    await tab('Embeddings').click();
    await panel.answer('embeddings', embeddingsAnswer());
    await panel.answer('reconstruction', reconstructionAnswer());
  }

  test('have a tab in runs that have some only', async () => {
    const { send } = await open();
    await send(done);
    expect(await tab('Embeddings').count()).toBe(0);
    await send(embedding);
    expect(await tab('Embeddings').count()).toBe(1);
  });

  test('of the first complete fit are asked for, of another when it is chosen', async () => {
    const { page, asked } = await open();
    await openEmbeddings();
    expect(await asked('embeddings')).toEqual([{ target: 'action', fit: 0 }]);
    await page.getByRole('radio', { name: 'Training 3' }).check();
    await page.getByText('Laying out the embeddings…').waitFor();
    expect((await asked('embeddings')).at(-1)).toEqual({ target: 'action', fit: 2 });
    await panel.answer('embeddings', embeddingsAnswer());
    await page.getByRole('heading', { name: 'Embeddings of error codes and sites, training 3' }).waitFor();
  });

  test('are gone through with the arrow keys, and Escape lets go', async () => {
    const { page } = await open();
    await openEmbeddings();
    await map().focus();
    await page.keyboard.press('Home');
    await readout(
      'Error code 8000 (File read error), family unix signal. Most alike in all dimensions: 8037',
    ).waitFor();
    await page.keyboard.press('ArrowRight');
    await readout(/^(Error code|Site) (?!8000)/).waitFor();
    await page.keyboard.press('Escape');
    await readout('The two axes hold 45 % of the variance of all 20 dimensions').waitFor();
  });

  test('show under the pointer what they are', async () => {
    const { page } = await open();
    await openEmbeddings();
    await page.locator('svg .point.site').first().hover();
    await readout(/^(Site|Error code) .* Most alike/).waitFor();
  });

  test('are searched, and shown by kind', async () => {
    const { page, reload } = await open();
    await openEmbeddings();
    await page.getByRole('searchbox', { name: 'Search' }).fill('caltech t0');
    await page.getByText('6 found').waitFor();
    expect(await page.locator('svg .point:not(.faint)').count()).toBe(6);
    await page.getByRole('checkbox', { name: 'Error codes' }).uncheck();
    expect(await page.locator('svg .point').count()).toBe(142);
    await reload();
    await panel.send(embedding);
    await panel.answer('embeddings', embeddingsAnswer());
    expect(await page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('caltech t0');
    expect(await page.locator('svg .point').count()).toBe(142);
  });

  test('and the curve have tables', async () => {
    const { page } = await open();
    await openEmbeddings();
    await page.getByRole('button', { name: 'Show as table: the embeddings' }).click();
    expect(await page.getByRole('table', { name: 'Embeddings' }).getByRole('row').count()).toBe(197);
    await page.getByRole('button', { name: 'Show as table: the errors' }).click();
    await page.getByRole('table', { name: 'Reconstruction error' }).getByText('this run').waitFor();
  });

  test('that cannot be read are said so, and the curve of a history that is gone or has changed', async () => {
    const { page } = await open();
    await panel.send(embedding);
    await tab('Embeddings').click();
    await panel.refuse('embeddings', 'the model cannot be read: it is empty');
    await panel.refuse('reconstruction', 'there is no file history.json');
    await page.getByText('The embeddings cannot be shown: the model cannot be read: it is empty').waitFor();
    await page.getByText('The history cannot be read: there is no file history.json').waitFor();
    await page.getByRole('radio', { name: 'Training 3' }).check();
    await panel.answer('reconstruction', reconstructionAnswer(true));
    await page.getByText('The history has changed since the run').waitFor();
  });

  test('names from data are text', async () => {
    const { page } = await open();
    await panel.send(embedding);
    await tab('Embeddings').click();
    const names = embeddingsAnswer()
      .names.slice(0, 6)
      .map((one, i) => ({ ...one, name: `<img src=x>${'y'.repeat(i * 2000)}`, nearest: [] }));
    await panel.answer('embeddings', { size: 20, explained: [1, 0], names });
    await map().focus();
    await page.keyboard.press('Home');
    await readout('Error code <img src=x>').waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  });
});

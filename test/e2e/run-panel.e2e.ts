import { afterEach, describe, expect, test } from 'vitest';
import type { PanelOptions, PanelPage } from './panel-page.ts';
import { Panels } from './panels.ts';
import { doneFit, epochUpdate, runSnapshot, summaries } from './run-fixture.ts';

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

/** Shows one of the panel's views. */
async function show(name: string): Promise<void> {
  await panel.page.getByRole('tab', { name, exact: true }).click();
}

describe('before there is anything to show', () => {
  test('it says that it loads, and asks for a snapshot once', async () => {
    const { page, asked } = await open();
    expect(await page.getByRole('status').first().textContent()).toBe('Loading the run…');
    expect(await asked('follow')).toHaveLength(1);
  });

  test('a run without an epoch waits for the first', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ done: 0, state: 'running' }));
    expect(await page.getByText('Waiting for the first epoch…').isVisible()).toBe(true);
    expect(await page.getByText('0 of 20 trainings done · starting').isVisible()).toBe(true);
  });
});

describe('while a run trains', () => {
  test('epochs appear as they come, on the same canvas', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'], protocol: 'holdout', done: 0, state: 'running' }));
    await send(epochUpdate('action', 0, 0));
    const slider = page.getByRole('slider', { name: 'Confusion MSE by epoch' });
    expect(await slider.getAttribute('aria-valuemax')).toBe('1');
    const canvas = await page.locator('canvas').first().elementHandle();
    await send(epochUpdate('action', 0, 1), epochUpdate('action', 0, 2));
    await expect.poll(() => slider.getAttribute('aria-valuemax')).toBe('3');
    expect(await page.getByText('At the latest epoch 3').first().isVisible()).toBe(true);
    expect(await page.getByText('Now action training 1 at epoch 3; at most 200 epochs each').isVisible()).toBe(true);
    expect(
      await page
        .locator('canvas')
        .first()
        .evaluate((one, other) => one === other, canvas),
    ).toBe(true);
  });

  test('many epochs at once are painted once', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'], done: 0, epochsOfRunning: 5 }));
    await page.evaluate(countPaints);
    await send(...Array.from({ length: 60 }, (_, i) => epochUpdate('action', 0, i + 5)));
    await expect.poll(() => page.getByRole('slider').first().getAttribute('aria-valuemax')).toBe('65');
    // Chart.js clears a canvas once for each paint. Two may do: the messages may fall into two pauses.
    expect(await page.evaluate('paints')).toBeLessThanOrEqual(2);
  });

  test('a fit that is complete shows its best and its last epoch', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'], protocol: 'holdout', done: 0, epochsOfRunning: 22 }));
    await page.evaluate(recordTexts);
    await send({ kind: 'fit', fit: { ...doneFit('action', 0, 22), epochs: [] } });
    expect(await page.evaluate('[...texts]')).toEqual(expect.arrayContaining(['best 16', 'stop 22']));
    expect(await page.getByText(/^Best epoch 16, its weights were kept\. Stopped after epoch 22/).isVisible()).toBe(
      true,
    );
    expect(await page.locator('#summary').first().textContent()).toContain('best 16. stop 22.');
  });

  test('epochs after a gap make it ask for a snapshot, once', async () => {
    const { send, asked } = await open();
    await send(
      runSnapshot({ targets: ['action'], done: 0, epochsOfRunning: 5 }),
      ...[9, 10, 11].map((epoch) => epochUpdate('action', 0, epoch)),
    );
    expect(await asked('follow')).toHaveLength(2);
    await send(runSnapshot({ targets: ['action'], done: 0, epochsOfRunning: 12 }), epochUpdate('action', 0, 20));
    expect(await asked('follow')).toHaveLength(3);
  });

  test('the end brings the results, and takes the Cancel button away', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'], done: 4, epochsOfRunning: 22 }));
    await show('Summary');
    expect(await page.getByRole('region', { name: /^Results so far/ }).isVisible()).toBe(true);
    const { run, fits } = runSnapshot({ targets: ['action'] });
    await send(
      { kind: 'fit', fit: fits[4] },
      { kind: 'run', run: { ...run, summary: summaries(fits) }, cancellable: false },
    );
    expect(await page.getByRole('region', { name: 'Results', exact: true }).isVisible()).toBe(true);
    expect(await page.getByText('Done in 3 min 12 s').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    expect(await page.getByRole('status').textContent()).toBe('Done');
  });

  test('a screen reader hears of the progress, but not of every epoch', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'], done: 1, epochsOfRunning: 5 }));
    const first = await page.getByRole('status').textContent();
    expect(first).toBe('1 of 5 trainings done, action training 2 at epoch 5');
    await send(epochUpdate('action', 1, 5));
    expect(await page.getByRole('status').textContent()).toBe(first);
  });

  test('the focus stays where it is while epochs come', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'], done: 0, epochsOfRunning: 5 }));
    await page.getByRole('button', { name: 'Show as table: Recall per class' }).focus();
    await send(epochUpdate('action', 0, 5), { kind: 'fit', fit: { ...doneFit('action', 0, 6), epochs: [] } });
    await page.keyboard.press('Enter');
    expect(await page.getByRole('table', { name: 'Recall per class' }).isVisible()).toBe(true);
  });
});

describe('what can be done', () => {
  test('Cancel asks the host, where it can', async () => {
    const { page, send, asked } = await open();
    await send({ ...runSnapshot({ done: 1, epochsOfRunning: 3 }), cancellable: false });
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    await send(runSnapshot({ done: 1, epochsOfRunning: 3 }));
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await asked('cancel')).toHaveLength(1);
  });

  test.each([
    ['study.oap.json', 'experiment'],
    ['history.json', 'history'],
    ['Run folder', 'folder'],
  ])('%s opens the %s', async (name, what) => {
    const { page, send, asked } = await open();
    await send(runSnapshot());
    await page.getByRole('button', { name }).click();
    expect(await asked('open')).toEqual([{ what }]);
  });

  test('the confusion matrix is copied as Markdown and as CSV', async () => {
    const { page, send, asked } = await open();
    await send(runSnapshot({ targets: ['xrootd'], protocol: 'holdout' }));
    await show('Confusion');
    await page.getByRole('button', { name: 'Copy Confusion matrix as Markdown' }).click();
    await page.getByRole('button', { name: 'Copy Confusion matrix as CSV' }).click();
    const [markdown, csv] = (await asked('copy')).map(({ text }) => String(text).split(/\r?\n/));
    expect(markdown[0]).toBe('| true \\\\ predicted | disabled | enabled | default |');
    expect(markdown[2]).toBe('| disabled | no examples | no examples | no examples |');
    expect(csv[2]).toMatch(/^enabled(,0\.\d\d,\d+){3}$/);
    expect(await page.getByRole('status').textContent()).toBe('Copied');
  });
});

describe('the charts', () => {
  test('each has a table with every epoch', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'], protocol: 'holdout' }));
    await show('Curves');
    for (const name of ['Cross entropy', 'Confusion MSE', 'Precision per class', 'Recall per class']) {
      await page.getByRole('button', { name: `Show as table: ${name}` }).click();
      expect(await page.getByRole('table', { name }).getByRole('row').count()).toBe(1 + 22);
    }
    expect(
      await page.getByRole('table', { name: 'Recall per class' }).getByRole('columnheader').allTextContents(),
    ).toEqual([
      'epoch',
      'acdc, validation',
      'acdc, training',
      'clone, validation',
      'clone, training',
      'special, validation',
      'special, training',
    ]);
    await page.getByRole('button', { name: 'Show as chart: Recall per class' }).click();
    expect(await page.getByRole('slider', { name: 'Recall per class by epoch' }).isVisible()).toBe(true);
  });

  test('a table of very many epochs says that it shows the last', async () => {
    const { page, send } = await open();
    await send(
      runSnapshot({ targets: ['action'], protocol: 'holdout', done: 0, epochsOfRunning: 700, maxEpochs: 1000 }),
    );
    await page.getByRole('button', { name: 'Show as table: Cross entropy' }).click();
    expect(await page.getByText('Showing the last 500 of 700 rows. Copying takes all 700 rows.').isVisible()).toBe(
      true,
    );
  });

  test('the arrow keys move one cursor over all of them', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'], protocol: 'holdout' }));
    await show('Curves');
    await page.getByRole('slider', { name: 'Cross entropy by epoch' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await page.getByText('At epoch 2', { exact: true }).count()).toBe(4);
    const mse = page.getByRole('slider', { name: 'Confusion MSE by epoch' });
    expect(await mse.getAttribute('aria-valuetext')).toMatch(/^epoch 2: validation 0\.\d{4}, training 0\.\d{4}$/);
    await page.keyboard.press('Escape');
    expect(await page.getByText('At the best epoch 16', { exact: true }).count()).toBe(4);
  });

  test('the pointer shows the values below it', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'], protocol: 'holdout' }));
    await show('Curves');
    const slider = page.getByRole('slider', { name: 'Recall per class by epoch' });
    await slider.hover({ position: { x: 40, y: 100 } });
    expect(Number(await slider.getAttribute('aria-valuenow'))).toBeLessThan(4);
    await page.mouse.move(2, 2);
    expect(await slider.getAttribute('aria-valuenow')).toBe('16');
  });

  test('several fits are a mean with its spread, or one of them', async () => {
    const { page, send, state } = await open();
    await send(runSnapshot({ targets: ['action'] }));
    await show('Curves');
    expect(await page.getByText('At the last common epoch 22, mean ± std of 5 trainings').count()).toBe(4);
    await page.getByRole('radio', { name: 'Training 3 28 epochs' }).check();
    expect(await page.getByText('At the best epoch 22', { exact: true }).count()).toBe(4);
    expect(await state()).toMatchObject({ fit: 2 });
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByText('At the best epoch 19', { exact: true }).count()).toBe(4);
  });

  test('a class can be hidden in both of its charts', async () => {
    const { page, send, state } = await open();
    await send(runSnapshot({ targets: ['action'] }));
    await show('Curves');
    await page.getByRole('button', { name: 'acdc' }).first().click();
    const pressed = await page
      .getByRole('button', { name: 'acdc' })
      .evaluateAll((all) => all.map((one) => one.ariaPressed));
    expect(pressed).toEqual(['false', 'false']);
    expect(await state()).toMatchObject({ hidden: [{ target: 'action', classes: [0] }] });
  });
});

describe('the confusion matrix', () => {
  test('says what each cell is', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'] }));
    await show('Confusion');
    const cells = page.getByRole('grid').getByRole('gridcell');
    expect(await cells.count()).toBe(9);
    expect(await cells.nth(1).getAttribute('aria-label')).toMatch(
      /^true acdc, predicted clone: 0\.\d\d ± 0\.\d\d of the row, [\d,]+ examples$/,
    );
  });

  test('the arrow keys walk over it, and one Tab leaves it', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'] }));
    await show('Confusion');
    const focused = () => page.evaluate(focusedLabel);
    await page.getByRole('button', { name: 'Save Confusion matrix as an image' }).focus();
    await page.keyboard.press('Tab');
    expect(await focused()).toContain('true acdc, predicted acdc');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toContain('true clone, predicted clone');
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toContain('true special, predicted special');
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Save Confusion matrix as an image');
    await page.keyboard.press('Tab');
    expect(await focused()).toContain('true special, predicted special');
  });

  test('a class without examples says so, and is passed without losing the column', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['xrootd'] }));
    await show('Confusion');
    const cells = page.getByRole('grid').getByRole('gridcell');
    expect(await cells.first().textContent()).toBe('no examples');
    await cells.last().focus();
    await page.keyboard.press('Control+Home');
    expect(await page.evaluate(focusedLabel)).toBe('true disabled: no examples');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(focusedLabel)).toContain('true enabled, predicted default');
  });

  test('one fit has no spread', async () => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'], protocol: 'holdout' }));
    await show('Confusion');
    expect(await page.getByRole('grid').textContent()).not.toContain('±');
    expect(await page.getByText('Share of the true class; counts of 1 training.').isVisible()).toBe(true);
  });
});

describe('a run that did not come to its end', () => {
  test.each([
    ['failed', 'The history changed while the run trained.', 'The history changed while the run trained.'],
    ['cancelled', undefined, 'Cancelled after 2 of 5 trainings. Continue does the missing ones.'],
    ['interrupted', undefined, 'Interrupted after 2 of 5 trainings. Continue does the missing ones.'],
  ] as const)('%s: says so, and shows what is complete', async (state, error, notice) => {
    const { page, send } = await open();
    await send(runSnapshot({ targets: ['action'], state, done: 2, ...(error && { error }) }));
    await show('Confusion');
    expect(await page.getByRole('note').textContent()).toContain(notice);
    expect(await page.getByRole('grid').isVisible()).toBe(true);
    expect(await page.getByRole('radio', { name: 'Training 3 not begun' }).count()).toBe(1);
    expect(await page.getByRole('progressbar').count()).toBe(0);
  });

  test('a fit that failed says why', async () => {
    const { page, send } = await open();
    const snapshot = runSnapshot({ targets: ['action'], state: 'failed', done: 2 });
    await send(snapshot, {
      kind: 'fit',
      fit: { target: 'action', index: 2, state: 'failed', epochs: [], error: 'Out of memory.' },
    });
    await show('Curves');
    expect(await page.getByRole('radio', { name: 'Training 3 failed: Out of memory.' }).count()).toBe(1);
  });

  test('one that cannot be shown gives the reason', async () => {
    const { page, send } = await open();
    await send({ kind: 'unavailable', reason: 'The run is of a newer version.' });
    expect(await page.getByRole('heading', { name: 'This run cannot be shown' }).isVisible()).toBe(true);
    expect(await page.getByText('The run is of a newer version.').isVisible()).toBe(true);
  });
});

describe('after a reload', () => {
  test('the target, the fit and the tables are those from before', async () => {
    const { page, send, state, reload } = await open();
    await send(runSnapshot());
    await show('Curves');
    await page.getByRole('tab', { name: 'action' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Show as table: Cross entropy' }).click();
    await page.getByRole('radio', { name: 'Training 1' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await state()).toMatchObject({
      identity: 'the-identity',
      tab: 'curves',
      target: 'memory',
      fit: 1,
      tables: ['cross-entropy'],
    });

    await reload();
    await send(runSnapshot());
    const targets = page.getByRole('tablist', { name: 'Targets' });
    expect(await targets.getByRole('tab', { selected: true }).textContent()).toContain('memory');
    expect(await page.getByRole('table', { name: 'Cross entropy' }).isVisible()).toBe(true);
    expect(await page.getByRole('radio', { name: 'Training 2' }).isChecked()).toBe(true);
  });

  test('the place in the page is that from before', async () => {
    const { page, send, state, until, reload } = await open({ height: 400 });
    await send(runSnapshot());
    await page.mouse.move(500, 200);
    await page.mouse.wheel(0, 300);
    await until('JSON.parse(sessionStorage.getItem("state")).scroll > 0');
    const { scroll } = (await state()) as { scroll: number };
    await reload();
    await send(runSnapshot());
    expect(await page.evaluate('window.scrollY')).toBe(scroll);
  });
});

describe('what comes from outside', () => {
  test('a message that is none is reported and changes nothing', async () => {
    const { page, send, asked } = await open();
    await send(runSnapshot());
    const { run } = runSnapshot();
    await panel.post('nonsense');
    await send(
      { kind: 'epochs', epochs: [{ target: 'action', index: 0 }] },
      {
        kind: 'run',
        run: { ...run, state: 'paused' },
        cancellable: true,
      },
    );
    expect((await asked('failed')).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^invalid message: /),
      expect.stringMatching(/^invalid message: epochs\.0\.record: /),
      expect.stringMatching(/^invalid message: run\.state: /),
    ]);
    expect(await page.getByRole('heading', { name: 'simple' }).isVisible()).toBe(true);
  });

  test('names from data are text', async () => {
    const { page, send } = await open();
    const markup = '<img src=x onerror=alert(1)>';
    const snapshot = runSnapshot({ targets: ['action', 'memory'], model: markup });
    const text = JSON.stringify(snapshot)
      .replaceAll('"acdc"', JSON.stringify(markup))
      .replaceAll('"action"', '"__proto__"');
    await send(JSON.parse(text));
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(markup);
    await show('Confusion');
    const targets = page.getByRole('tablist', { name: 'Targets' });
    expect(await targets.getByRole('tab', { selected: true }).textContent()).toContain('__proto__');
    expect(await page.getByRole('columnheader', { name: markup }).count()).toBe(1);
    expect(await page.locator('img').count()).toBe(0);
  });

  test('a name of 10,000 characters is cut short, not the page stretched', async () => {
    const { page, send } = await open({ width: 600 });
    const long = 'x'.repeat(10_000);
    const text = JSON.stringify(runSnapshot({ targets: ['action', 'memory'] }));
    await send(JSON.parse(text.replaceAll('"acdc"', `"${long}"`).replaceAll('"action"', `"${long}"`)));
    for (const view of ['Summary', 'Curves', 'Confusion', 'Settings']) {
      await show(view);
      expect(await page.evaluate('document.documentElement.scrollWidth'), view).toBe(600);
    }
  });
});

/** Counts how often the first chart is painted from now on, as `paints`. */
const countPaints = `
  globalThis.paints = 0;
  const { clearRect } = CanvasRenderingContext2D.prototype;
  let canvas;
  CanvasRenderingContext2D.prototype.clearRect = function (...args) {
    canvas ??= this.canvas;
    if (this.canvas === canvas) paints++;
    return clearRect.apply(this, args);
  };`;

/** Collects what is written on canvases from now on, as \`texts\`. */
const recordTexts = `
  globalThis.texts = new Set();
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...args) {
    texts.add(text);
    return fillText.call(this, text, ...args);
  };`;

/** Name of the focused element, through shadow roots. */
const focusedLabel = `(() => {
  let element = document.activeElement;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element.ariaLabel;
})()`;

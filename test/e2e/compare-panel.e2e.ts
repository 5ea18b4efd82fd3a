import { afterEach, describe, expect, test } from 'vitest';
import { comparedPair, comparedRun, curvesAnswer, curvesOf, pairAnswer, someRuns } from './compare-fixture.ts';
import type { PanelOptions, PanelPage } from './panel-page.ts';
import { Panels } from './panels.ts';

let panel: PanelPage;

const panels = new Panels();

// Whatever a test does: no offence against the security policy, no error, no warning.
afterEach(async () => {
  const faults = await panel.faults();
  await panel.close();
  expect(faults).toEqual([]);
});

async function open(options?: PanelOptions): Promise<PanelPage> {
  panel = await panels.open('compare', options);
  return panel;
}

/** A panel with so many runs, their curves and pairs. */
async function openRuns(count: number, options?: PanelOptions): Promise<PanelPage> {
  const opened = await open(options);
  const runs = someRuns(count);
  await opened.send({ kind: 'runs', runs });
  await opened.answer('curves', curvesAnswer(runs));
  if (count > 1) {
    await opened.answer('pair', pairAnswer(runs));
    await opened.page.getByText('computing…').first().waitFor({ state: 'hidden' });
  }
  return opened;
}

const results = () => panel.page.getByRole('table', { name: 'Results' });
const rowNames = () => results().getByRole('rowheader').getByRole('button').allTextContents();

describe('before there is anything to compare', () => {
  test('it says that it loads, and asks for the runs once', async () => {
    const { page, asked } = await open();
    expect(await page.getByRole('status').first().textContent()).toBe('Loading the comparison…');
    expect(await asked('follow')).toHaveLength(1);
  });

  test('no run: it offers to choose some', async () => {
    const { page, send, asked } = await open();
    await send({ kind: 'runs', runs: [] });
    expect(await page.getByRole('heading', { name: 'No runs to compare' }).isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Choose Runs…' }).click();
    expect(await asked('choose')).toHaveLength(1);
  });

  test('one run: it says so, and shows what there is', async () => {
    const { page } = await openRuns(1);
    expect(await page.getByText('Choose another run to compare.').isVisible()).toBe(true);
    expect(await rowNames()).toEqual(['simple']);
    expect(await page.getByText('Check another run above to compare it with the baseline.').isVisible()).toBe(true);
  });
});

describe('the runs', () => {
  test('that cannot be read are named, the others stay', async () => {
    const { page, send } = await open();
    const gone = { folder: '/runs/gone', name: 'gone', run: null, error: 'It was deleted.' };
    await send({ kind: 'runs', runs: [...someRuns(2), gone] });
    expect(await page.getByRole('note').allTextContents()).toEqual(['gone cannot be shown: It was deleted.']);
    expect(await rowNames()).toEqual(['simple', 'cnn']);
  });

  test('stand under the targets that they predict', async () => {
    const { page, send } = await open();
    await send({ kind: 'runs', runs: [comparedRun('all'), comparedRun('one', { targets: ['memory'] })] });
    expect(await rowNames()).toEqual(['all']);
    expect(await page.getByText('Without action: one.').isVisible()).toBe(true);
    await page.getByRole('tab', { name: 'memory' }).click();
    expect(await rowNames()).toEqual(['all', 'one']);
  });

  test('of different protocols or histories get a warning', async () => {
    const { page, send } = await open();
    await send({ kind: 'runs', runs: [comparedRun('one'), comparedRun('two', { protocol: 'repeated-test' })] });
    expect(await page.getByRole('note').textContent()).toContain('Different protocols');
  });

  test('that change are asked about anew, the panel stays as it is', async () => {
    const { page, send, asked } = await openRuns(2);
    await page.getByRole('checkbox', { name: 'Differences only' }).focus();
    expect(await asked('curves')).toHaveLength(2);
    expect(await asked('pair')).toHaveLength(1);
    await send({ kind: 'run', run: comparedRun('cnn', { state: 'failed', done: 3 }) });
    expect(await asked('curves')).toHaveLength(3);
    expect(await asked('pair')).toHaveLength(2);
    expect(await results().getByText('Failed').isVisible()).toBe(true);
    expect(
      await page.getByRole('checkbox', { name: 'Differences only' }).evaluate((one) => one.matches(':focus')),
    ).toBe(true);
  });

  test('that train are not compared task by task', async () => {
    const { page, send, asked } = await open();
    await send({ kind: 'runs', runs: [comparedRun('one'), comparedRun('two', { done: 1, epochsOfRunning: 3 })] });
    expect(await asked('pair')).toHaveLength(0);
    expect(await page.getByRole('table', { name: 'Differences' }).getByText('is training').isVisible()).toBe(true);
  });

  test('open in their own panel', async () => {
    const { page, asked } = await openRuns(2);
    await page.getByRole('button', { name: 'cnn', exact: true }).click();
    expect(await asked('open')).toEqual([{ folder: '/runs/cnn' }]);
  });
});

describe('the table of results', () => {
  test('sorts by its headings, by keys as well', async () => {
    const { page } = await openRuns(3);
    const heading = results().getByRole('button', { name: 'confusion MSE' });
    await heading.focus();
    await page.keyboard.press('Enter');
    expect(await rowNames()).toEqual(['cnn', 'embedding', 'simple']);
    expect(await results().getByRole('columnheader', { name: 'confusion MSE' }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
    await page.keyboard.press('Enter');
    expect(await rowNames()).toEqual(['simple', 'embedding', 'cnn']);
    await page.keyboard.press('Enter');
    expect(await rowNames()).toEqual(['simple', 'cnn', 'embedding']);
  });

  test('marks the best in words, too, and takes the differences to the chosen baseline', async () => {
    const { page } = await openRuns(2);
    const row = results().getByRole('row', { name: 'cnn' });
    expect(await row.getByText('best').count()).toBeGreaterThan(0);
    expect(await row.getByText('+0.100').first().isVisible()).toBe(true);
    await page.getByRole('radio', { name: 'Compare the others with cnn' }).check();
    expect(await row.getByText('+0.100').count()).toBe(0);
    expect(await results().getByRole('row', { name: 'simple' }).getByText('−0.100').first().isVisible()).toBe(true);
  });

  test('hides columns, and copies what is shown', async () => {
    const { page, asked } = await openRuns(2);
    await page.getByText('Columns', { exact: true }).click();
    for (const name of ['macro F1', 'accuracy', 'time', 'epochs', 'trainings']) {
      await page.getByRole('checkbox', { name, exact: true }).uncheck();
    }
    await page.getByRole('button', { name: 'Copy Results as CSV' }).click();
    const [{ text }] = (await asked('copy')) as { text: string }[];
    expect(text.split('\r\n')[0]).toMatch(
      /^run,protocol,confusion MSE,.*"confusion MSE, difference",macro recall,.*macro precision,.*"macro precision, difference"$/,
    );
    expect(await page.getByRole('status').last().textContent()).toBe('Copied');
  });

  test('of more than eight runs draws eight, and says so', async () => {
    const { page, asked } = await openRuns(10);
    expect(await page.getByText(/Curves and tests show 8 of 10 runs/).isVisible()).toBe(true);
    const ninth = page.getByRole('checkbox', { name: 'Draw the curves of embedding+smote' });
    expect(await ninth.isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: 'Draw the curves of cnn', exact: true }).uncheck();
    await ninth.check();
    expect((await asked('curves')).at(-1)).toEqual({
      folder: '/runs/embedding+smote',
      target: 'action',
    });
  });
});

describe('the overview', () => {
  test('has every run of every target, in words and as a table', async () => {
    const { page } = await openRuns(3);
    const items = page.getByRole('list', { name: 'memory' }).getByRole('listitem');
    expect(await items.count()).toBe(3);
    expect(await items.first().getAttribute('aria-label')).toMatch(
      /^simple: confusion MSE 0\.\d{4} ± 0\.\d{4}, macro recall 0\.\d{3} ± 0\.\d{3}, macro precision /,
    );
    await page.getByRole('button', { name: 'Show as table: Overview' }).click();
    expect(await page.getByRole('table', { name: 'Overview' }).getByRole('row').count()).toBe(1 + 4 * 3);
  });
});

describe('the curves', () => {
  test('have one cursor with the values of all runs', async () => {
    const { page, asked } = await openRuns(2);
    await page.getByRole('slider', { name: 'Confusion MSE by epoch' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const values = page.getByRole('table', { name: 'Values at epoch 2' });
    expect(await values.getByRole('row').count()).toBe(3);
    expect(await values.getByRole('row').last().textContent()).toMatch(
      /cnn.*2.*0\.\d{3} ± 0\.\d{3}.*0\.\d{4} ± 0\.\d{4}/s,
    );
    const recall = page.getByRole('slider', { name: 'Macro recall by epoch' });
    expect(await recall.getAttribute('aria-valuetext')).toMatch(/^epoch 2: simple 0\.\d{3} .*cnn 0\.\d{3}/);
    await page.getByRole('button', { name: 'Copy Values as Markdown' }).click();
    expect((await asked('copy')).at(-1)?.text).toMatch(
      /^\| Values at epoch \d+ \| epoch \||^\| Values at the last epoch/,
    );
  });

  test('of a run that ended before the cursor say so', async () => {
    const { page, send } = await open();
    const runs = someRuns(2);
    await send({ kind: 'runs', runs });
    await panel.answer('curves', ({ folder }: { folder: string }) =>
      curvesOf('action', folder === runs[0].folder ? 10 : 30),
    );
    await page.getByRole('slider', { name: 'Cross entropy by epoch' }).focus();
    await page.keyboard.press('End');
    expect(
      await page
        .getByRole('table', { name: /Values at epoch/ })
        .getByText('ended at 16')
        .isVisible(),
    ).toBe(true);
  });

  test('are told apart by dashes and markers, and are there as tables', async () => {
    const { page } = await openRuns(3);
    await page.getByRole('button', { name: 'Show as table: Macro recall' }).click();
    expect(await page.getByRole('table', { name: 'Macro recall' }).getByRole('columnheader').allTextContents()).toEqual(
      ['epoch', 'simple', 'cnn', 'embedding'],
    );
    const dashes = await results()
      .locator('svg path[stroke]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('stroke-dasharray')));
    expect(new Set(dashes).size).toBe(3);
  });

  test('zoom by keys, by buttons and by dragging, all at once', async () => {
    const { page, state } = await openRuns(2);
    const chart = page.getByRole('slider', { name: 'Cross entropy by epoch' });
    await chart.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('+');
    expect(await page.getByText(/Showing epochs 1 to 2\d of 5\d\./).isVisible()).toBe(true);
    await page.keyboard.press('0');
    expect(await page.getByText(/Showing epochs/).count()).toBe(0);
    await page.getByRole('button', { name: 'Zoom in (+)' }).click();
    expect(await state()).toMatchObject({ window: [1, expect.any(Number)] });
    await page.getByRole('button', { name: 'Show all epochs (0)' }).click();
    const box = (await chart.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(box.x + box.width * 0.4, box.y + 80);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + 80, { steps: 4 });
    await page.mouse.up();
    const { window } = (await state()) as { window: [number, number] };
    expect(window[0]).toBeGreaterThan(10);
    expect(window[1]).toBeLessThan(50);
  });

  test('are smoothed, of training, and on a logarithmic axis, when that is asked for', async () => {
    const { page, state } = await openRuns(2);
    let before = await pictures();
    /** Which of the charts have changed. */
    const changed = async (): Promise<boolean[]> => (await pictures()).map((one, i) => one !== before[i]);
    await page.getByRole('slider', { name: 'Smoothing' }).fill('0.8');
    await expect.poll(changed).toEqual([true, true, true, true]);
    before = await pictures();
    await page.getByRole('checkbox', { name: 'Logarithmic axis' }).check();
    // Shares from 0 to 1 keep their axis.
    await expect.poll(changed).toEqual([true, true, false, false]);
    before = await pictures();
    await page.getByRole('combobox', { name: 'Examples' }).selectOption('training');
    await expect.poll(changed).toEqual([true, true, true, true]);
    expect(await state()).toMatchObject({ smoothing: 0.8, scale: 'logarithmic', examples: 'training' });
  });

  /** What the four charts show. */
  function pictures(): Promise<string[]> {
    return panel.page.locator('.plot canvas:first-child').evaluateAll((all) => all.map((one) => one.toDataURL()));
  }
});

describe('a pair', () => {
  test('has its intervals with a verdict in words, and says what was resampled', async () => {
    const { page } = await openRuns(2);
    const row = page.getByRole('table', { name: 'Differences' }).getByRole('row').last();
    expect(await row.textContent()).toMatch(/cnn.*\+0\.0300 \[\+0\.0160, \+0\.0460\].*worse.*−0\.060 \[.*worse/s);
    expect(await page.getByText(/2,000 times 5,049 workflows were drawn with replacement/).isVisible()).toBe(true);
  });

  test('of different test sets has a warning', async () => {
    const { page, send } = await open();
    const runs = someRuns(2);
    const reason = 'Different test sets: 0 tasks in common.';
    const result = { kind: 'incomparable', reason };
    await send({ kind: 'runs', runs });
    await panel.answer('pair', result);
    expect(await page.getByRole('table', { name: 'Differences' }).getByText(reason).isVisible()).toBe(true);
  });

  test('shows both matrices and their difference', async () => {
    const { page, send } = await openRuns(2);
    expect(await page.getByRole('grid').count()).toBe(2);
    const difference = page.getByRole('table', { name: 'cnn − simple: rows true, columns predicted' });
    expect(await difference.locator('td').count()).toBe(9);
    await send({ kind: 'runs', runs: [comparedRun('simple'), comparedRun('cnn', { epochs: 60 })] });
    expect(await difference.textContent()).toMatch(/[+−]0\.\d\d\s+(better|worse)/);
  });

  test('lists the tasks that one gets right and the other wrong', async () => {
    const { page, asked } = await openRuns(2);
    expect(await page.getByText('Showing the first 100 of 283 rows. Copying takes all 283 rows.').isVisible()).toBe(
      true,
    );
    await page.getByRole('radio', { name: 'cnn correct, simple incorrect: 439' }).check();
    expect(await page.getByText('Showing the first 100 of 439 rows. Copying takes all 439 rows.').isVisible()).toBe(
      true,
    );
    await page.getByRole('button', { name: 'Copy Tasks as CSV' }).click();
    expect(String((await asked('copy')).at(-1)?.text).match(/\r\n/g)).toHaveLength(1 + 439);
    expect(await page.getByRole('table', { name: 'Tasks' }).getByRole('row').nth(1).textContent()).toMatch(
      /pdmvserv.*acdc.*special \(0\.50\).*acdc \(0\.45\)/s,
    );
  });

  test('is chosen from those that are drawn', async () => {
    const { page, state } = await openRuns(3);
    await page.getByRole('combobox', { name: 'Run to compare with simple' }).selectOption('embedding');
    expect(await page.getByRole('table', { name: /^embedding − simple/ }).isVisible()).toBe(true);
    expect(await state()).toMatchObject({ other: '/runs/embedding' });
  });
});

describe('the settings', () => {
  test('are those that differ, or all', async () => {
    const { page } = await openRuns(2);
    const table = page.getByRole('table', { name: 'Settings' });
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(['run', 'model']);
    await page.getByRole('checkbox', { name: 'Differences only' }).uncheck();
    expect(await table.getByRole('columnheader').allTextContents()).toContain('training.earlyStopping.patience');
  });
});

describe('after a reload', () => {
  test('what was chosen is as it was', async () => {
    const { page, send, reload } = await openRuns(3);
    await page.getByRole('radio', { name: 'Compare the others with cnn' }).check();
    await page.getByRole('checkbox', { name: 'Draw the curves of simple' }).uncheck();
    await results().getByRole('button', { name: 'run' }).click();
    await page.getByRole('tab', { name: 'memory' }).click();
    await reload();
    await send({ kind: 'runs', runs: someRuns(3) });
    expect(await page.getByRole('tab', { selected: true }).textContent()).toContain('memory');
    expect(await rowNames()).toEqual(['cnn', 'embedding', 'simple']);
    expect(await page.getByRole('radio', { name: 'Compare the others with cnn' }).isChecked()).toBe(true);
    expect(await page.getByRole('checkbox', { name: 'Draw the curves of simple' }).isChecked()).toBe(false);
  });
});

describe('what comes from outside', () => {
  test('a message that is none is reported and changes nothing', async () => {
    const { send, asked } = await openRuns(2);
    await panel.post('nonsense');
    await send({ kind: 'run', run: { folder: '/runs/cnn' } });
    expect((await asked('failed')).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^invalid message: /),
      expect.stringMatching(/^invalid message: run\.name: /),
    ]);
    expect(await rowNames()).toEqual(['simple', 'cnn']);
  });

  test('names from data are text, and long ones do not stretch the page', async () => {
    const { page, send } = await open({ width: 600 });
    const markup = '<img src=x onerror=alert(1)>';
    const long = 'x'.repeat(10_000);
    const text = JSON.stringify([comparedRun(markup), comparedRun(long)]).replaceAll('"action"', '"__proto__"');
    await send({ kind: 'runs', runs: JSON.parse(text) });
    await panel.answer('pair', comparedPair(0.1));
    expect(await page.getByRole('tab', { selected: true }).textContent()).toContain('__proto__');
    expect((await rowNames())[0]).toBe(markup);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(600);
  });
});

import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { findings } from './axe.ts';
import type { Browser, BrowserContextOptions, Page } from './browser.ts';
import { givePage, takePage } from './page-pool.ts';
import { sharing } from './shared.ts';
import { root, Workspace } from './workspace.ts';

/*
 * The report as people get it: a file that a browser opens, without network. Pictures of it go to artifacts/screenshots, to
 * be looked at.
 */

const evil = '</script><img src=x onerror=alert(1)>';
const screenshots = path.join(root, 'artifacts/screenshots');
const workspace = new Workspace(1500);
let browser: Browser;

sharing.beforeAll(({ browser: shared }) => {
  browser = shared;
  const models = ['simple', 'xgboost', { name: evil, model: 'embedding' }];
  const fields = { history: 'history.json', targets: { action: {}, memory: {} }, models, split: { repeats: 2 } };
  workspace.write('study.oap.json', JSON.stringify({ ...fields, training: { maxEpochs: 12 } }));
  const experiment = workspace.path('study.oap.json');
  for (const model of ['simple', 'xgboost', evil]) workspace.oap('test', experiment, '--model', model);
  const byModel = (model: string) => workspace.runs().find((run) => run.model === model)?.id ?? '';
  const runs = ['--runs', workspace.path('.oap', 'runs')];
  workspace.oap('report', byModel('simple'), '--out', workspace.path('one.html'), ...runs);
  const all = ['simple', 'xgboost', evil].map(byModel);
  workspace.oap('report', ...all, '--out', workspace.path('several.html'), ...runs);
  // Away from everything that is beside it.
  fs.renameSync(workspace.path('history.json'), workspace.path('moved.json'));
  fs.rmSync(workspace.path('.oap'), { recursive: true });
  fs.mkdirSync(screenshots, { recursive: true });
});

afterAll(() => workspace.remove());

const pageOptions = {
  reducedMotion: 'reduce',
  offline: true,
  permissions: ['clipboard-read', 'clipboard-write'],
} satisfies BrowserContextOptions;

interface Opened {
  readonly page: Page;
  /** Whatever the page has asked for but itself, offences against its policy, errors and warnings. */
  faults(): Promise<readonly string[]>;
}

interface Options {
  readonly scheme?: 'dark' | 'light';
  readonly width?: number;
}

/** Opens a report with the network refused, does something with it, and looks for faults. */
async function withReport(
  name: string,
  { scheme = 'light', width = 1200 }: Options,
  use: (page: Page) => Promise<void>,
) {
  const { page, faults } = await openReport(name, scheme, width);
  try {
    await use(page);
    expect(await faults()).toEqual([]);
  } finally {
    await givePage(browser, page, pageOptions);
  }
}

async function openReport(name: string, scheme: 'dark' | 'light', width: number): Promise<Opened> {
  const page = await takePage(browser, { ...pageOptions, viewport: { width, height: 900 } }, (created) =>
    created.addInitScript(`
      window.violations = [];
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        window.violations.push(violatedDirective + ': ' + blockedURI);
      });
    `),
  );
  await page.emulateMedia({ colorScheme: scheme });
  const url = pathToFileURL(workspace.path(name)).href;
  const faults: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('blob:')) faults.push(`request of ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  return {
    page,
    async faults() {
      return [...faults, ...((await page.evaluate('window.violations')) as string[])];
    },
  };
}

async function screenshot(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

/** What shows that the content of a tab is there. */
const contents: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['Summary', (page) => page.getByRole('table', { name: 'Results' }).waitFor()],
  ['Curves', (page) => page.getByRole('slider', { name: 'Cross entropy by epoch' }).waitFor()],
  ['Confusion', (page) => page.getByRole('grid', { name: /Confusion matrix/ }).waitFor()],
  ['Drivers', (page) => page.getByRole('table', { name: /^Error codes for and against/ }).waitFor()],
  ['Samples', (page) => page.getByText('Showing 900 of 900').waitFor()],
  ['Thresholds', (page) => page.getByRole('img', { name: /^Precision over recall/ }).waitFor()],
  ['Settings', (page) => page.getByText('history: SHA-256').waitFor()],
];

describe.each(['light', 'dark'] as const)('in %s colours', (scheme) => {
  test('a run has all its tabs, and axe-core finds nothing serious', async () => {
    await withReport('one.html', { scheme }, async (page) => {
      expect(await page.title()).toBe('Report of simple, repeated-test');
      await page.getByText('Operator Action Predictions: report of 1 run').waitFor();
      await page.getByText('synthetic data').first().waitFor();
      for (const [name, shown] of contents) {
        await tab(page, name).click();
        await shown(page);
        expect(await findings(page), name).toEqual([]);
        await screenshot(page, `report-${name.toLowerCase()}-${scheme}`);
      }
    });
  });

  test('several runs are compared, and each is there', async () => {
    await withReport('several.html', { scheme }, async (page) => {
      await page.getByRole('heading', { name: 'Comparison of 3 runs' }).waitFor();
      const differences = page.getByRole('table', { name: 'Differences' });
      await expect.poll(() => differences.getByText(/[+−]0\.\d{4} \[/).count()).toBe(2);
      await page.getByRole('slider', { name: 'Confusion MSE by epoch' }).waitFor();
      expect(await findings(page)).toEqual([]);
      await screenshot(page, `report-comparison-${scheme}`);
      await tab(page, 'xgboost').click();
      await page.getByRole('heading', { name: 'xgboost', level: 1 }).waitFor();
      expect(await findings(page)).toEqual([]);
    });
  });
});

test('another baseline, and the other way round, are answered from the page', async () => {
  await withReport('several.html', {}, async (page) => {
    await page.getByRole('radio', { name: 'Compare the others with xgboost' }).click();
    await page.getByRole('columnheader', { name: 'compared with xgboost' }).waitFor();
    const differences = page.getByRole('table', { name: 'Differences' });
    await expect.poll(() => differences.getByText(/[+−]0\.\d{4} \[/).count()).toBe(2);
    await page.getByRole('tab', { name: /^memory/ }).click();
    await page.getByText(/ times \d+ workflows were drawn/).waitFor();
  });
});

test('a run opens from the comparison, which is as it was afterwards', async () => {
  await withReport('several.html', {}, async (page) => {
    await page.getByRole('checkbox', { name: 'Logarithmic axis' }).check();
    await page.getByRole('button', { name: 'simple', exact: true }).click();
    await page.getByRole('heading', { name: 'simple', level: 1 }).waitFor();
    expect(await tab(page, 'simple').getAttribute('aria-selected')).toBe('true');
    await tab(page, 'Comparison').click();
    expect(await page.getByRole('checkbox', { name: 'Logarithmic axis' }).isChecked()).toBe(true);
  });
});

test('the tabs of the runs work by keyboard', async () => {
  await withReport('several.html', {}, async (page) => {
    await tab(page, 'Comparison').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: 'simple', level: 1 }).waitFor();
    expect(await tab(page, 'simple').evaluate((one) => one.matches(':focus'))).toBe(true);
  });
});

test('samples are searched, and a row shows the errors of its task', async () => {
  await withReport('one.html', {}, async (page) => {
    await tab(page, 'Samples').click();
    await page.getByText('Showing 900 of 900').waitFor();
    await page.getByLabel('Code').fill('8021');
    await page.keyboard.press('Enter');
    await page.getByText(/^Showing (?!900)[\d,]+ of 900$/).waitFor();
    await page.getByRole('treegrid', { name: 'Samples' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('listed, no exit code').first().waitFor();
    // Where the history is not, nobody can go: the line is said.
    await page.getByText(/^line [\d,]+$/).waitFor();
    await page.keyboard.press('Control+Enter');
    // The model is not here to be asked.
    expect(await page.getByText('What drove the decision').count()).toBe(0);
    await screenshot(page, 'report-sample-light');
  });
});

test('what drives a class is there for all fits together', async () => {
  await withReport('one.html', {}, async (page) => {
    await tab(page, 'Drivers').click();
    await page.getByText(/^Over 500 of 900 evaluated tasks, evenly picked: on average the score of acdc/).waitFor();
    await page.getByRole('combobox', { name: 'Tasks' }).selectOption('those that were given the class');
    await page.getByText(/evaluated tasks that were given acdc/).waitFor();
    await page.getByRole('radio', { name: /^Training 2/ }).check();
    await page
      .getByText('What drives acdc cannot be found: the report has it for all trainings together only')
      .waitFor();
  });
});

test('embeddings are on their map', async () => {
  await withReport('several.html', {}, async (page) => {
    await tab(page, evil).click();
    await tab(page, 'Embeddings').click();
    await page.getByRole('img', { name: /^Map of \d+ embeddings/ }).waitFor();
    await page.getByRole('img', { name: /pairs are used/ }).waitFor();
    expect(await findings(page)).toEqual([]);
    await screenshot(page, 'report-embeddings-light');
  });
});

test('a cell of the matrix leads to as many samples, and the threshold counts as many', async () => {
  await withReport('one.html', {}, async (page) => {
    await tab(page, 'Confusion').click();
    const cell = page.getByRole('gridcell', { name: /^true acdc, predicted acdc:/ });
    const count = /, ([\d,]+) examples$/.exec((await cell.getAttribute('aria-label')) ?? '')?.[1];
    await cell.click();
    await page.getByText(`Showing ${count} of 900`).waitFor();
    await tab(page, 'Thresholds').click();
    await page.getByRole('slider', { name: 'Threshold' }).fill('0.621');
    const button = page.getByRole('button', { name: /true positives?: show these samples/ });
    const positives = /^([\d,]+) true/.exec((await button.getAttribute('aria-label')) ?? '')?.[1];
    await button.click();
    await page.getByText(`Showing ${positives} of 900`).waitFor();
  });
});

test('what only VS Code can do is not there', async () => {
  await withReport('several.html', {}, async (page) => {
    for (const name of ['Choose Runs…', 'Export Report…'])
      expect(await page.getByRole('button', { name }).count()).toBe(0);
  });
  await withReport('one.html', {}, async (page) => {
    for (const [name, shown] of contents) {
      await tab(page, name).click();
      await shown(page);
      for (const gone of [
        'Cancel',
        'Continue',
        'Run again',
        'Run folder',
        /^Go to task/,
        'study.oap.json',
        'history.json',
      ]) {
        expect(await page.getByRole('button', { name: gone }).count(), String(gone)).toBe(0);
      }
    }
  });
});

test('tables are copied, and charts saved as files', async () => {
  await withReport('one.html', {}, async (page) => {
    await page.getByRole('button', { name: 'Copy Results as CSV' }).click();
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toMatch(/^target,confusion MSE,/);
    await tab(page, 'Curves').click();
    await page.getByRole('button', { name: 'Save Cross entropy as an image' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'SVG drawing' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toMatch(
      /^\d{8}-\d{6}-simple-repeated-test-[0-9a-f]{6}-action-Cross-entropy\.svg$/,
    );
    expect(fs.readFileSync(await download.path(), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });
});

test('markup in names stays text', async () => {
  await withReport('several.html', {}, async (page) => {
    await tab(page, evil).click();
    await page.getByRole('heading', { name: evil, level: 1 }).waitFor();
    const images = await page.evaluate(`(() => {
      const inside = (root) => [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? inside(one.shadowRoot) : [])]);
      return inside(document).filter(({ localName }) => localName === 'img').length;
    })()`);
    expect(images).toBe(0);
    await screenshot(page, 'report-odd-name-light');
  });
});

test('it follows the colours that the reader prefers, and is light on paper', async () => {
  await withReport('one.html', { scheme: 'dark' }, async (page) => {
    const look = () =>
      page.evaluate(
        '[getComputedStyle(document.documentElement).backgroundColor, document.body.dataset.vscodeThemeKind].join()',
      );
    const [dark, light] = ['rgb(31, 31, 31),vscode-dark', 'rgb(255, 255, 255),vscode-light'];
    expect(await look()).toBe(dark);
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(look).toBe(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(look).toBe(dark);
    await tab(page, 'Curves').click();
    await page.getByRole('slider', { name: 'Cross entropy by epoch' }).waitFor();
    await page.evaluate(`window.dispatchEvent(new Event('beforeprint'))`);
    await page.emulateMedia({ media: 'print' });
    await expect.poll(look).toBe(light);
    expect(await page.getByRole('button', { name: /^Save / }).count()).toBe(0);
    await screenshot(page, 'report-print');
    await page.evaluate(`window.dispatchEvent(new Event('afterprint'))`);
    await page.emulateMedia({ media: 'screen' });
    await expect.poll(look).toBe(dark);
  });
});

test('in a narrow window nothing is cut off', async () => {
  await withReport('several.html', { width: 360 }, async (page) => {
    await page.getByRole('table', { name: 'Results' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await screenshot(page, 'report-narrow-light');
    await tab(page, 'simple').click();
    for (const [name] of contents) {
      await tab(page, name).click();
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), name).toBe(true);
    }
  });
});

test('a file that is damaged says so', async () => {
  const page = workspace.read('one.html');
  workspace.write('damaged.html', page.replace(/(id="report-data">.{100})[^<]*/, '$1'));
  const context = await browser.newContext({ offline: true });
  const opened = await context.newPage();
  await opened.goto(pathToFileURL(workspace.path('damaged.html')).href);
  await opened.getByText('This report cannot be shown: the file is damaged, or the browser is too old.').waitFor();
  await context.close();
});

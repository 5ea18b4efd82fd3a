import fs from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Locator, Page } from './browser.ts';
import { curvesAnswer, pairAnswer, someRuns } from './compare-fixture.ts';
import { historySnapshot } from './history-fixture.ts';
import type { PanelPage, ThemeName } from './panel-page.ts';
import { Panels } from './panels.ts';
import {
  driversAnswer,
  embeddingsAnswer,
  reconstructionAnswer,
  runSnapshot,
  samplesAnswer,
  thresholdsAnswer,
} from './run-fixture.ts';
import { sharing } from './shared.ts';
import { root } from './workspace.ts';

/*
 * Every chart can be saved as an image. The images go to artifacts/screenshots, to be looked at by people; that they are
 * whole, and that nothing is cut off, is told here.
 */

const screenshots = path.join(root, 'artifacts/screenshots');
const panels = new Panels();
/** Where files are looked at. */
let drawing: Page;

sharing.beforeAll(async ({ browser }) => {
  drawing = await browser.newPage();
  fs.mkdirSync(screenshots, { recursive: true });
});

afterAll(async () => {
  await drawing?.context().close();
});

interface Saved {
  readonly name: string;
  readonly content: Buffer;
}

/** Saves the chart of this name through its menu, with the mouse. */
async function save(
  panel: PanelPage,
  chart: string,
  format: 'PNG image' | 'SVG drawing',
  within?: Locator,
): Promise<Saved> {
  const before = (await panel.asked('savePicture')).length;
  const place = within ?? panel.page.locator('body');
  await place.getByRole('button', { name: `Save ${chart} as an image`, exact: true }).click();
  await place.getByRole('menuitem', { name: format }).click();
  return saved(panel, before);
}

/** The image that was sent after so many others. */
async function saved({ page, until }: PanelPage, before: number): Promise<Saved> {
  const images = `sent.filter(({ method }) => method === 'savePicture').map(({ argument }) => argument)`;
  await until(`${images}.length > ${before}`);
  // As text, because bytes come out of the page one by one.
  const [name, content] = (await page.evaluate(
    `(({ name, content }) => [name, Array.from(content, (byte) => String.fromCharCode(byte)).join('')])(${images}[${before}])`,
  )) as [string, string];
  return { name, content: Buffer.from(content, 'latin1') };
}

/** Width and height that a PNG says it has. */
function pngSize(content: Buffer): readonly [number, number] {
  expect(content.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  return [content.readUInt32BE(16), content.readUInt32BE(20)];
}

/** Texts and shapes of an SVG file, as a browser shows it, that are not wholly on it. */
async function cutOff(content: Buffer): Promise<readonly string[]> {
  await drawing.goto(`data:image/svg+xml;base64,${content.toString('base64')}`);
  return (await drawing.evaluate(`(() => {
    const all = document.documentElement.getBoundingClientRect();
    const lost = ({ left, top, right, bottom }) => left < all.left || top < all.top || right > all.right || bottom > all.bottom;
    return [...document.querySelectorAll('text, path')]
      .filter((one) => one.closest('clipPath, [clip-path]') === null && lost(one.getBoundingClientRect()))
      .map((one) => one.outerHTML);
  })()`)) as string[];
}

/** Saves a chart in both formats and looks at what came. */
async function saveBoth(panel: PanelPage, chart: string, picture: string, within?: Locator): Promise<readonly Saved[]> {
  const png = await save(panel, chart, 'PNG image', within);
  fs.writeFileSync(path.join(screenshots, `image-${picture}.png`), png.content);
  const svg = await save(panel, chart, 'SVG drawing', within);
  fs.writeFileSync(path.join(screenshots, `image-${picture}.svg`), svg.content);
  const [, width, height] = svg.content.toString().match(/<svg [^>]*width="(\d+)" height="(\d+)"/) ?? [];
  expect(pngSize(png.content)).toEqual([2 * Number(width), 2 * Number(height)]);
  expect(await cutOff(svg.content)).toEqual([]);
  return [png, svg];
}

async function withPanel(name: string, theme: ThemeName, use: (panel: PanelPage) => Promise<void>): Promise<void> {
  await panels.with(name, { theme, width: 1200 }, use);
}

test('the charts of a run are saved with its id, target and name', async () => {
  await withPanel('run', 'dark', async (panel) => {
    const snapshot = runSnapshot({ synthetic: true });
    await panel.send(snapshot);
    const tab = (name: string) => panel.page.getByRole('tab', { name, exact: true }).click();
    await tab('Curves');
    const [png, svg] = await saveBoth(panel, 'Cross entropy', 'run-cross-entropy-dark');
    expect([png.name, svg.name]).toEqual([
      '2026-03-14-091500-simple-action-Cross-entropy.png',
      '2026-03-14-091500-simple-action-Cross-entropy.svg',
    ]);
    expect(svg.content.toString()).toMatch(/9,522 tasks · synthetic data<\/text>/);
    await tab('Confusion');
    await saveBoth(panel, 'Confusion matrix', 'run-confusion-dark');
    await tab('Drivers');
    await panel.answer('drivers', driversAnswer);
    const [drivers, drawn] = await saveBoth(panel, 'Error codes for and against acdc', 'run-drivers-dark');
    expect(drawn.content.toString()).toMatch(/Over [\d,]+ .*evaluated tasks/);
    expect(drivers.name).toBe('2026-03-14-091500-simple-action-Error-codes-for-and-against-acdc.png');
    await tab('Thresholds');
    const samples = samplesAnswer(snapshot, 'action');
    await panel.answer('thresholds', thresholdsAnswer(samples, 0));
    await saveBoth(panel, 'Precision over recall, acdc', 'run-precision-recall-dark');
    const [roc] = await saveBoth(panel, 'ROC curve, acdc', 'run-roc-dark');
    expect(roc.name).toBe('2026-03-14-091500-simple-action-ROC-curve-acdc.png');
  });
});

test('the map of embeddings, and the error by their size', async () => {
  await withPanel('run', 'light', async (panel) => {
    await panel.send(runSnapshot({ model: 'embedding', settings: { embeddingSize: 16 } }));
    await panel.page.getByRole('tab', { name: 'Embeddings', exact: true }).click();
    await panel.answer('embeddings', embeddingsAnswer());
    await panel.answer('reconstruction', reconstructionAnswer());
    const [map] = await saveBoth(panel, 'Embeddings', 'run-embeddings-light');
    expect(map.name).toBe('2026-03-14-091500-simple-action-fit-1-Embeddings.png');
    await saveBoth(panel, 'Reconstruction error by size', 'run-reconstruction-light');
  });
});

test('those of a comparison with the names of its runs', async () => {
  await withPanel('compare', 'dark', async (panel) => {
    const runs = someRuns(6, { synthetic: true, trusted: true });
    await panel.send({ kind: 'runs', runs });
    await panel.answer('curves', curvesAnswer(runs));
    await panel.answer('pair', pairAnswer(runs));
    const [overview] = await saveBoth(panel, 'Overview', 'compare-overview-dark');
    expect(overview.name).toBe('compare-simple-cnn-embedding-and-3-more-Overview.png');
    const [curves] = await saveBoth(panel, 'Confusion MSE, validation', 'compare-confusion-mse-dark');
    expect(curves.name).toBe('compare-simple-cnn-embedding-and-3-more-action-Confusion-MSE-validation.png');
    await saveBoth(panel, 'Confusion matrix of cnn', 'compare-confusion-dark');
    await saveBoth(panel, 'Difference of confusion matrices, cnn − simple', 'compare-difference-dark');
  });
});

test("those of a history with the file's name", async () => {
  await withPanel('history', 'dark', async (panel) => {
    await panel.send(historySnapshot());
    const [codes] = await saveBoth(panel, 'Error codes, by tasks', 'history-codes-dark');
    expect(codes.name).toBe('history-Error-codes-by-tasks.png');
    await saveBoth(panel, 'Pairs of error code and site', 'history-pairs-dark');
  });
});

test.each(['light', 'high-contrast', 'high-contrast-light'] as const)(
  'in %s an image has the colours of the theme',
  async (theme) => {
    await withPanel('run', theme, async (panel) => {
      await panel.send(runSnapshot());
      await panel.page.getByRole('tab', { name: 'Curves', exact: true }).click();
      const [, svg] = await saveBoth(panel, 'Recall per class', `run-recall-${theme}`);
      const background = theme === 'high-contrast' ? '#000000' : '#ffffff';
      expect(svg.content.toString()).toContain(`<rect width="100%" height="100%" fill="${background}"/>`);
      await panel.page.getByRole('tab', { name: 'Confusion', exact: true }).click();
      await saveBoth(panel, 'Confusion matrix', `run-confusion-${theme}`);
    });
  },
);

test('the menu works by keyboard', async () => {
  await withPanel('run', 'dark', async (panel) => {
    const { page, until, screenshot } = panel;
    await panel.send(runSnapshot());
    await page.getByRole('tab', { name: 'Curves', exact: true }).click();
    const opener = page.getByRole('button', { name: 'Save Cross entropy as an image' });
    const menu = page.getByRole('menu', { name: 'Save Cross entropy as' });
    const isFocused = (item: Locator) => item.evaluate((one) => one.matches(':focus'));
    await opener.focus();
    await page.keyboard.press('Enter');
    const first = menu.getByRole('menuitem', { name: 'PNG image' });
    await expect.poll(() => isFocused(first)).toBe(true);
    await screenshot('run-save-menu');
    await page.keyboard.press('Escape');
    expect([await menu.count(), await isFocused(opener)]).toEqual([0, true]);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => isFocused(first)).toBe(true);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const svg = await saved(panel, 0);
    expect(svg.name).toMatch(/\.svg$/);
    expect([await menu.count(), await isFocused(opener)]).toEqual([0, true]);
    await until(
      `document.querySelector('run-panel').shadowRoot.querySelector('[role=status]').textContent.startsWith('Saving ')`,
    );
    // The menu goes when the focus does.
    await page.keyboard.press('Enter');
    await expect.poll(() => isFocused(first)).toBe(true);
    await page.keyboard.press('Tab');
    await expect.poll(() => menu.count()).toBe(0);
  });
});

test('names from data are text in an image, and no part of a path in its name', async () => {
  await withPanel('compare', 'dark', async (panel) => {
    const names = ['<img src=x onerror=alert(1)>', '../../etc/passwd'];
    const runs = names.map((name, i) => ({ ...someRuns(1)[0], name, folder: `/runs/${i}` }));
    await panel.send({ kind: 'runs', runs });
    await panel.answer('curves', curvesAnswer(runs));
    const [png, svg] = await saveBoth(panel, 'Macro recall, validation', 'compare-odd-names-dark');
    expect(png.name).toBe('compare-img-src-x-onerror-alert-1-etc-passwd-action-Macro-recall-validation.png');
    expect(svg.content.toString()).toContain('>&lt;img src=x onerror=alert(1)&gt;</text>');
  });
});

import fs from 'node:fs';
import { launchBrowser, type Page } from '../test/e2e/browser.ts';
import { curvesAnswer, pairAnswer, someRuns } from '../test/e2e/compare-fixture.ts';
import { openPanel, type PanelPage, servePanels } from '../test/e2e/panel-page.ts';
import { runSnapshot, samplesAnswer, thresholdsAnswer } from '../test/e2e/run-fixture.ts';
import { median } from './measuring.ts';

const rounds = 5;
const comparedRuns = 48;
const epochs = 200;
/** Epochs of a very long run. */
const manyEpochs = 50_000;
/** Minimum number of samples of the scrolled run. */
const samples = 10_000;
/** Frames of a movement. */
const movedFrames = 120;

/** Deep in the shadow roots of a page: the first element that matches, within one root. */
const deepFind = `window.deepFind = (selector, root = document) => {
  const found = root.querySelector(selector);
  if (found) return found;
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    const inside = shadowRoot && deepFind(selector, shadowRoot);
    if (inside) return inside;
  }
  return null;
}`;

/**
 * The panels of the release in the test browser, with invented numbers: time from the data to the first paint, frames per
 * second while moving, and memory.
 */
export async function benchViews(): Promise<void> {
  const browser = await launchBrowser();
  const server = await servePanels();
  /** Runs a measurement in several new pages of a panel and returns the median. */
  const inPages = async (panel: string, measure: (page: PanelPage) => Promise<Measures>): Promise<void> => {
    const all: Measures[] = [];
    for (let round = 0; round < rounds; round++) {
      const opened = await openPanel(browser, server, panel, { width: 1200, height: 900 });
      await opened.page.evaluate(deepFind);
      all.push(await measure(opened));
      await opened.close();
    }
    for (const [name, { unit, wanted }] of all[0]) {
      const value = median(all.map((one) => one.get(name)?.value ?? Number.NaN));
      console.log(`${name}: ${value.toFixed(0)} ${unit} (wanted: ${wanted})`);
    }
  };
  try {
    console.log(`\ncomparison of ${comparedRuns} runs of ${epochs} epochs`);
    await inPages('compare', measureComparison);
    console.log(`\nrun of ${epochs} epochs and ${samples.toLocaleString('en')} samples`);
    await inPages('run', measureRun);
    console.log(`\nrun that trains, at epoch ${manyEpochs.toLocaleString('en')}`);
    await inPages('run', measureLongRun);
  } finally {
    await browser.close();
    await server.stop();
  }
}

type Measures = Map<string, { readonly value: number; readonly unit: string; readonly wanted: string }>;

async function measureComparison({ page, send, answer }: PanelPage): Promise<Measures> {
  const runs = someRuns(comparedRuns);
  const measures: Measures = new Map();
  const first = await paint(page, () => send({ kind: 'runs', runs }), 'tbody tr');
  measures.set('first paint after the runs', { value: first, unit: 'ms', wanted: 'at most 300' });
  const curves = await paint(page, () => answer('curves', curvesAnswer(runs, epochs)), 'canvas');
  await answer('pair', pairAnswer(runs));
  measures.set('curves of 8 runs after their arrival', { value: curves, unit: 'ms', wanted: 'at most 300' });
  const rate = await move(page, `window.scrollTo(0, 12 * frame)`);
  measures.set('scrolling', { value: rate, unit: 'frames/s', wanted: 'at least 50' });
  return withMemory(page, measures);
}

async function measureRun({ page, send, answer }: PanelPage): Promise<Measures> {
  const snapshot = runSnapshot({ targets: ['action'], epochs, fits: 8 });
  const message = samplesAnswer(snapshot, 'action');
  if (message.task.length < samples) throw new Error(`the run has ${message.task.length} samples only`);
  const measures: Measures = new Map();
  const first = await paint(page, () => send(snapshot), 'tbody tr');
  measures.set('first paint after the snapshot', { value: first, unit: 'ms', wanted: 'at most 300' });
  const open = (name: string) => page.getByRole('tab', { name, exact: true }).click();
  await open('Samples');
  const list = await paint(page, () => answer('samples', message), '[role=treegrid] [role=row]');
  measures.set(`samples (${message.task.length.toLocaleString('en')}) after their arrival`, {
    value: list,
    unit: 'ms',
    wanted: 'at most 300',
  });
  const scrolling = await move(page, `deepFind('.scroller').scrollTop += 90`);
  measures.set('scrolling through samples', { value: scrolling, unit: 'frames/s', wanted: 'at least 50' });
  await open('Thresholds');
  await answer('thresholds', thresholdsAnswer(message, 0));
  const slide = `{
    const slider = deepFind('input[type=range]');
    slider.value = String((frame % 100) / 100);
    slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }`;
  measures.set('threshold slider', { value: await move(page, slide), unit: 'frames/s', wanted: 'at least 50' });
  return withMemory(page, measures);
}

async function measureLongRun({ page, send }: PanelPage): Promise<Measures> {
  const snapshot = runSnapshot({ targets: ['action'], fits: 1, done: 0, epochsOfRunning: manyEpochs });
  const measures: Measures = new Map();
  const first = await paint(page, () => send(snapshot), 'canvas');
  measures.set('first paint after the snapshot', { value: first, unit: 'ms', wanted: '–' });
  return withMemory(page, measures);
}

/**
 * Milliseconds from the arrival of messages to the end of the first frame that has such an element. The page records the
 * arrival of the first message, as transferring many megabytes takes time.
 */
async function paint(page: Page, send: () => Promise<void>, selector: string): Promise<number> {
  const painted = page.evaluate(`new Promise((resolve, reject) => {
    window.addEventListener('message', () => {
      const started = performance.now();
      const look = () => {
        if (deepFind('${selector}')) setTimeout(() => resolve(performance.now() - started));
        else if (performance.now() - started > 20_000) reject(new Error('no ${selector} after 20 s'));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { once: true, capture: true });
  })`) as Promise<number>;
  await send();
  return painted;
}

/** Frames a second while something is moved once a frame. */
function move(page: Page, step: string): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    let frame = 0;
    let started;
    const next = (now) => {
      started ??= now;
      if (frame === ${movedFrames}) return resolve((${movedFrames} * 1000) / (now - started));
      ${step};
      frame++;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  })`);
}

/** Memory of the page's process, with its share of shared memory (Linux), and of the page's objects. */
async function withMemory(page: Page, measures: Measures): Promise<Measures> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
  measures.set("objects in the page's memory", { value: heap / 2 ** 20, unit: 'MB', wanted: 'at most 150' });
  const browser = page.context().browser();
  if (browser === null || !fs.existsSync('/proc/self/smaps_rollup')) return measures;
  const { processInfo } = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
  // Every page has its own process, the last one started is this page's; there is also an empty one.
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const own = Math.max(...renderers.map(proportionalMegabytes));
  measures.set("process of the page, the browser's own code included", { value: own, unit: 'MB', wanted: '–' });
  return measures;
}

function proportionalMegabytes(process: number): number {
  const rollup = fs.readFileSync(`/proc/${process}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) / 1024;
}

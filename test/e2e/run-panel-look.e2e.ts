import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { contrastRatio, parseColour, type Rgb } from '../../webview/picture/colour.ts';
import { themeNames } from './panel-page.ts';
import { Panels } from './panels.ts';
import { runSnapshot } from './run-fixture.ts';

/*
 * How the run's panel looks: pictures of it go to artifacts/screenshots, to be looked at by people; what can be told
 * without eyes is told here.
 */

const panels = new Panels();

describe.each(themeNames)('in %s', (theme) => {
  test('the text of every matrix cell can be read on its ground', async () => {
    await panels.with('run', { theme }, async ({ send, page }) => {
      await send(runSnapshot({ targets: ['memory'] }));
      await page.getByRole('tab', { name: 'Confusion' }).click();
      const colours = await page
        .getByRole('grid')
        .getByRole('gridcell')
        .evaluateAll((all) =>
          all.map((cell) => {
            const { color, backgroundColor } = cell.ownerDocument.defaultView.getComputedStyle(cell);
            return [color, backgroundColor];
          }),
        );
      expect(colours).toHaveLength(16);
      for (const [text, ground] of colours) {
        expect(contrastRatio(rgb(text), rgb(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    });
  });
});

test('a change of the theme is taken over at once, on canvases, too', async () => {
  await panels.with('run', { theme: 'dark' }, async ({ send, page, setTheme }) => {
    await send(runSnapshot({ targets: ['action'] }));
    await page.getByRole('tab', { name: 'Curves' }).click();
    const canvas = page.locator('canvas').first();
    const picture = (): Promise<string> => canvas.evaluate((one) => one.toDataURL());
    const before = await picture();
    await setTheme('high-contrast-light');
    await expect.poll(picture).not.toBe(before);
    await page.getByRole('tab', { name: 'Confusion' }).click();
    expect(await page.getByRole('grid').getAttribute('class')).toContain('high-contrast');
  });
});

test.each([
  ['a column of 360 pixels', 'narrow', { width: 360 }],
  ['a zoom of 200 %', 'zoomed', { zoom: 2 }],
  ['a wide window', 'wide', { width: 1800 }],
])('in %s nothing is cut off that cannot be scrolled to', async (_, name, options) => {
  await panels.with('run', options, async ({ send, page, screenshot }) => {
    await send(runSnapshot({ synthetic: true, done: 3, epochsOfRunning: 9 }));
    await page.getByRole('tab', { name: 'memory' }).click();
    await screenshot(`run-${name}`);
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
    expect(
      await page
        .locator('canvas')
        .first()
        .evaluate((one) => one.getBoundingClientRect().right),
    ).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
    await page.getByRole('button', { name: 'Cancel' }).click();
  });
});

test.each([
  [true, 'none'],
  [false, 'breathe'],
])('with reduced motion %s the animation while loading is %s', async (reducedMotion, animation) => {
  await panels.with('run', { reducedMotion }, async ({ page }) => {
    const chart = page.locator('.skeleton .chart').first();
    const name = await chart.evaluate((one) => one.ownerDocument.defaultView.getComputedStyle(one).animationName);
    expect(name).toBe(animation);
  });
});

test('every control has a name', async () => {
  await panels.with('run', {}, async ({ send, page }) => {
    await send(runSnapshot({ done: 2, epochsOfRunning: 14 }));
    for (const role of ['button', 'tab', 'radio', 'slider', 'progressbar'] as const) {
      const all = await page.getByRole(role).count();
      expect(all, role).toBeGreaterThan(0);
      expect(await page.getByRole(role, { name: /\S/ }).count(), role).toBe(all);
    }
  });
});

test('the bundle is at most 160 KB, compressed', () => {
  expect(gzipSync(panels.server.file('run.js')).byteLength).toBeLessThanOrEqual(160 * 1024);
});

function rgb(css: string): Rgb {
  return parseColour(css, [0, 0, 0])!;
}

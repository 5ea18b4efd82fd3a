import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { curvesAnswer, pairAnswer, someRuns } from './compare-fixture.ts';
import { Panels } from './panels.ts';

/*
 * How the comparison looks: pictures of it go to artifacts/screenshots, to be looked at by people; what can be told without
 * eyes is told here.
 */

const panels = new Panels();

test.each([
  ['a column of 360 pixels', 'narrow', { width: 360 }],
  ['a zoom of 200 %', 'zoomed', { zoom: 2 }],
  ['a wide window', 'wide', { width: 1800 }],
])('in %s nothing is cut off that cannot be scrolled to', async (_, name, options) => {
  await panels.with('compare', options, async ({ send, answer, page, screenshot }) => {
    const runs = someRuns(9, { trusted: true });
    await send({ kind: 'runs', runs });
    await answer('curves', curvesAnswer(runs));
    await answer('pair', pairAnswer(runs));
    await screenshot(`compare-${name}`);
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  });
});

test('every control has a name', async () => {
  await panels.with('compare', {}, async ({ send, answer, page }) => {
    const runs = someRuns(3);
    await send({ kind: 'runs', runs });
    await answer('curves', curvesAnswer(runs));
    await answer('pair', pairAnswer(runs));
    for (const role of [
      'button',
      'tab',
      'radio',
      'checkbox',
      'slider',
      'grid',
      'region',
      'table',
      'combobox',
    ] as const) {
      const all = await page.getByRole(role).count();
      expect(all, role).toBeGreaterThan(0);
      expect(await page.getByRole(role, { name: /\S/ }).count(), role).toBe(all);
    }
  });
});

test('the bundle is at most 120 KB, compressed', () => {
  expect(gzipSync(panels.server.file('compare.js')).byteLength).toBeLessThanOrEqual(120 * 1024);
});

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { comparedRun, curveMessages, pairMessages, someRuns } from './compare-fixture.ts';
import { themeNames } from './panel-page.ts';
import { Panels } from './panels.ts';

/*
 * How the comparison looks: pictures of it go to artifacts/screenshots, to be looked at by people; what can be told without
 * eyes is told here.
 */

const panels = new Panels();

describe.each(themeNames)('in %s', (theme) => {
  test('pictures of its states', async () => {
    await panels.with('compare', { theme, width: 1200 }, async ({ send, screenshot, page }) => {
      await screenshot(`compare-loading-${theme}`);
      await send({ kind: 'runs', runs: [] });
      await screenshot(`compare-none-${theme}`);
      const runs = someRuns(6, { synthetic: true });
      await send({ kind: 'runs', runs });
      await send(...curveMessages(runs, 'action'), ...pairMessages(runs, 'action'));
      await screenshot(`compare-${theme}`);
      const states = [
        runs[0],
        comparedRun('cnn', { state: 'running', done: 0, epochsOfRunning: 5 }),
        comparedRun('embedding', { protocol: 'repeated-test', targets: ['action', 'memory'] }),
        comparedRun('simple', { state: 'failed', done: 2, error: 'No space left on the disk.', folder: '/runs/2' }),
        { folder: '/runs/gone', name: 'gone', run: null, error: '/runs/gone/run.json does not exist (any more)' },
      ];
      const reason =
        'Different test sets: simple was evaluated on 6,665 tasks, embedding on 2,857 tasks; 0 tasks in common. A difference between the scores may come from the tasks alone.';
      await send({ kind: 'runs', runs: states });
      await send(...curveMessages(states.slice(0, 2), 'splitting'), {
        kind: 'pair',
        target: 'action',
        baseline: '/runs/simple',
        other: '/runs/embedding',
        result: { kind: 'incomparable', reason },
      });
      await screenshot(`compare-states-${theme}`);
      await page.getByRole('button', { name: 'Show as table: Overview' }).click();
      await screenshot(`compare-tables-${theme}`);
    });
  });
});

test.each([
  ['a column of 360 pixels', 'narrow', { width: 360 }],
  ['a zoom of 200 %', 'zoomed', { zoom: 2 }],
  ['a wide window', 'wide', { width: 1800 }],
])('in %s nothing is cut off that cannot be scrolled to', async (_, name, options) => {
  await panels.with('compare', options, async ({ send, page, screenshot }) => {
    const runs = someRuns(9);
    await send({ kind: 'runs', runs });
    await send(...curveMessages(runs.slice(0, 8), 'action'), ...pairMessages(runs.slice(0, 8), 'action'));
    await screenshot(`compare-${name}`);
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  });
});

test('every control has a name', async () => {
  await panels.with('compare', {}, async ({ send, page }) => {
    const runs = someRuns(3);
    await send({ kind: 'runs', runs });
    await send(...curveMessages(runs, 'action'), ...pairMessages(runs, 'action'));
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

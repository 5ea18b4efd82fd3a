import { describe, test } from 'vitest';
import { comparedRun, curvesAnswer, pairAnswer, someRuns } from './compare-fixture.ts';
import { historySnapshot } from './history-fixture.ts';
import { themeNames } from './panel-page.ts';
import { Panels } from './panels.ts';
import {
  attentionDrivers,
  attentionExplanation,
  runSnapshot,
  taskAnswer,
  treeDrivers,
  treeExplanation,
} from './run-fixture.ts';
import { samples, snapshot, throughTabs } from './run-tabs.ts';

/* Pictures of the panels in all themes: they go to artifacts/screenshots, to be looked at by people. */

const panels = new Panels();

describe.each(themeNames)('in %s', (theme) => {
  test('a run in its states', async () => {
    await panels.with('run', { theme }, async ({ send, screenshot, page }) => {
      await screenshot(`run-loading-${theme}`);
      await send(runSnapshot({ done: 2, epochsOfRunning: 14 }));
      await screenshot(`run-training-${theme}`);
      await send(runSnapshot({ synthetic: true }));
      await screenshot(`run-done-${theme}`);
      await send(
        runSnapshot({
          targets: ['action'],
          state: 'failed',
          done: 2,
          error: 'history.json changed while the run trained: it is not the file any more with which the run began.',
        }),
      );
      await screenshot(`run-failed-${theme}`);
      await send(runSnapshot({ protocol: 'holdout' }));
      await page.getByRole('tab', { name: 'Curves' }).click();
      await page.getByRole('tab', { name: 'xrootd' }).click();
      await page.getByRole('button', { name: 'Show as table: Confusion MSE' }).click();
      await page.getByRole('slider', { name: 'Recall per class by epoch' }).focus();
      await page.keyboard.press('Home');
      for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
      await screenshot(`run-holdout-${theme}`);
      await send({ kind: 'unavailable', reason: 'Its folder was deleted.' });
      await screenshot(`run-unavailable-${theme}`);
    });
  });

  test('the tabs of a run', async () => {
    await panels.with('run', { theme }, (panel) =>
      throughTabs(panel, (tab) => panel.screenshot(`run-${tab}-${theme}`)),
    );
  });

  test('a history', async () => {
    await panels.with('history', { theme }, async ({ send, screenshot }) => {
      await send(historySnapshot());
      await screenshot(`history-panel-${theme}`);
    });
  });

  test('a comparison in its states', async () => {
    await panels.with('compare', { theme, width: 1200 }, async ({ send, answer, screenshot, page }) => {
      await screenshot(`compare-loading-${theme}`);
      await send({ kind: 'runs', runs: [] });
      await screenshot(`compare-none-${theme}`);
      const runs = someRuns(6, { synthetic: true, trusted: true });
      await send({ kind: 'runs', runs });
      await answer('curves', curvesAnswer(runs));
      await answer('pair', pairAnswer(runs));
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
      await answer('curves', curvesAnswer(states));
      await answer('pair', { kind: 'incomparable', reason });
      await screenshot(`compare-states-${theme}`);
      await page.getByRole('button', { name: 'Show as table: Overview' }).click();
      await screenshot(`compare-tables-${theme}`);
    });
  });
});

test.each(['attention', 'trees'])('what %s say', async (name) => {
  const tree = name === 'trees';
  await panels.with('run', { theme: 'light', height: 1300 }, async ({ page, send, answer, screenshot }) => {
    await send(snapshot);
    await page.getByRole('tab', { name: 'Samples', exact: true }).click();
    await answer('samples', samples);
    await page.getByRole('treegrid').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await answer('task', taskAnswer());
    await answer('explain', tree ? treeExplanation : attentionExplanation);
    await screenshot(`run-samples-${name}`);
    await page.getByRole('tab', { name: 'Drivers', exact: true }).click();
    await answer('drivers', tree ? treeDrivers : attentionDrivers);
    await screenshot(`run-drivers-${name}`);
  });
});

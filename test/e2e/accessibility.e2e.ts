import { expect, test } from 'vitest';
import { findings } from './axe.ts';
import { curvesAnswer, pairAnswer, someRuns } from './compare-fixture.ts';
import { historySnapshot } from './history-fixture.ts';
import { type PanelPage, themeNames } from './panel-page.ts';
import { Panels } from './panels.ts';
import {
  attentionDrivers,
  attentionExplanation,
  embeddingsAnswer,
  policyAnswer,
  policyDetailsAnswer,
  reconstructionAnswer,
  runSnapshot,
  samplesAnswer,
  taskAnswer,
  thresholdsAnswer,
} from './run-fixture.ts';

/* What axe-core finds in the panels: nothing serious or critical, in any theme, on any tab. */

const panels = new Panels();

async function withPanel(name: string, use: (panel: PanelPage) => Promise<void>): Promise<void> {
  const panel = await panels.open(name, { width: 1200 });
  try {
    // Faults of the page are not checked: axe-core breaks its security policy.
    await use(panel);
  } finally {
    await panel.close();
  }
}

/** Looks at the panel as it is now in each theme, as when people change it. */
async function expectNothing(panel: PanelPage): Promise<void> {
  for (const theme of themeNames) {
    await panel.setTheme(theme);
    expect({ theme, findings: await findings(panel.page) }).toEqual({ theme, findings: [] });
  }
}

test('axe-core finds nothing serious in the panel of a history', async () => {
  await withPanel('history', async (panel) => {
    await panel.send(historySnapshot());
    await expectNothing(panel);
    await panel.send({ kind: 'unavailable', reason: 'the file does not exist' });
    await expectNothing(panel);
  });
});

test('axe-core finds nothing serious in the panel of a run that trains', async () => {
  await withPanel('run', async (panel) => {
    await panel.send(runSnapshot({ done: 2, epochsOfRunning: 14 }));
    await expectNothing(panel);
  });
});

test('axe-core finds nothing serious on the tabs of a run', async () => {
  await withPanel('run', async (panel) => {
    const done = runSnapshot({ synthetic: true, trusted: true });
    await panel.send(done);
    for (const tab of [
      'Summary',
      'Curves',
      'Confusion',
      'Samples',
      'Thresholds',
      'Calibration',
      'Policy',
      'Settings',
    ]) {
      await panel.page.getByRole('tab', { name: tab, exact: true }).click();
      const samples = samplesAnswer(done, 'action');
      if (tab === 'Samples') await panel.answer('samples', samples);
      if (tab === 'Thresholds') await panel.answer('thresholds', thresholdsAnswer(samples, 0));
      if (tab === 'Policy') {
        await panel.answer('policy', policyAnswer);
        await panel.answer('policyDetails', policyDetailsAnswer());
      }
      await expectNothing(panel);
    }
  });
});

test('axe-core finds nothing serious on the tab Drivers of a run, and in the opened row of a sample', async () => {
  await withPanel('run', async (panel) => {
    const done = runSnapshot();
    await panel.send(done);
    await panel.page.getByRole('tab', { name: 'Drivers', exact: true }).click();
    await expectNothing(panel);
    await panel.answer('drivers', attentionDrivers);
    await expectNothing(panel);
    await panel.page.getByRole('tab', { name: 'Samples', exact: true }).click();
    await panel.answer('samples', samplesAnswer(done, 'action'));
    await panel.page.getByRole('treegrid').focus();
    await panel.page.keyboard.press('Enter');
    await panel.answer('task', taskAnswer());
    await panel.answer('explain', attentionExplanation);
    await expectNothing(panel);
  });
});

test('axe-core finds nothing serious on the tab Embeddings of a run', async () => {
  await withPanel('run', async (panel) => {
    await panel.send(runSnapshot({ model: 'embedding', settings: { embeddingSize: 20 } }));
    await panel.page.getByRole('tab', { name: 'Embeddings', exact: true }).click();
    await panel.answer('embeddings', embeddingsAnswer());
    await panel.answer('reconstruction', reconstructionAnswer());
    await expectNothing(panel);
  });
});

test('axe-core finds nothing serious in the comparison', async () => {
  await withPanel('compare', async (panel) => {
    const runs = someRuns(6, { synthetic: true, trusted: true });
    await panel.send({ kind: 'runs', runs });
    await panel.answer('curves', curvesAnswer(runs));
    await panel.answer('pair', pairAnswer(runs));
    await expectNothing(panel);
  });
});

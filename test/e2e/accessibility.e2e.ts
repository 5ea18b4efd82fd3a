import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, launchBrowser } from './browser.ts';
import { curveMessages, pairMessages, someRuns } from './compare-fixture.ts';
import { historySnapshot } from './history-fixture.ts';
import { openPanel, type PanelPage, type PanelServer, servePanels, themeNames } from './panel-page.ts';
import {
  attentionDrivers,
  attentionExplanation,
  driversQuestion,
  embeddingsMessage,
  explanationQuestion,
  reconstructionMessage,
  runSnapshot,
  samplesMessage,
  taskMessage,
  thresholdsMessage,
} from './run-fixture.ts';
import { root } from './workspace.ts';

/* What axe-core finds in the panels: nothing serious or critical, in any theme, on any tab. */

const axe = fs.readFileSync(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
let browser: Browser;
let server: PanelServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), servePanels()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary: string }[];
}

/** Serious and critical findings of the page as it is now, each with its elements. */
async function findings({ page }: PanelPage): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], rules: { 'color-contrast-enhanced': { enabled: false } } })`,
  )) as { violations: readonly Violation[] };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map((violation) => ({ ...violation, nodes: violation.nodes.filter((node) => !isNumberOfCell(violation, node)) }))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`.slice(0, 400)),
    );
}

/**
 * Names have to contain visible labels, so that they can be spoken (WCAG 2.5.3). The numbers in a matrix's cell are no label:
 * the name says them in a sentence, with the cell's row and column.
 */
function isNumberOfCell({ id }: Violation, { target }: Violation['nodes'][number]): boolean {
  return id === 'label-content-name-mismatch' && JSON.stringify(target).includes('"confusion-matrix');
}

async function withPanel(name: string, theme: (typeof themeNames)[number], use: (panel: PanelPage) => Promise<void>) {
  const panel = await openPanel(browser, server, name, { theme, width: 1200 });
  try {
    await use(panel);
  } finally {
    await panel.close();
  }
}

describe.each(themeNames)('axe-core finds nothing serious in %s', (theme) => {
  test('in the panel of a history', async () => {
    await withPanel('history', theme, async (panel) => {
      await panel.send(historySnapshot());
      expect(await findings(panel)).toEqual([]);
      await panel.send({ kind: 'unavailable', file: '/data/history.json', reason: 'the file does not exist' });
      expect(await findings(panel)).toEqual([]);
    });
  });

  test('in the panel of a run that trains', async () => {
    await withPanel('run', theme, async (panel) => {
      await panel.send(runSnapshot({ done: 2, epochsOfRunning: 14 }));
      expect(await findings(panel)).toEqual([]);
    });
  });

  test.each(['Summary', 'Curves', 'Confusion', 'Samples', 'Thresholds', 'Settings'])(
    'on the tab %s of a run',
    async (tab) => {
      await withPanel('run', theme, async (panel) => {
        const done = runSnapshot({ synthetic: true });
        await panel.send(done);
        await panel.page.getByRole('tab', { name: tab, exact: true }).click();
        const samples = samplesMessage(done, 'action');
        if (tab === 'Samples' || tab === 'Thresholds') await panel.send(samples);
        if (tab === 'Thresholds') await panel.send(thresholdsMessage(samples, 0));
        expect(await findings(panel)).toEqual([]);
      });
    },
  );

  test('on the tab Drivers of a run, and in the opened row of a sample', async () => {
    await withPanel('run', theme, async (panel) => {
      const done = runSnapshot();
      await panel.send(done);
      await panel.page.getByRole('tab', { name: 'Drivers', exact: true }).click();
      expect(await findings(panel)).toEqual([]);
      await panel.send(attentionDrivers(driversQuestion((await panel.sent('drivers'))[0])));
      expect(await findings(panel)).toEqual([]);
      await panel.page.getByRole('tab', { name: 'Samples', exact: true }).click();
      await panel.send(samplesMessage(done, 'action'));
      await panel.page.getByRole('treegrid').focus();
      await panel.page.keyboard.press('Enter');
      await panel.send(taskMessage(String((await panel.sent('task'))[0].name)));
      await panel.send(attentionExplanation(explanationQuestion((await panel.sent('explain'))[0])));
      expect(await findings(panel)).toEqual([]);
    });
  });

  test('on the tab Embeddings of a run', async () => {
    await withPanel('run', theme, async (panel) => {
      await panel.send(runSnapshot({ model: 'embedding', settings: { embeddingSize: 20 } }));
      await panel.page.getByRole('tab', { name: 'Embeddings', exact: true }).click();
      await panel.send(embeddingsMessage('action'), reconstructionMessage('action'));
      expect(await findings(panel)).toEqual([]);
    });
  });

  test('in the comparison', async () => {
    await withPanel('compare', theme, async (panel) => {
      const runs = someRuns(6, { synthetic: true });
      await panel.send({ kind: 'runs', runs });
      await panel.send(...curveMessages(runs, 'action'), ...pairMessages(runs, 'action'));
      expect(await findings(panel)).toEqual([]);
    });
  });
});

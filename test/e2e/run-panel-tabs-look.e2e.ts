import { describe, expect, test } from 'vitest';
import { type PanelPage, themeNames } from './panel-page.ts';
import { Panels } from './panels.ts';
import {
  attentionDrivers,
  attentionExplanation,
  driversMessage,
  driversQuestion,
  embeddingsMessage,
  explanationMessage,
  explanationQuestion,
  reconstructionMessage,
  runSnapshot,
  samplesMessage,
  taskMessage,
  thresholdsMessage,
  treeDrivers,
  treeExplanation,
} from './run-fixture.ts';

/* How the tabs of the run's panel look: pictures go to artifacts/screenshots. */

const panels = new Panels();

const snapshot = runSnapshot({ model: 'embedding', settings: { embeddingSize: 20 }, synthetic: true });
const samples = samplesMessage(snapshot, 'action');

/** Goes through all tabs with everything there is to see, and gives each to be looked at. */
async function throughTabs({ page, send, sent }: PanelPage, look: (tab: string) => Promise<void>): Promise<void> {
  const open = (name: string) => page.getByRole('tab', { name, exact: true }).click();
  await send(snapshot);
  await look('summary');
  await open('Curves');
  await look('curves');
  await open('Confusion');
  await look('confusion');
  await open('Samples');
  await send(samples);
  await page.getByRole('treegrid').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  const [{ name }] = await sent('task');
  await send(taskMessage(String(name), { stale: true }));
  const [asked] = await sent('explain');
  await send(explanationMessage(explanationQuestion(asked)));
  await look('samples');
  await open('Drivers');
  const [question] = await sent('drivers');
  await send({ ...question, kind: 'drivers-progress', done: 640, tasks: 2000 });
  await look('drivers-progress');
  await send(driversMessage(driversQuestion(question), { missing: 12 }));
  await look('drivers');
  await open('Thresholds');
  await page.getByRole('combobox', { name: 'Class' }).selectOption('clone');
  await send(thresholdsMessage(samples, 1));
  await look('thresholds');
  await open('Embeddings');
  await send(embeddingsMessage('action'), reconstructionMessage('action', { stale: true }));
  await page.getByRole('img', { name: /^Map of 196 embeddings/ }).focus();
  for (const key of ['Home', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
  await look('embeddings');
  await open('Settings');
  await look('settings');
}

describe.each(themeNames)('in %s', (theme) => {
  test('pictures of the tabs', async () => {
    await panels.with('run', { theme }, (panel) =>
      throughTabs(panel, (tab) => panel.screenshot(`run-${tab}-${theme}`)),
    );
  });
});

test.each(['attention', 'trees'])('pictures of what %s say', async (name) => {
  const tree = name === 'trees';
  await panels.with('run', { theme: 'light', height: 1300 }, async ({ page, send, sent, screenshot }) => {
    await send(snapshot);
    await page.getByRole('tab', { name: 'Samples', exact: true }).click();
    await send(samples);
    await page.getByRole('treegrid').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    const [{ name: task }] = await sent('task');
    await send(taskMessage(String(task)));
    const [asked] = await sent('explain');
    await send(tree ? treeExplanation(explanationQuestion(asked)) : attentionExplanation(explanationQuestion(asked)));
    await screenshot(`run-samples-${name}`);
    await page.getByRole('tab', { name: 'Drivers', exact: true }).click();
    const [question] = await sent('drivers');
    await send(tree ? treeDrivers(driversQuestion(question)) : attentionDrivers(driversQuestion(question)));
    await screenshot(`run-drivers-${name}`);
  });
});

test.each([
  ['a column of 360 pixels', 'narrow', { width: 360 }],
  ['a zoom of 200 %', 'zoomed', { zoom: 2 }],
])('in %s nothing is cut off that cannot be scrolled to', async (_, name, options) => {
  await panels.with('run', options, (panel) =>
    throughTabs(panel, async (tab) => {
      await panel.screenshot(`run-${tab}-${name}`);
      const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await panel.page.evaluate(beyond), tab).toBe(0);
    }),
  );
});

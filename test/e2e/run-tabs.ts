import type { PanelPage } from './panel-page.ts';
import {
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
} from './run-fixture.ts';

/** A run with all tabs. */
export const snapshot = runSnapshot({ model: 'embedding', settings: { embeddingSize: 20 }, synthetic: true });
export const samples = samplesMessage(snapshot, 'action');

/** Goes through all tabs with everything there is to see, and gives each to be looked at. */
export async function throughTabs(
  { page, send, sent }: PanelPage,
  look: (tab: string) => Promise<void>,
): Promise<void> {
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

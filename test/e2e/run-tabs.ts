import type { PanelPage } from './panel-page.ts';
import {
  driversAnswer,
  embeddingsAnswer,
  explanationAnswer,
  intervalsAnswer,
  policyAnswer,
  policyDetailsAnswer,
  reconstructionAnswer,
  runSnapshot,
  samplesAnswer,
  taskAnswer,
  thresholdsAnswer,
} from './run-fixture.ts';

/** A run with all tabs. */
export const snapshot = runSnapshot({
  model: 'embedding',
  settings: { embeddingSize: 20 },
  synthetic: true,
  trusted: true,
});
export const samples = samplesAnswer(snapshot, 'action');

/** Goes through all tabs with everything there is to see, and gives each to be looked at. */
export async function throughTabs(
  { page, send, answer, progress }: PanelPage,
  look: (tab: string) => Promise<void>,
): Promise<void> {
  const open = (name: string) => page.getByRole('tab', { name, exact: true }).click();
  await send(snapshot);
  await answer('intervals', intervalsAnswer(snapshot));
  await look('summary');
  await open('Curves');
  await look('curves');
  await open('Confusion');
  await look('confusion');
  await open('Samples');
  await answer('samples', samples);
  await page.getByRole('treegrid').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  await answer('task', taskAnswer(true));
  await answer('explain', explanationAnswer);
  await look('samples');
  await open('Drivers');
  await progress('drivers', { done: 640, tasks: 2000 });
  await look('drivers-progress');
  await answer('drivers', (question: Parameters<typeof driversAnswer>[0]) => driversAnswer(question, { missing: 12 }));
  await look('drivers');
  await open('Thresholds');
  await page.getByRole('combobox', { name: 'Class' }).selectOption('clone');
  await answer('thresholds', ({ class: positive }: { class: number }) => thresholdsAnswer(samples, positive));
  await look('thresholds');
  await open('Calibration');
  await look('calibration');
  await open('Policy');
  await answer('policy', policyAnswer);
  await answer('policyDetails', policyDetailsAnswer());
  await look('policy');
  await open('Embeddings');
  await answer('embeddings', embeddingsAnswer());
  await answer('reconstruction', reconstructionAnswer(true));
  await page.getByRole('img', { name: /^Map of 196 embeddings/ }).focus();
  for (const key of ['Home', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
  await look('embeddings');
  await open('Settings');
  await look('settings');
}

import { expect, test } from 'vitest';
import type { FitState, FitView } from '../../src/protocol/run.ts';
import type { RunSnapshot } from '../../src/protocol/run-panel.ts';
import { type TabName, tabNames } from '../../webview/run/view-state.ts';
import { comparedPair, comparedRun, curvesAnswer, pairAnswer, someRuns } from './compare-fixture.ts';
import { historySnapshot } from './history-fixture.ts';
import type { PanelPage } from './panel-page.ts';
import { Panels } from './panels.ts';
import { PseudoReader, pseudoTexts } from './pseudo-language.ts';
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
  treeDrivers,
  treeExplanation,
} from './run-fixture.ts';

/* The panels in another language: whatever they show, say, copy or save is of that language, or from the data. */

const panels = new Panels(pseudoTexts());

/** Opens a panel, does something with it, and tells what was read that is not translated. */
async function withPanel(name: string, use: (reader: PseudoReader, panel: PanelPage) => Promise<void>): Promise<void> {
  await panels.with(name, { width: 1200 }, async (panel) => {
    const reader = new PseudoReader(panel);
    await reader.read();
    await use(reader, panel);
    expect(reader.foreign).toEqual([]);
  });
}

const views = ({ page }: PanelPage) => page.getByRole('tablist').first().getByRole('tab');

/** In a run with embeddings, which has all views. */
async function goTo(panel: PanelPage, view: TabName): Promise<void> {
  await views(panel).nth(tabNames.indexOf(view)).click();
}

/** A few samples, of two fits. */
function fewSamples(target: string) {
  const { task, fit, truth, predicted, names, probabilities, ...others } = samplesAnswer(
    runSnapshot({ targets: [target], fits: 2 }),
    target,
  );
  const rows = [...task.keys()].filter((row) => row % 100 === 0);
  const pick = <Value>(values: readonly Value[]): Value[] => rows.map((row) => values[row]);
  const classes = probabilities.length / task.length;
  return {
    ...others,
    names: pick(names),
    task: [...rows.keys()],
    fit: pick(fit),
    truth: pick(truth),
    predicted: pick(predicted),
    probabilities: rows.flatMap((row) => probabilities.slice(row * classes, (row + 1) * classes)),
  };
}

/** The first fits have not come to their end. */
function withStates(states: readonly FitState[], snapshot: RunSnapshot): RunSnapshot {
  const fits = snapshot.fits.map((fit, i): FitView => {
    if (states[i] === undefined) return fit;
    const { record: _, ...others } = fit;
    return { ...others, state: states[i], error: 'out of memory' };
  });
  return { ...snapshot, fits };
}

/** All fits trained for longer than early stopping would have let them. */
function withLaterEnd(snapshot: RunSnapshot): RunSnapshot {
  const fits = snapshot.fits.map(
    (fit): FitView => (fit.record ? { ...fit, record: { ...fit.record, stopEpoch: 12, stopReason: 'both' } } : fit),
  );
  return { ...snapshot, fits };
}

test.each([
  ['trains', runSnapshot({ done: 2, epochsOfRunning: 14, synthetic: true })],
  ['has just begun', runSnapshot({ targets: ['action'], done: 0, state: 'running' })],
  ['trains trees', runSnapshot({ model: 'xgboost', protocol: 'repeated-test', fits: 3, done: 1, epochsOfRunning: 4 })],
  ['has trained trees', runSnapshot({ model: 'xgboost', protocol: 'holdout' })],
  ['has failed', runSnapshot({ state: 'failed', done: 2, epochsOfRunning: 5 })],
  ['has fits that failed', withStates(['failed', 'cancelled'], runSnapshot({ targets: ['action'] }))],
  ['went on after its stop', withLaterEnd(runSnapshot({ targets: ['action'], protocol: 'holdout' }))],
  ['was cancelled', runSnapshot({ state: 'cancelled', done: 1 })],
  ['was interrupted', runSnapshot({ state: 'interrupted', done: 0 })],
])('a run that %s', async (_, snapshot) => {
  await withPanel('run', async (reader, panel) => {
    await reader.send(snapshot);
    for (const view of await views(panel).all()) {
      await view.click();
      await reader.read();
    }
  });
});

test('a run that cannot be shown', async () => {
  await withPanel('run', async (reader) => {
    await reader.send({ kind: 'unavailable', reason: 'the folder does not exist' });
    await reader.read();
  });
});

test('the views of a run, its copied tables and saved charts', async () => {
  await withPanel('run', async (reader, panel) => {
    await reader.send(runSnapshot({ model: 'embedding', settings: { embeddingSize: 20 }, fits: 2, trusted: true }));
    for (const view of ['summary', 'curves', 'confusion', 'calibration', 'settings'] as const) {
      await goTo(panel, view);
      await reader.read();
      await reader.readCopies();
    }
    await goTo(panel, 'confusion');
    for (const by of ['predicted', 'all', 'none']) {
      await panel.page.locator('confusion-view select').selectOption(by);
      await reader.read();
    }
    await panel.page.locator('save-picture button').click();
    await reader.read();
    await goTo(panel, 'thresholds');
    const samples = fewSamples('action');
    await panel.answer('thresholds', thresholdsAnswer(samples, 0));
    await reader.read();
    await reader.readCopies();
    await panel.page.locator('thresholds-view .matrix button').first().click();
    await reader.read();
    await goTo(panel, 'policy');
    await reader.read();
    await reader.answer('policy', policyAnswer({ maxError: 0.02, confidence: 0.95 }));
    await reader.answer('policyDetails', policyDetailsAnswer());
    await reader.read();
    await reader.readCopies();
    await goTo(panel, 'embeddings');
    await reader.read();
    await reader.answer('embeddings', embeddingsAnswer());
    await reader.answer('reconstruction', reconstructionAnswer(true));
    await reader.read();
    await panel.page.locator('embeddings-view input[type=search]').fill('file');
    await panel.page.locator('embedding-map svg').focus();
    for (const key of ['Home', 'ArrowRight']) await panel.page.keyboard.press(key);
    await reader.read();
    await reader.readCopies();
  });
});

test.each([
  ['a network with attention', attentionDrivers, attentionExplanation],
  ['trees', treeDrivers, treeExplanation],
])("what drives the decisions of %s, and a sample's", async (_, answerDrivers, explain) => {
  await withPanel('run', async (reader, panel) => {
    await reader.send(runSnapshot({ targets: ['action'], fits: 2 }));
    await goTo(panel, 'drivers');
    await panel.progress('drivers', { done: 64, tasks: 200 });
    await reader.read();
    await reader.answer('drivers', { ...answerDrivers((await panel.asked('drivers'))[0]), stale: true });
    await reader.read();
    await reader.readCopies();
    await panel.page.locator('drivers-view select').last().selectOption({ index: 1 });
    await reader.answer('drivers', answerDrivers((await panel.asked('drivers')).at(-1)));
    await reader.read();
    await panel.page.locator('drivers-view select').first().selectOption({ index: 1 });
    reader.know('the history is gone');
    await panel.refuse('drivers', 'the history is gone');
    await reader.read();
    await goTo(panel, 'samples');
    await reader.read();
    await reader.answer('samples', fewSamples('action'));
    await reader.read();
    await panel.page.getByRole('treegrid').focus();
    await panel.page.keyboard.press('Enter');
    await reader.read();
    await reader.answer('task', taskAnswer(true));
    await reader.read();
    await reader.answer('explain', explain((await panel.asked('explain'))[0]));
    await reader.read();
    await reader.readCopies();
    await panel.page.locator('samples-view input[list=codes]').fill('8021');
    await panel.page.keyboard.press('Enter');
    await reader.read();
    await reader.answer('find', { stale: true, tasks: [] });
    await reader.read();
  });
});

test('a comparison of nothing, of one run and of runs that cannot be compared', async () => {
  await withPanel('compare', async (reader) => {
    const unreadable = { folder: '/runs/gone', name: 'gone', run: null, error: 'It was deleted.' };
    const trains = comparedRun('two', { protocol: 'repeated-test', done: 0, epochsOfRunning: 3 });
    for (const runs of [
      [],
      someRuns(1),
      [comparedRun('one'), trains, comparedRun('one', { targets: ['memory'] }), unreadable],
    ]) {
      await reader.send({ kind: 'runs', runs });
      await reader.read();
    }
  });
});

test('a comparison, its copied tables and saved charts', async () => {
  await withPanel('compare', async (reader, panel) => {
    const runs = someRuns(9, { synthetic: true, trusted: true });
    const drawn = runs.slice(0, 8);
    await reader.send({ kind: 'runs', runs });
    await reader.read();
    const [, second, third] = drawn;
    const reason = 'They were judged on different tasks.';
    const pairOf = pairAnswer(drawn);
    reader.know([reason, comparedPair(0)]);
    await panel.answer('curves', curvesAnswer(drawn));
    const incomparable = { kind: 'incomparable', reason };
    await panel.answer('pair', (pair: { other: string }) =>
      pair.other === third.folder ? incomparable : pairOf(pair),
    );
    await reader.read();
    await panel.page.locator('compare-curves input[type=range]').fill('0.5');
    await panel.page.locator('compare-panel .heading input[type=checkbox]').uncheck();
    await panel.page.locator('pair-view select').selectOption(second.name);
    await panel.page.locator('compare-curves [role=slider]').first().focus();
    for (const key of ['ArrowLeft', '+']) await panel.page.keyboard.press(key);
    await reader.read();
    await reader.readCopies();
  });
});

test('a history, its copied tables and saved charts', async () => {
  await withPanel('history', async (reader, panel) => {
    reader.know('/data/history.json');
    await reader.send({
      ...historySnapshot({ problemCount: 60, codes: 9, sites: 9 }),
      notice: 'It is being read anew.',
    });
    await reader.read();
    await panel.page.locator('pair-map canvas').focus();
    await panel.page.keyboard.press('ArrowRight');
    await reader.read();
    await reader.readCopies();
    await reader.send({ kind: 'unavailable', reason: 'the file does not exist' });
    await reader.read();
  });
});

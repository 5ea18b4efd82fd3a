import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../src/dataset/input-error.ts';
import { readHistory } from '../../../../src/dataset/read-history.ts';
import { runAnswers } from '../../../../src/execution/run-answers.ts';
import { runWorkerService } from '../../../../src/execution/worker-service.ts';
import { experimentDefinition } from '../../../../src/experiment/definition.ts';
import { modelSpecifications } from '../../../../src/experiment/model-specification.ts';
import { comparePanelService, comparisonUpdate } from '../../../../src/protocol/compare-panel.ts';
import type { Drivers } from '../../../../src/protocol/drivers.ts';
import { maxErrors, type Policy, type PolicyDetails } from '../../../../src/protocol/policy.ts';
import { clientHere } from '../../../../src/protocol/port.ts';
import { type Report, type ReportedRun, report as reportSchema } from '../../../../src/protocol/report.ts';
import type { RunRecord } from '../../../../src/protocol/run.ts';
import { runPanelService, runQuestions } from '../../../../src/protocol/run-panel.ts';
import type { Service } from '../../../../src/protocol/service.ts';
import { comparePair, readComparedRun } from '../../../../src/runs/compare.ts';
import { FitWriter } from '../../../../src/runs/fit-writer.ts';
import { changeMarks } from '../../../../src/runs/marks.ts';
import { RunUnreadable } from '../../../../src/runs/read-run.ts';
import { collectReport } from '../../../../src/runs/report/collect-report.ts';
import { type ReportLimits, reportLimits } from '../../../../src/runs/report/report-limits.ts';
import type { RunModels } from '../../../../src/runs/report/report-models.ts';
import { runFile, vocabularyFile } from '../../../../src/runs/run-paths.ts';
import { storedSnapshot } from '../../../../src/runs/stored-snapshot.ts';
import { summarizeFits } from '../../../../src/runs/summary.ts';
import { answersOfComparison, answersOfRun } from '../../../../webview/report/answers.ts';
import { epoch, fitRecord, runRecord, temporaryFolder } from '../../../records.ts';

const history = {
  '/w/1': {
    errors: { good_sites: { '-1': { T1: 1 }, '8021': { T1: 3, T2: 4 } }, bad_sites: { '8021': { T1: 5 } } },
    parameters: { action: 'a' },
  },
  '/w/2': { errors: { good_sites: {}, bad_sites: { '4242': { T2: 7 } } }, parameters: { action: 'b' } },
  '/v/<b>3</b>': { errors: { good_sites: { '8021': { T2: 1 } }, bad_sites: {} }, parameters: { action: 'b' } },
};
const tasks = Object.keys(history);
const file = path.join(temporaryFolder(), 'history.json');
fs.writeFileSync(file, JSON.stringify(history));

/** A run of two fits that have each predicted the three tasks, the right ones being those of `right`. */
async function makeRun(id: string, right: readonly string[], changes: Partial<RunRecord> = {}): Promise<string> {
  const home = temporaryFolder();
  const folder = path.join(home, '.oap', 'runs', id);
  const { fingerprint } = await readHistory(file, { unlabelled: true });
  const fits = [0, 1].map((index) => fitRecord({ index, epochsRun: 4 }));
  const record = runRecord({
    id,
    protocol: 'repeated-test',
    fitsPerTarget: 2,
    history: { ...runRecord().history, file, sha256: fingerprint },
    summary: [summarizeFits('action', fits)],
    ...changes,
  });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(runFile(folder), JSON.stringify(record));
  const features = { transform: 'none', sites: 'merged' };
  fs.writeFileSync(
    vocabularyFile(folder),
    JSON.stringify({ codes: ['-1', '4242', '8021'], sites: ['T1', 'T2'], features }),
  );
  for (const [index, fit] of fits.entries()) {
    const writer = new FitWriter(folder, 'action', index);
    for (let i = 0; i < 4; i++) writer.epoch(epoch(i));
    const predictions = tasks.map((task, i) => {
      const truth = i === 0 ? 'a' : 'b';
      const p = 0.6 + 0.05 * (i + index);
      return { task, truth, probabilities: right.includes(task) === (truth === 'a') ? [p, 1 - p] : [1 - p, p] };
    });
    writer.finish(fit, [], predictions);
    writer.close();
  }
  return folder;
}

const now = new Date('2026-02-03T04:05:06Z');

function collect(folders: readonly string[], limits: Partial<ReportLimits> = {}): Promise<Report> {
  return collectReport(folders, { version: '1.2.3', now, limits: { ...reportLimits, ...limits } });
}

const deeds = { copy: () => null, savePicture: () => null, failed: () => null };
/** What the page of a report answers to the panel of a run, and to the comparison. */
const pageOf = (report: Report, run: ReportedRun) =>
  clientHere(runPanelService, { ...deeds, ...answersOfRun(report, run) });
const comparisonOf = (report: Report) =>
  clientHere(comparePanelService, { ...deeds, ...answersOfComparison(report, () => {}) });

/** The first update of what is followed. */
function firstOf<Update>(follow: (onProgress: (update: Update) => void) => unknown): Promise<Update> {
  return new Promise((resolve) => void follow(resolve));
}

/** An answer, or why there is none. */
function orReason(answer: Promise<unknown>): Promise<unknown> {
  return answer.catch((error: Error) => error.message);
}

describe('a report of a run', () => {
  test('says when and by what it was made, and what people call the run', async () => {
    const folder = await makeRun('one', tasks);
    changeMarks(folder, { name: 'The <b>best</b>' });
    const report = await collect([folder]);
    expect(report).toMatchObject({ createdAt: now.toISOString(), oap: '1.2.3', tasks, curves: [], pairs: [] });
    expect(report.runs.map(({ key, name }) => [key, name])).toEqual([['one', 'The <b>best</b>']]);
    expect(reportSchema.parse(structuredClone(report))).toEqual(report);
  });

  test('answers its panel as VS Code does', async () => {
    const folder = await makeRun('one', tasks.slice(1));
    const report = await collect([folder]);
    const [run] = report.runs;
    expect(run.snapshot).toEqual(storedSnapshot(folder));
    const page = pageOf(report, run);
    const worker = clientHere(runWorkerService, runAnswers(folder));
    expect(await firstOf((onProgress) => page.follow(null, { onProgress }))).toEqual(run.snapshot);
    const target = 'action';
    expect(await page.samples({ target })).toEqual(await worker.samples({ target }));
    for (const fit of [null, 0, 1]) {
      for (const positive of [0, 1]) {
        const question = { target, fit, class: positive };
        expect(await page.thresholds(question)).toEqual(await worker.thresholds(question));
      }
    }
    for (const name of [...tasks, '/not/there']) {
      expect(await page.task({ target, name })).toEqual(await worker.task({ target, name }));
    }
    for (const code of ['', '-1', '4242', '8021', '99']) {
      for (const site of ['', 'T1', 'T2', 'T9']) {
        const question = { target, code, site };
        expect(await page.find(question)).toEqual(await worker.find(question));
      }
    }
    await expect(page.samples({ target: 'gone' })).rejects.toThrow('There are no predictions.');
  });

  test('whose history has changed, or is gone, says so', async () => {
    const { history: recorded } = runRecord();
    const stale = await makeRun('one', tasks, { history: { ...recorded, file, sha256: 'another' } });
    const gone = await makeRun('two', tasks, { history: { ...recorded, file: 'gone.json' } });
    const report = await collect([stale, gone]);
    const question = { target: 'action', name: '/w/1' };
    const [first, second] = report.runs.map((run) => orReason(pageOf(report, run).task(question)));
    expect(await first).toMatchObject({ stale: true, errors: { line: 1 } });
    expect(await second).toContain('does not exist');
  });

  test('leaves out what has no room, and says what', async () => {
    const folder = await makeRun('one', tasks);
    const { runs } = await collect([folder], { predictionsOfTarget: 4, epochs: 5 });
    const [{ snapshot, samples }] = runs;
    expect(snapshot.fits.map(({ epochs }) => epochs.length)).toEqual([2, 2]);
    expect(snapshot.notices).toEqual(['Curves: showing the first 2 of 4 epochs, as this is a report.']);
    expect(samples[0].task).toHaveLength(4);
    expect(samples[0].notices[0]).toMatch(/^Showing 4 of 6 predictions/);
  });

  test('that cannot be read there is none', async () => {
    const folder = await makeRun('one', tasks);
    fs.writeFileSync(runFile(folder), '{');
    await expect(collect([folder])).rejects.toThrow(RunUnreadable);
  });
});

describe('what models say', () => {
  const asked: string[] = [];
  const ended: string[] = [];
  const sizes = { tasks: 3, of: 3, missing: 0, codeCount: 0, siteCount: 0, cellCount: 0 };
  const found: Drivers = { method: 'tree-shap', ...sizes, base: 0, value: 1, codes: [], sites: [], cells: [] };
  const map = { size: 4, explained: [0.6, 0.2], names: [] };
  const check = { tasks: 3, workflows: 3, acted: 0, errors: 0, share: 0 };
  const checked = { ...check, shareLow: null, shareHigh: null, error: null, errorUpper: null };
  const policy: Policy = {
    version: 1,
    run: 'one',
    fingerprint: '',
    model: 'simple',
    synthetic: false,
    createdAt: '2026-03-14T09:18:12.000Z',
    maxError: 0.02,
    confidence: 0.95,
    seed: 42,
    targets: {},
    together: { checked },
  };
  const details: PolicyDetails = { curves: [{ target: 'action', points: [] }], classes: [], codes: [] };
  const curve = { sizes: [4], errors: [0.1], own: 4, pairs: 6, used: 3 };
  const models = (folder: string): RunModels => ({
    calls: {
      async drivers({ target, class: one, scope, tasks: most }) {
        asked.push(`${target} ${one} ${scope} ${most}`);
        if (one === 1) throw new InputError('the history is gone');
        return { drivers: found, stale: true };
      },
      async embeddings({ target, fit }) {
        asked.push(`map of ${target} ${fit}`);
        return map;
      },
      async reconstruction({ fit }) {
        asked.push(`curve of ${fit}`);
        return { curve, stale: true };
      },
      async policy({ maxError, confidence }) {
        if (folder.endsWith('watched')) throw new InputError('its tasks were watched');
        asked.push(`policy ${maxError} ${confidence}`);
        return { ...policy, maxError };
      },
      policyDetails: async ({ maxError }) => ({ ...details, codesProblem: `at ${maxError}` }),
    },
    async end() {
      ended.push(path.basename(folder));
    },
  });

  test('is asked of all fits together, for each class, and of every fit that has embeddings', async () => {
    asked.length = 0;
    const experiment = experimentDefinition.parse({
      history: 'h.json',
      models: [{ model: 'embedding', embeddingSize: 4 }],
    });
    const specification = { ...modelSpecifications(experiment)[0] };
    const folder = await makeRun('one', tasks, { specification });
    const report = await collectReport([folder], { version: '1', now, models });
    expect(asked).toEqual([
      'action 0 all 500',
      'action 0 predicted 500',
      'action 1 all 500',
      'action 1 predicted 500',
      ...maxErrors.map((maxError) => `policy ${maxError} 0.95`),
      'map of action 0',
      'map of action 1',
      'curve of 0',
      'curve of 1',
    ]);
    expect(ended).toEqual(['one']);
    const [run] = report.runs;
    const page = pageOf(report, run);
    const question = { target: 'action', fit: null, class: 0, scope: 'all' } as const;
    expect(await page.drivers(question)).toEqual({ stale: true, drivers: found });
    expect(await orReason(page.drivers({ ...question, class: 1 }))).toBe('the history is gone');
    expect(await orReason(page.drivers({ ...question, fit: 1 }))).toBe(
      'the report has it for all trainings together only',
    );
    expect(await page.embeddings({ fit: 1, target: 'action' })).toEqual(map);
    expect(await page.reconstruction({ fit: 1 })).toEqual({ curve, stale: true });
    const choice = { maxError: 0.05, confidence: 0.95 };
    expect(await page.policy(choice)).toEqual({ ...policy, maxError: 0.05 });
    expect(await page.policyDetails(choice)).toEqual({ ...details, codesProblem: 'at 0.05' });
    expect(report.runs[0].policyDetails.map(({ answer }) => answer?.curves.length)).toEqual([
      1,
      ...maxErrors.slice(1).map(() => 0),
    ]);
    expect(reportSchema.parse(structuredClone(report))).toEqual(report);
  });

  test('is the reason if there is no policy, whatever the error', async () => {
    const report = await collectReport([await makeRun('watched', tasks)], { version: '1', now, models });
    const [run] = report.runs;
    expect(run.policies).toHaveLength(1);
    const page = pageOf(report, run);
    expect(await orReason(page.policy({ maxError: 0.3, confidence: 0.95 }))).toBe('its tasks were watched');
  });

  test('is asked of fewer tasks where there are many questions', async () => {
    asked.length = 0;
    const folder = await makeRun('one', tasks);
    const limits = { ...reportLimits, driverTasks: 100 };
    await collectReport([folder, await makeRun('two', tasks)], { version: '1', now, models, limits });
    // Two runs, two classes, twice each: eight questions.
    expect(asked.filter((one) => !one.startsWith('policy'))).toHaveLength(8);
    expect(asked[0]).toBe('action 0 all 12');
  });

  test('is not in a report without models, which says so', async () => {
    const report = await collect([await makeRun('one', tasks)]);
    const [run] = report.runs;
    const question = { target: 'action', fit: null, class: 0, scope: 'all' } as const;
    expect(await orReason(pageOf(report, run).drivers(question))).toBe('the report was made without it');
  });
});

describe('a report of several runs', () => {
  test('answers their comparison as VS Code does', async () => {
    const folders = [await makeRun('one', tasks), await makeRun('two', tasks.slice(0, 1))];
    const report = await collect(folders);
    const [first, second] = folders.map((folder) => readComparedRun(folder));
    const page = comparisonOf(report);
    expect(await firstOf((onProgress) => page.follow(null, { onProgress }))).toEqual({
      kind: 'runs',
      runs: [
        { ...first, folder: 'one' },
        { ...second, folder: 'two' },
      ],
    });
    const target = 'action';
    expect(await page.pair({ target, baseline: 'one', other: 'two' })).toEqual(
      await comparePair(folders[0], folders[1], target),
    );
    expect(await page.pair({ target, baseline: 'two', other: 'one' })).toEqual(
      await comparePair(folders[1], folders[0], target),
    );
    expect(await page.curves({ folder: 'two', target })).toMatchObject({ fits: [2, 2, 2, 2] });
    await expect(page.curves({ folder: 'two', target: 'memory' })).rejects.toThrow();
  });

  test('gives only what the panels understand', async () => {
    const report = await collect([await makeRun('one', tasks), await makeRun('two', tasks)]);
    const isOf = (schema: Service[string]['answer'], answer: unknown) => schema.safeParse(answer).success;
    const page = pageOf(report, report.runs[0]);
    expect(isOf(runQuestions.samples.answer, await page.samples({ target: 'action' }))).toBe(true);
    const comparison = comparisonOf(report);
    const followed = await firstOf((onProgress) => comparison.follow(null, { onProgress }));
    expect(isOf(comparisonUpdate, followed)).toBe(true);
    const curves = await comparison.curves({ folder: 'one', target: 'action' });
    expect(isOf(comparePanelService.curves.answer, curves)).toBe(true);
    const pair = await comparison.pair({ target: 'action', baseline: 'one', other: 'two' });
    expect(isOf(comparePanelService.pair.answer, pair)).toBe(true);
  });

  test('tells runs of the same id apart', async () => {
    const { runs } = await collect([await makeRun('one', tasks), await makeRun('one', [])]);
    expect(runs.map(({ key }) => key)).toEqual(['one', 'one #2']);
  });

  test('says with which run others are compared where pairs are too many', async () => {
    const folders = [await makeRun('one', tasks), await makeRun('two', tasks), await makeRun('three', tasks)];
    const report = await collect(folders, { pairs: 5 });
    expect(report.pairs).toHaveLength(2);
    expect(await comparisonOf(report).pair({ target: 'action', baseline: 'two', other: 'three' })).toEqual({
      kind: 'incomparable',
      reason: expect.stringContaining('compares them with simple'),
    });
  });

  test('can be given up', async () => {
    const gaveUp = new AbortController();
    const folders = [await makeRun('one', tasks), await makeRun('two', tasks)];
    const tell = (step: string): void => {
      if (step.startsWith('comparing')) gaveUp.abort();
    };
    const options = { version: '1', now, signal: gaveUp.signal, tell };
    await expect(collectReport(folders, options)).rejects.toThrow('aborted');
  });
});

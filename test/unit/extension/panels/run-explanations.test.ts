import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ExplanationAnswers } from '../../../../src/extension/panels/run-explanations.ts';
import { SampleAnswers } from '../../../../src/extension/panels/run-samples-answers.ts';
import type { Explanation } from '../../../../src/protocol/explanation.ts';
import type { RunTask } from '../../../../src/protocol/run-panel.ts';
import { runFile } from '../../../../src/runs/run-paths.ts';
import { standInWorker } from '../../execution/stand-in.ts';
import { runRecord, temporaryFolder } from '../../runs/records.ts';

const folder = temporaryFolder();
writeFileSync(runFile(folder), JSON.stringify(runRecord({ history: { ...runRecord().history, sha256: 'abc' } })));
const explanation: Explanation = {
  target: 'action',
  class: 'b',
  method: 'tree-shap',
  base: 0,
  value: 1,
  cells: [],
  rest: 1,
  attention: null,
};
const drivers = {
  ...{ method: 'tree-shap', tasks: 0, of: 0, missing: 0, base: 0, value: 0, codes: [], sites: [], cells: [] },
  ...{ codeCount: 0, siteCount: 0, cellCount: 0 },
};
const question = { target: 'action', fit: null, class: 1, scope: 'all' } as const;

const open: ExplanationAnswers[] = [];
afterEach(() => {
  for (const answers of open.splice(0)) answers.dispose();
});

/** Answers of a worker that does this with each question. */
function answersOf(body: string, task: Partial<RunTask> = {}, faults: Error[] = []): ExplanationAnswers {
  const made = `const explanation = ${JSON.stringify(explanation)}; const drivers = ${JSON.stringify(drivers)};`;
  const file = standInWorker(path.join(folder, `worker-${Math.random()}.cjs`), body, made);
  class Samples extends SampleAnswers {
    override async task(_target: string, name: string): Promise<RunTask> {
      return { kind: 'task', name, history: { stale: false }, errors, ...task };
    }
  }
  const samples = new Samples(folder, () => 'history.json');
  const answers = new ExplanationAnswers(
    folder,
    () => 'history.json',
    file,
    samples,
    (fault) => faults.push(fault),
  );
  open.push(answers);
  return answers;
}

const code = { title: '', description: '', usualAction: '' };
const errors: RunTask['errors'] = {
  line: 1,
  codes: [
    { code: '1', ...code },
    { code: '2', ...code },
  ],
  sites: [
    { site: 'T1', good: true },
    { site: 'T1', good: false },
  ],
  counts: [
    [3, 0],
    [0, 5],
  ],
};

describe('why a decision', () => {
  test('is asked with the counts of the task and the fit that evaluated it', async () => {
    const answers = answersOf(
      'answer({ explanation: { ...explanation, class: JSON.stringify({ method, ...argument }) }, unknown: 2 });',
    );
    const answer = await answers.explain('action', '/t', 4, 1);
    expect(answer).toMatchObject({ kind: 'explanation', target: 'action', name: '/t', fit: 4, class: 1, unknown: 2 });
    expect(JSON.parse(answer.explanation?.class ?? '')).toEqual({
      method: 'explain',
      run: folder,
      target: 'action',
      index: 4,
      class: 1,
      counts: [
        { code: '1', site: 'T1', good: true, count: 3 },
        { code: '2', site: 'T1', good: false, count: 5 },
      ],
    });
  });

  test('is not known of a task that is not there, or of a run whose model is gone', async () => {
    const gone = answersOf('', { errors: null, history: { stale: false, problem: 'no such file' } });
    expect(await gone.explain('action', '/t', 0, 0)).toMatchObject({ explanation: null, problem: 'no such file' });
    const faults: Error[] = [];
    const unreadable = "fail({ code: 'unreadable', message: 'the model cannot be read' });";
    const answer = await answersOf(unreadable, {}, faults).explain('action', '/t', 0, 0);
    expect(answer).toMatchObject({ explanation: null, problem: 'the model cannot be read' });
    expect(faults).toEqual([]);
  });

  test('is not known where the thread dies, which is logged', async () => {
    const faults: Error[] = [];
    const answer = await answersOf('process.exit(1);', {}, faults).explain('action', '/t', 0, 0);
    expect(answer.problem).toMatch(/a worker thread died/);
    expect(faults).toHaveLength(1);
  });
});

describe('what drives a class', () => {
  test('is told with its progress, and whether the history is still the same', async () => {
    const progress: unknown[] = [];
    const body = "progress({ done: 1, tasks: 2 }); answer({ drivers, fingerprint: 'abc' });";
    const answer = await answersOf(body).drivers(question, (one) => progress.push(one));
    expect(progress).toEqual([{ kind: 'drivers-progress', ...question, done: 1, tasks: 2 }]);
    expect(answer).toEqual({ kind: 'drivers', ...question, stale: false, drivers });
    const stale = await answersOf("answer({ drivers, fingerprint: 'other' });").drivers(question, () => {});
    expect(stale.stale).toBe(true);
  });

  test('is not known where the history cannot be read', async () => {
    const body = "fail({ code: 'input', message: 'there is no such file', details: { file: 'history.json' } });";
    expect(await answersOf(body).drivers(question, () => {})).toMatchObject({
      drivers: null,
      problem: 'history.json: there is no such file',
    });
  });
});

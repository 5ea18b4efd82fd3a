import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CalibratedPredictor } from '../../../src/execution/calibrated-predictor.ts';
import { policyFingerprint } from '../../../src/execution/make-policy.ts';
import { PredictionDesk } from '../../../src/execution/prediction-desk.ts';
import type { Policy, PolicyTarget } from '../../../src/protocol/policy.ts';
import type { TaskPrediction } from '../../../src/protocol/prediction.ts';
import { temporaryFolder } from '../../records.ts';
import { colourTasks, trainRun } from './trained-run.ts';

const root = temporaryFolder();
const { signal } = new AbortController();

const checked = { tasks: 10, workflows: 10, acted: 0, errors: 0, share: 0, shareLow: null, shareHigh: null };
const target = (threshold: number | null): PolicyTarget => ({
  threshold,
  chosenOn: { tasks: 10, workflows: 10 },
  checked: { ...checked, error: null, errorUpper: null },
});

describe('a policy for the predictions of an editor', async () => {
  const run = await trainRun(path.join(root, 'policy'), 'holdout');
  const file = path.join(root, 'policy', 'policy.json');
  const [[name, task]] = Object.entries(colourTasks());
  const textOf = (named: string, content: object): string => `${JSON.stringify(named)}: ${JSON.stringify(content)}`;
  const fresh = textOf('/new/task', { errors: task.errors });
  const desk = new PredictionDesk();
  const predict = async (text: string): Promise<TaskPrediction> => {
    const question = { run, texts: [text], explained: false, policy: file };
    const [prediction] = await desk.predict({ ...question, layout: 'object' }, { signal });
    return prediction;
  };
  const write = async (targets: Policy['targets'], changes: Partial<Policy> = {}): Promise<void> => {
    const fingerprint = policyFingerprint(await CalibratedPredictor.load(run));
    const policy: Policy = {
      version: 1,
      run: path.basename(run),
      fingerprint,
      model: 'simple',
      synthetic: false,
      createdAt: '2026-03-14T09:15:00.000Z',
      maxError: 0.02,
      confidence: 0.95,
      seed: 42,
      targets,
      together: { checked: { ...checked, error: null, errorUpper: null } },
      ...changes,
    };
    writeFileSync(file, JSON.stringify(policy));
  };

  it('decides for new tasks, target by target, with its reasons', async () => {
    await write({ colour: target(0), size: target(null) });
    const { targets, policy } = await predict(fresh);
    expect(targets.map(({ act }) => act)).toEqual([true, false]);
    expect(policy).toEqual({ maxError: 0.02, reasons: ['size is never acted on'], problem: '' });
  });

  it('is read again when it has changed, though predictions are kept', async () => {
    await write({ colour: target(0), size: target(0) });
    const { targets, policy } = await predict(fresh);
    expect(targets.map(({ act }) => act)).toEqual([true, true]);
    expect(policy?.reasons).toEqual([]);
  });

  it('asks about what the run has never seen', async () => {
    const strange = { errors: { good_sites: { 77777: { nowhere: 3 } }, bad_sites: {} } };
    const { targets, policy } = await predict(textOf('/new/strange', strange));
    expect(targets.map(({ act }) => act)).toEqual([false, false]);
    expect(policy?.reasons).toEqual(['a code or a site is new to the run']);
  });

  it('says nothing about tasks that the run has learned from', async () => {
    const all = Object.entries(colourTasks()).map(([named, content]) => textOf(named, content));
    const predictions = await Promise.all(all.map(predict));
    const seen = predictions.filter(({ targets }) => ['seen', 'watched'].includes(targets[0].standing));
    expect(seen.length).toBe(28);
    expect(seen.filter((one) => one.policy || one.targets.some(({ act }) => act !== undefined))).toEqual([]);
    expect(predictions.find(({ name: own }) => own === name)).toBeDefined();
  });

  it('that is for another run, damaged or missing leaves predictions as they are, with the reason', async () => {
    await write({ colour: target(0), size: target(0) }, { fingerprint: 'other', run: 'another' });
    const other = await predict(fresh);
    expect(other.policy?.problem).toMatch(/this policy is for the run another, not for/);
    expect(other.targets.map(({ act }) => act)).toEqual([undefined, undefined]);
    await write({ colour: target(0), size: target(0), weight: target(0) });
    expect((await predict(fresh)).policy?.problem).toMatch(/has no target weight, which this policy has/);
    writeFileSync(file, '<html>sign in</html>');
    expect((await predict(fresh)).policy?.problem).toMatch(/this is not JSON, expected a policy/);
    rmSync(file);
    expect(await predict(fresh)).not.toHaveProperty('policy');
  });
});

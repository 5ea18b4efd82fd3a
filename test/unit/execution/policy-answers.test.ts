import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PolicyMaker } from '../../../src/execution/make-policy.ts';
import { PolicyAnswers } from '../../../src/execution/policy-answers.ts';
import { temporaryFolder } from '../../records.ts';
import { colourTasks, trainRun } from './trained-run.ts';

const asked = { maxError: 0.4, confidence: 0.8 };

describe('the policies of a run', async () => {
  const run = await trainRun(path.join(temporaryFolder(), 'run'), 'holdout', {}, colourTasks(400));
  const noHistory = async (): Promise<Error> => new Error('no history');
  afterEach(() => vi.restoreAllMocks());

  it('are made once for an error, whoever asks, and their tasks are read once', async () => {
    const load = vi.spyOn(PolicyMaker, 'load');
    const make = vi.spyOn(PolicyMaker.prototype, 'make');
    const answers = new PolicyAnswers(run);
    const first = await answers.policy('fits', asked);
    await answers.details('fits', asked, noHistory);
    await answers.policy('fits', { ...asked, maxError: 0.45 });
    expect(await answers.policy('fits', asked)).toBe(first);
    expect(load).toHaveBeenCalledTimes(1);
    expect(make.mock.calls.map(([{ maxError }]) => maxError)).toEqual([0.4, 0.45]);
  });

  it('are made again when other fits are complete', async () => {
    const load = vi.spyOn(PolicyMaker, 'load');
    const answers = new PolicyAnswers(run);
    const first = await answers.policy('fits', asked);
    expect(await answers.policy('more fits', asked)).not.toBe(first);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('are tried again after a failure', async () => {
    const answers = new PolicyAnswers(run);
    vi.spyOn(PolicyMaker, 'load').mockRejectedValueOnce(new Error('damaged'));
    await expect(answers.policy('fits', asked)).rejects.toThrow('damaged');
    expect(await answers.policy('fits', asked)).toMatchObject({ maxError: 0.4 });
  });

  it('have no error codes without a history, and the reason', async () => {
    const { codes, codesProblem, curves } = await new PolicyAnswers(run).details('fits', asked, noHistory);
    expect({ codes, codesProblem }).toEqual({ codes: [], codesProblem: 'no history' });
    expect(curves.map(({ target }) => target)).toEqual(['colour', 'size']);
  });
});

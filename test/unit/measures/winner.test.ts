import { expect, it } from 'vitest';
import { finishedSelection, lastSelection, rankModels, standingsOf, winnerText } from '../../../src/measures/winner.ts';
import type { RunRecord } from '../../../src/protocol/run.ts';
import { runRecord } from '../../records.ts';

function run(model: string, scores: readonly number[], state = 'done'): RunRecord {
  return { model, state, summary: scores.map((mean) => ({ confusionMse: { mean, std: 0 } })) } as unknown as RunRecord;
}

it('puts the model first that has the best confusion MSE on most targets', () => {
  const standings = rankModels([run('a', [0.1, 0.3, 0.3]), run('b', [0.2, 0.1, 0.1]), run('c', [0.3, 0.2, 0.2])]);
  expect(standings).toEqual([
    { model: 'b', wins: 2, meanRank: 4 / 3 },
    { model: 'a', wins: 1, meanRank: 7 / 3 },
    { model: 'c', wins: 0, meanRank: 7 / 3 },
  ]);
});

it('breaks a tie by the mean rank', () => {
  const standings = rankModels([run('a', [0.1, 0.9]), run('b', [0.2, 0.1]), run('c', [0.3, 0.2])]);
  expect(standings.map(({ model }) => model)).toEqual(['b', 'a', 'c']);
});

it('counts equal scores as won by both', () => {
  const standings = rankModels([run('a', [0.1]), run('b', [0.1])]);
  expect(standings.map(({ wins, meanRank }) => [wins, meanRank])).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

it('leaves out runs that are not complete', () => {
  expect(rankModels([run('a', [0.1], 'failed'), run('b', [0.2])]).map(({ model }) => model)).toEqual(['b']);
});

/** Runs of a selection whose model `best` is the best; the n-th ends n minutes after `at`. */
function selected(name: string, at: string, models: readonly string[], best: string, changes: Partial<RunRecord> = {}) {
  const ids = models.map((model) => `${name} ${model}`);
  return models.map((model, i) =>
    runRecord({
      id: ids[i],
      model,
      protocol: 'cross-validation',
      group: name,
      selection: ids,
      createdAt: `${at}:00.000Z`,
      finishedAt: `${at}:0${i + 1}.000Z`,
      summary: run(model, [model === best ? 0.1 : 0.2 + i / 100]).summary,
      ...changes,
    }),
  );
}

const bestOf = (runs: readonly RunRecord[]) => lastSelection(runs)?.standings[0].model;
const models = ['simple', 'embedding', 'embedding+attention'];
const monday = selected('monday', '2026-01-05T10:00', models, 'embedding');
const friday = selected('friday', '2026-01-09T10:00', models, 'embedding+attention');

it('takes the best model from the selection that ended last, whatever the order of the runs', () => {
  expect(bestOf([...friday, ...monday])).toBe('embedding+attention');
  expect(bestOf([...monday, ...friday].reverse())).toBe('embedding+attention');
  expect(bestOf(monday)).toBe('embedding');
});

it('goes by when a selection ended, not by when it began', () => {
  const long = selected('long', '2026-01-01T10:00', models, 'simple', { finishedAt: '2026-01-20T10:00:00.000Z' });
  expect(bestOf([...friday, ...monday, ...long])).toBe('simple');
});

it.each(['running', 'cancelled', 'interrupted'] as const)('passes over a selection of which a run is %s', (state) => {
  const [first, ...others] = selected('later', '2026-02-01T10:00', models, 'simple');
  expect(bestOf([...friday, { ...first, state }, ...others])).toBe('embedding+attention');
});

it('ranks the others where a model could not be trained', () => {
  const [first, ...others] = selected('later', '2026-02-01T10:00', models, 'simple');
  expect(bestOf([...friday, { ...first, state: 'failed' }, ...others])).toBe('embedding');
});

it('does not mix selections of the same question, nor takes single runs and searches for selections', () => {
  const two = selected('two', '2026-03-01T10:00', ['simple', 'cnn'], 'cnn', {
    summary: run('x', [0.15]).summary,
  });
  expect(lastSelection([...two, ...friday])?.standings.map(({ model }) => model)).toEqual(['simple', 'cnn']);
  const alone = runRecord({ id: 'alone', model: 'lucky', protocol: 'cross-validation', finishedAt: '2026-04-01' });
  const calls = ['1', '2'].map((call) => {
    const group = '20260401-000000-cnn-tuning-abcdef';
    return runRecord({
      id: call,
      model: `cnn tuned ${call}`,
      protocol: 'cross-validation',
      group,
      finishedAt: '2026-04-02',
    });
  });
  expect(bestOf([alone, ...calls, ...friday])).toBe('embedding+attention');
});

it('has a run that was reused belong to the selection that names it', () => {
  const [first, ...others] = monday;
  const again = selected('again', '2026-05-01T10:00', ['embedding', 'cnn'], 'cnn');
  const ids = [first.id, ...again.map(({ id }) => id)];
  const runs = [first, ...others, ...again.map((one) => ({ ...one, selection: ids }))];
  expect(lastSelection(runs)?.runs.map(({ model }) => model)).toEqual(['simple', 'embedding', 'cnn']);
  expect(bestOf(runs)).toBe('cnn');
});

it('knows selections of earlier versions by their group, in the order in which they were made', () => {
  const old = models.map((model, i) => {
    const createdAt = `2026-06-01T10:00:00.00${i}Z`;
    const changes = { group: 'old', createdAt, finishedAt: '2026-06-02', summary: run(model, [0.1]).summary };
    return runRecord({ id: `${9 - i}`, model, protocol: 'cross-validation', ...changes });
  });
  expect(lastSelection([...friday, ...old.toReversed()])?.standings.map(({ model }) => model)).toEqual(models);
});

it('breaks ties of two selections that ended at the same time by the one that began later', () => {
  const tied = { finishedAt: '2026-07-01T12:00:00.000Z' };
  const early = selected('early', '2026-07-01T10:00', models, 'simple', tied);
  const late = selected('late', '2026-07-01T11:00', models, 'embedding', tied);
  expect(bestOf([...early, ...late])).toBe('embedding');
  expect(bestOf([...late, ...early])).toBe('embedding');
});

it('says nothing of a selection in which all failed', () => {
  expect(finishedSelection(monday.map((one) => ({ ...one, state: 'failed' })))).toBeUndefined();
});

it('says why a model is best', () => {
  expect(winnerText(rankModels([run('a', [0.1, 0.1]), run('b', [0.2, 0.2])]), 2)).toBe('a is best on 2 of 2 targets.');
  expect(winnerText(rankModels([run('a', [0.1, 0.9]), run('b', [0.2, 0.1]), run('c', [0.3, 0.2])]), 2)).toBe(
    'b is best on 1 of 2 targets. On as many, but with a worse mean rank: a.',
  );
  expect(winnerText(rankModels([run('a', [0.1]), run('b', [0.1])]), 1)).toBe(
    'a is best on 1 of 1 target. Equally good, but later in the experiment: b.',
  );
});

it('sets runs side by side only if they answer the same question', () => {
  expect(standingsOf(friday)[0].model).toBe('embedding+attention');
  const [first, ...others] = friday;
  expect(standingsOf([{ ...first, seed: 7 }, ...others])).toEqual([]);
  expect(standingsOf([{ ...first, state: 'cancelled' }, ...others])).toEqual([]);
  expect(standingsOf([first])).toEqual([]);
});

import { expect, it } from 'vitest';
import type { RunRecord } from '../../../src/protocol/run.ts';
import { rankModels } from '../../../src/runs/winner.ts';

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

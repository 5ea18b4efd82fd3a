import { describe, expect, test } from 'vitest';
import { RunModel } from '../../../webview/run/run-model.ts';
import { doneFit, epochUpdate, runSnapshot } from '../../e2e/run-fixture.ts';

function modelOf(options: Parameters<typeof runSnapshot>[0]): RunModel {
  const model = new RunModel();
  model.apply(runSnapshot(options));
  return model;
}

describe('a snapshot', () => {
  test('lists every fit of the run, also those that the host does not tell of', () => {
    const model = new RunModel();
    model.apply({ ...runSnapshot({ targets: ['action'], done: 0, state: 'running' }), fits: [] });
    expect(model.fitsOf('action').map(({ index, state }) => [index, state])).toEqual(
      [0, 1, 2, 3, 4].map((i) => [i, 'waiting']),
    );
  });

  test('takes the place of everything before it', () => {
    const model = modelOf({ targets: ['action'], done: 2 });
    model.apply(runSnapshot({ targets: ['memory'], done: 0, state: 'running' }));
    expect(model.allFits().map(({ target }) => target)).toEqual(Array(5).fill('memory'));
  });

  test('says what the views must know of the model, whatever it is called', () => {
    const model = modelOf({ model: 'simple' });
    const traits = { step: 'round', embeddings: true } as const;
    model.apply({ ...runSnapshot(), traits });
    expect(model.traits).toEqual(traits);
  });

  test('brings a run back that could not be shown', () => {
    const model = modelOf({});
    model.apply({ kind: 'unavailable', reason: 'Its folder was deleted.' });
    expect(model.unavailable).toBe('Its folder was deleted.');
    model.apply(runSnapshot());
    expect(model.unavailable).toBeNull();
  });
});

describe('an epoch', () => {
  test('is appended, and wakes a waiting fit', () => {
    const model = modelOf({ targets: ['action'], done: 0, state: 'running' });
    expect(model.apply(epochUpdate('action', 3, 0))).toBe(true);
    expect(model.fitsOf('action')[3]).toMatchObject({ state: 'running', epochs: [{ epoch: 0 }] });
  });

  test('that is known already changes nothing', () => {
    const model = modelOf({ targets: ['action'], done: 0, epochsOfRunning: 4 });
    expect(model.apply(epochUpdate('action', 0, 2))).toBe(true);
    expect(model.fitsOf('action')[0].epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
  });

  test.each([
    ['after a gap', epochUpdate('action', 0, 9)],
    ['of a fit that the run does not have', epochUpdate('action', 7, 0)],
    ['of a target that the run does not have', epochUpdate('memory', 0, 0)],
  ])('%s asks for a snapshot', (_, message) => {
    const model = modelOf({ targets: ['action'], done: 0, epochsOfRunning: 4 });
    expect(model.apply(message)).toBe(false);
  });
});

describe('a fit', () => {
  test('without epochs keeps those that came', () => {
    const model = modelOf({ targets: ['action'], done: 0, epochsOfRunning: 4 });
    const { epochs } = model.fitsOf('action')[0];
    model.apply({ kind: 'fit', fit: { ...doneFit('action', 0, 4), epochs: [] } });
    expect(model.fitsOf('action')[0]).toMatchObject({ state: 'done', record: { epochsRun: 4 } });
    expect(model.fitsOf('action')[0].epochs).toBe(epochs);
  });

  test('that waits again has none', () => {
    const model = modelOf({ targets: ['action'], done: 0, epochsOfRunning: 4 });
    model.apply({ kind: 'fit', fit: { target: 'action', index: 0, state: 'waiting', epochs: [] } });
    expect(model.fitsOf('action')[0]).toMatchObject({ state: 'waiting', epochs: [] });
  });
});

test('the state of another run asks for a snapshot', () => {
  const model = modelOf({});
  const { run } = runSnapshot();
  expect(model.apply({ kind: 'run', run: { ...run, id: 'another' }, cancellable: false })).toBe(false);
});

test('names that are special to JavaScript are names like others', () => {
  const snapshot = runSnapshot({ targets: ['action'], done: 0, state: 'running' });
  const targets = [{ ...snapshot.run.targets[0], target: '__proto__' }];
  const model = new RunModel();
  model.apply({ ...snapshot, run: { ...snapshot.run, targets } });
  expect(model.fitsOf('__proto__')).toHaveLength(5);
  expect(model.fitsOf('toString')).toEqual([]);
});

import { expect, test } from 'vitest';
import { meanCurves } from '../../../src/measures/mean-curves.ts';
import type { ComparedRun } from '../../../src/protocol/compare-panel.ts';
import { CompareModel } from '../../../webview/compare/compare-model.ts';
import { firstDrawn, maxDrawn, toggleDrawn } from '../../../webview/compare/drawn.ts';
import { overlayMetrics, overlaySet } from '../../../webview/compare/overlay-curves.ts';
import { restoreState } from '../../../webview/compare/view-state.ts';
import { commonPoints } from '../../../webview/components/curve.ts';
import { curveTable, valuesText } from '../../../webview/components/curve-text.ts';
import { epoch, runRecord } from '../../records.ts';

const target = (name: string) => ({ target: name, classes: ['a', 'b'], counts: [1, 1] });

function compared(name: string, targets: readonly string[]): ComparedRun {
  return { folder: name, name, run: runRecord({ targets: targets.map(target) }), error: null };
}

const gone: ComparedRun = { folder: 'gone', name: 'gone', run: null, error: 'deleted' };

function modelOf(...runs: ComparedRun[]): CompareModel {
  const model = new CompareModel();
  model.apply({ kind: 'runs', runs });
  return model;
}

test('each target shows the runs that have it; a run that cannot be read is named beside them', () => {
  const model = modelOf(compared('one', ['action']), gone, compared('two', ['memory', 'action']));
  expect(model.targets()).toEqual(['action', 'memory']);
  expect(model.runsOf('action').map(({ name }) => name)).toEqual(['one', 'two']);
  expect(model.runsOf('memory').map(({ name }) => name)).toEqual(['two']);
  expect(model.unreadable).toEqual([{ name: 'gone', error: 'deleted' }]);
});

test('what is known of a run is old once it has changed, or all have', () => {
  const model = modelOf(compared('one', ['action']), compared('two', ['action']));
  const [one, two, both] = [model.versionOf('one'), model.versionOf('two'), model.versionOf('one', 'two')];
  model.apply({ kind: 'run', run: compared('two', ['action']) });
  expect(model.versionOf('one')).toBe(one);
  expect(model.versionOf('two')).not.toBe(two);
  expect(model.versionOf('one', 'two')).not.toBe(both);
  model.apply({ kind: 'runs', runs: [compared('one', ['action'])] });
  expect(model.versionOf('one')).not.toBe(one);
});

test('a run keeps its look as long as it is drawn, and at most eight are', () => {
  const names = Array.from({ length: 12 }, (_, i) => `run ${i}`);
  const drawn = firstDrawn(names);
  expect(drawn).toHaveLength(maxDrawn);
  expect(toggleDrawn(drawn, 'run 9')).toBe(drawn);
  const fewer = toggleDrawn(drawn, 'run 2');
  expect(fewer.find(({ folder }) => folder === 'run 7')).toEqual({ folder: 'run 7', slot: 7 });
  expect(toggleDrawn(fewer, 'run 9')).toContainEqual({ folder: 'run 9', slot: 2 });
});

test('a chart has one line a run, in the look of its slot, fainter where not all of its own fits are left', () => {
  const drawn = [
    { slot: 5, name: 'long', curves: meanCurves([[epoch(0), epoch(1), epoch(2)]]) },
    { slot: 0, name: 'short', curves: meanCurves([[epoch(0), epoch(1)], [epoch(0)]]) },
  ];
  const set = overlaySet(drawn, overlayMetrics[1], 'training');
  expect(set.curves.map(({ series, set, points }) => [series, set, points.length])).toEqual([
    [5, 'training', 3],
    [0, 'training', 2],
  ]);
  expect(set.curves.map(commonPoints)).toEqual([3, 1]);
  expect(valuesText(set, 2, 2)).toBe('long 0.25, short 0.25');
  expect(curveTable(set, 'epoch', 2)).toEqual({
    columns: ['epoch', 'long', 'short'],
    rows: [
      ['1', '0.25', '0.25 ± 0.00'],
      ['2', '0.25', '0.25'],
      ['3', '0.25', '–'],
    ],
  });
});

test('a state of another comparison, or that is none, is not restored', () => {
  const state = { ...restoreState(undefined, 'this'), smoothing: 0.5 };
  expect(restoreState(state, 'this')).toEqual(state);
  expect(restoreState(state, 'other').smoothing).toBe(0);
  expect(restoreState({ ...state, smoothing: 1 }, 'this').smoothing).toBe(0);
  expect(restoreState({ ...state, drawn: [{ folder: 'x', slot: 8 }] }, 'this').drawn).toBeNull();
});

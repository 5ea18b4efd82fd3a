import fc from 'fast-check';
import { expect, test } from 'vitest';
import { snapshotChanges } from '../../../../src/extension/panels/snapshot-changes.ts';
import type { FitView } from '../../../../src/protocol/run.ts';
import type { RunSnapshot } from '../../../../src/protocol/run-panel.ts';
import { RunModel } from '../../../../webview/run/run-model.ts';
import { runSnapshot } from '../../../e2e/run-fixture.ts';
import { epoch, fitRecord } from '../../../records.ts';

const first = runSnapshot({ targets: ['action'], fits: 3, done: 0, state: 'running' });

/** A fit as a folder may have it. */
const anyFit = fc.record({
  state: fc.constantFrom('waiting', 'running', 'done', 'failed') as fc.Arbitrary<FitView['state']>,
  epochs: fc.nat(4),
});

function fitAt(index: number, { state, epochs }: { state: FitView['state']; epochs: number }): FitView {
  return {
    target: 'action',
    index,
    state,
    epochs: state === 'waiting' ? [] : Array.from({ length: epochs }, (_, i) => epoch(i)),
    ...(state === 'done' && { record: fitRecord({ index }) }),
    ...(state === 'failed' && { error: 'no memory' }),
  };
}

test('a page that is told the changes has what a whole snapshot would have given it', () => {
  const anySnapshot = fc
    .array(anyFit, { minLength: 3, maxLength: 3 })
    .map((fits): RunSnapshot => ({ ...first, fits: fits.map((one, i) => fitAt(i, one)) }));
  fc.assert(
    fc.property(fc.array(anySnapshot, { minLength: 2, maxLength: 6 }), (snapshots) => {
      const model = new RunModel();
      model.apply(structuredClone(snapshots[0]));
      for (let i = 1; i < snapshots.length; i++) {
        const changes = snapshotChanges(snapshots[i - 1], snapshots[i]);
        for (const message of changes ?? []) expect(model.apply(structuredClone(message) as never)).toBe(true);
        const whole = new RunModel();
        whole.apply(structuredClone(snapshots[i]));
        expect(model.allFits()).toEqual(whole.allFits());
        expect(model.run).toEqual(whole.run);
      }
    }),
  );
});

test('only what is new of a curve is sent', () => {
  const at = (epochs: number): RunSnapshot => ({
    ...first,
    fits: [fitAt(0, { state: 'running', epochs }), ...first.fits.slice(1)],
  });
  const changes = snapshotChanges(at(3), at(4)) ?? [];
  expect(changes.map(({ kind }) => kind)).toEqual(['epochs', 'run']);
  expect(changes[0]).toMatchObject({ epochs: [{ record: { epoch: 3 } }] });
});

test('another run, or other notices, need the whole', () => {
  expect(snapshotChanges(first, { ...first, run: { ...first.run, id: 'other' } })).toBeUndefined();
  expect(snapshotChanges(first, { ...first, notices: ['damaged'] })).toBeUndefined();
});

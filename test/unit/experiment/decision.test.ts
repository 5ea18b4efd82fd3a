import { expect, test } from 'vitest';
import { buildDataset } from '../../../src/experiment/dataset.ts';
import { decisionOf, recommendsAsStudy } from '../../../src/experiment/decision.ts';
import { placeError } from '../../../src/experiment/place-error.ts';
import { readExperiment, requireExperiment } from '../../../src/experiment/read-experiment.ts';
import { experimentOfRun, storedExperiment } from '../../../src/experiment/read-specification.ts';
import { TargetError } from '../../../src/experiment/target-error.ts';
import { parse } from '../dataset/files.ts';
import { smallHistory } from '../execution/small-dataset.ts';

const written = (decision: string): string =>
  `{"history": "h.json", "targets": {"colour": {}},\n "decision": ${decision}}`;
const read = (decision: string) => requireExperiment(written(decision), 'x.oap.json').experiment;

test('what is not written costs 1, a correct class nothing', () => {
  const experiment = read('{"costs": {"acdc": {"clone": 5}, "__proto__": {"acdc": 0.5}}}');
  expect(decisionOf(experiment, ['acdc', 'clone', '__proto__'])).toEqual({ costs: [0, 5, 1, 1, 0, 1, 0.5, 1, 0] });
  expect(decisionOf(read('"most-likely"'), ['acdc'])).toBe('most-likely');
});

test('costs come back from a run as they were written', () => {
  const experiment = read('{"costs": {"10": {"9": 2, "__proto__": 3}}}');
  const stored: unknown = JSON.parse(JSON.stringify(storedExperiment(experiment)));
  expect(experimentOfRun({ experiment: stored, targets: [] }).decision).toEqual({
    costs: new Map([
      [
        '10',
        new Map([
          ['9', 2],
          ['__proto__', 3],
        ]),
      ],
    ]),
  });
});

test.each([
  ['"likely"', '2:14: "decision" must be "balanced" or "most-likely" or an object'],
  ['{"costs": {"red": {"blue": -1}}}', '2:41: "blue" must be at least 0'],
  ['{"cost": {}}', '2:14: "costs" is missing, expected an object'],
])('%s is no decision', (decision, expected) => {
  const text = written(decision);
  const [{ offset, message }] = readExperiment(text).problems;
  const before = text.slice(0, offset).split('\n');
  expect(`${before.length}:${(before.at(-1)?.length ?? 0) + 1}: ${message}`).toBe(expected);
});

test('a class that no target has is reported where it is written', () => {
  const text = written('{"costs": {"red": {"green": 5}}}');
  const { experiment, reading } = requireExperiment(text, 'x.oap.json');
  let error: unknown;
  try {
    buildDataset(parse(smallHistory()), experiment);
  } catch (thrown) {
    error = thrown;
  }
  if (!(error instanceof TargetError)) throw error;
  expect(placeError(error, 'x.oap.json', text, experiment, reading).message).toBe(
    'x.oap.json:2:42: no target has a class "green", expected one of: blue, red',
  );
});

test.each([
  ['of an earlier version', {}, true],
  ['that is balanced', { decision: 'balanced' }, true],
  ['of the most likely class', { decision: 'most-likely' }, false],
  ['by costs', { decision: { costs: {} } }, false],
])('a run %s recommends as the study does: %#', (_, experiment, expected) => {
  expect(recommendsAsStudy({ experiment })).toBe(expected);
});

import { expect, test } from 'vitest';
import * as z from 'zod';
import { fieldsAt, nearestName } from '../../../src/experiment/field-names.ts';
import { readExperiment } from '../../../src/experiment/read-experiment.ts';
import { experimentSchema } from '../../../src/experiment/schema.ts';

const schema = z.fromJSONSchema(experimentSchema() as Parameters<typeof z.fromJSONSchema>[0]);

test.each([
  [{ history: 'h.json' }, true],
  [{ $schema: 'x', history: 'h.json', models: ['simple', { model: 'simple', name: 'small', denseUnits: 10 }] }, true],
  [{ history: 'h.json', training: { earlyStopping: false } }, true],
  [{ history: 'h.json', targets: { colour: { classes: { a: ['x'] }, default: 'y' } } }, true],
  [{}, false],
  [{ history: 3 }, false],
  [{ history: 'h.json', histroy: 1 }, false],
  [{ history: 'h.json', split: { folds: 1 } }, false],
  [{ history: 'h.json', split: { folds: 2.5 } }, false],
  [{ history: 'h.json', engine: 'steam' }, false],
  [{ history: 'h.json', models: [] }, false],
  [{ history: 'h.json', models: [{ model: 'simple', denseUnit: 1 }] }, false],
  [{ history: 'h.json', training: { earlyStopping: { patence: 1 } } }, false],
])('the JSON schema judges %j as the reader does', (experiment, valid) => {
  expect(readExperiment(JSON.stringify(experiment)).experiment !== undefined).toBe(valid);
  expect(schema.safeParse(experiment).success).toBe(valid);
});

test('the fields at a path are known, also below lists, unions and names from data', () => {
  expect(fieldsAt(['features'])).toEqual(['transform', 'sites', 'totals']);
  expect(fieldsAt(['targets', '__proto__'])).toEqual(['classes', 'default']);
  expect(fieldsAt(['training', 'earlyStopping'])).toEqual(['patience', 'maxDelta', 'movingAverage', 'restoreBest']);
  expect(fieldsAt(['models', 0])).toContain('denseUnits');
  expect(fieldsAt(['history', 'x'])).toEqual([]);
});

test('the nearest name is the one with the fewest edits, if these are few', () => {
  const names = ['history', 'targets', 'training'];
  expect(nearestName('histroy', names)).toBe('history');
  expect(nearestName('TRAINING', names)).toBe('training');
  expect(nearestName('target', names)).toBe('targets');
  expect(nearestName('wallpaper', names)).toBeUndefined();
  expect(nearestName('x'.repeat(10_000), [])).toBeUndefined();
});

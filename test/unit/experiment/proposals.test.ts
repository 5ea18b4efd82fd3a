import { describe, expect, test } from 'vitest';
import { type HistoryFacts, placeAt, proposalsFor } from '../../../src/experiment/proposals.ts';

/** The place at the bar, which is taken out of the text. */
function at(text: string) {
  const offset = text.indexOf('|');
  const without = text.replace('|', '');
  const place = placeAt(without, offset);
  return place && { ...place, text: without.slice(place.range.offset, place.range.offset + place.range.length) };
}

describe('what is being written is known at', () => {
  test.each([
    ['the history', '{"history": "h|.json"}', { kind: 'history' }, '"h.json"'],
    ['a history that is empty', '{"history": |}', { kind: 'history' }, ''],
    ['the name of a target', '{"targets": {"ac|"}}', { kind: 'target' }, '"ac"'],
    ['a target among others', '{"targets": {"action": {}, |}}', { kind: 'target' }, ''],
    [
      'the default of a target',
      '{"targets": {"action": {"default": "|"}}}',
      { kind: 'default', target: 'action' },
      '""',
    ],
    [
      'a raw value of a class',
      '{"targets": {"memory": {"classes": {"few": ["2000", "3|"]}}}}',
      { kind: 'raw-value', target: 'memory' },
      '"3"',
    ],
    ['the order of the tasks', '{"split": {"by": "time", "order": "wh|"}}', { kind: 'order' }, '"wh"'],
    ['a model', '{"models": ["simple", |]}', { kind: 'model' }, ''],
    ['a model that is begun', '{"models": ["cn|"]}', { kind: 'model' }, '"cn"'],
  ])('%s', (_, text, wanted, replaced) => {
    expect(at(text)).toMatchObject({ wanted, text: replaced });
  });

  test.each([
    ['the name of a field', '{"his|"}'],
    ['a setting', '{"split": {"seed": 4|2}}'],
    ['the name of a class', '{"targets": {"memory": {"classes": {"f|": []}}}}'],
    ['a field of a target', '{"targets": {"memory": {"def|"}}}'],
    ['the list of models itself', '{"models": |[]}'],
    ['nothing', '|'],
  ])('but not at %s', (_, text) => {
    expect(at(text)).toBeUndefined();
  });

  test('a target without its value, which then is written, too', () => {
    expect(at('{"targets": {"ac|"}}')?.isNewField).toBe(true);
    expect(at('{"targets": {"ac|": {}}}')?.isNewField).toBe(false);
  });
});

describe('proposals', () => {
  const facts: HistoryFacts = {
    targets: [
      {
        name: 'action',
        classes: [
          { name: 'acdc', tasks: 8000 },
          { name: 'clone', tasks: 1 },
        ],
        rawValues: [
          { name: 'acdc', tasks: 8000 },
          { name: '', tasks: 7 },
          { name: 'clone', tasks: 1 },
        ],
      },
    ],
    parameters: ['action', 'when'],
  };

  test('of the order of the tasks are all parameters', () => {
    expect(proposalsFor({ kind: 'order' }, facts).map(({ name }) => name)).toEqual(['action', 'when']);
  });

  test('of targets are the parameters of the history with their classes', () => {
    expect(proposalsFor({ kind: 'target' }, facts)).toEqual([{ name: 'action', detail: 'acdc 8,000, clone 1' }]);
    expect(proposalsFor({ kind: 'target' }, undefined)).toEqual([]);
  });

  test('of raw values are those of the history; a missing one cannot be listed', () => {
    expect(proposalsFor({ kind: 'raw-value', target: 'action' }, facts)).toEqual([
      { name: 'acdc', detail: '8,000 tasks' },
      { name: 'clone', detail: '1 task' },
    ]);
    expect(proposalsFor({ kind: 'raw-value', target: 'memory' }, facts)).toEqual([]);
  });

  test('of a default are its usual name and the classes', () => {
    expect(proposalsFor({ kind: 'default', target: 'action' }, facts).map(({ name }) => name)).toEqual([
      'default',
      'acdc',
      'clone',
    ]);
  });

  test('of models are all there are, trees without attention', () => {
    const names = proposalsFor({ kind: 'model' }, undefined).map(({ name }) => name);
    expect(names).toContain('embedding+attention+smote');
    expect(names).toContain('xgboost+smote');
    expect(names).not.toContain('xgboost+attention');
  });
});

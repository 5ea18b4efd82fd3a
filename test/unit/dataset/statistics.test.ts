import { describe, expect, it } from 'vitest';
import { describeHistory, inspectionJson } from '../../../src/dataset/statistics.ts';
import { jsonText } from '../../../src/protocol/json-text.ts';
import { parse } from './files.ts';

const history = parse(`{
"/w1/a": {"errors": {"good_sites": {"85": {"A": 3, "B": 1}}, "bad_sites": {"85": {"A": 2}}}, "parameters": {"action": "acdc", "memory": "20000"}},
"/w1/b": {"errors": {"bad_sites": {"92": {"B": 7}}}, "parameters": {"action": "acdc", "memory": ""}},
"/w2/a": {"errors": {"bad_sites": {"85": {"B": 1}}}, "parameters": {"action": "clone"}},
"/w3/a": {"errors": {}, "parameters": {"action": "acdc", "memory": "18000", "__proto__": "x"}},
"/w3/b": {"parameters": {}}
}`);

describe('describeHistory', () => {
  const description = describeHistory(history);

  it('counts tasks, codes, sites and the pairs that have a count, good and bad sites merged', () => {
    expect(description).toMatchObject({ tasks: 4, errors: 2, sites: 2, nonzero: 4 });
    expect(description.sparsity).toBe(1 - 4 / 16);
    expect(description.pairsNeverUsed).toBe(1 / 4);
  });

  it('ranks codes and sites by the tasks that have them, and sums their counts', () => {
    expect(description.codeUse).toEqual([
      { name: '85', tasks: 2, count: 7 },
      { name: '92', tasks: 1, count: 7 },
    ]);
    expect(description.siteUse).toEqual([
      { name: 'B', tasks: 3, count: 9 },
      { name: 'A', tasks: 1, count: 5 },
    ]);
  });

  it('counts the tasks of each workflow', () => {
    expect(description.workflows).toEqual({
      count: 3,
      mean: 4 / 3,
      largest: 2,
      distribution: [
        [1, 2],
        [2, 1],
      ],
    });
  });

  it('counts the tasks of each class, merged and raw', () => {
    expect(description.targets[1]).toMatchObject({
      name: 'memory',
      classes: [
        { name: '18k-20k', tasks: 2 },
        { name: 'default', tasks: 2 },
      ],
      rawValues: [
        { name: '', tasks: 2 },
        { name: '20000', tasks: 1 },
        { name: '18000', tasks: 1 },
      ],
    });
  });

  it('describes a history without any count', () => {
    const empty = describeHistory(parse('{"t": {"errors": {}, "parameters": {}}}'));
    expect(empty).toMatchObject({ nonzero: 0, sparsity: 1, pairsNeverUsed: 1, codeUse: [], targets: [] });
  });
});

it('the JSON that is printed keeps to its contract, with any names', () => {
  const json: unknown = JSON.parse(jsonText(inspectionJson(describeHistory(history), history)));
  expect(json).toMatchObject({
    tasks: 4,
    errors: 2,
    sites: 2,
    nonzero: 4,
    sparsity: 0.75,
    pairsNeverUsed: 0.25,
    targets: { action: { acdc: 3, clone: 1 }, memory: { '18k-20k': 2, default: 2 } },
    problemCount: 1,
    skipped: 1,
    problems: [{ line: 6, column: 1, message: expect.stringContaining('"errors" is missing') }],
  });
  expect(JSON.stringify(json)).toContain('"__proto__":{"x":1,"default":3}');
});

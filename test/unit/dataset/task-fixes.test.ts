import { describe, expect, it } from 'vitest';
import { taskFixes } from '../../../src/dataset/task-fixes.ts';
import { nearestName } from '../../../src/experiment/field-names.ts';

/** What is mended, and the texts that it makes of a task. */
function fixed(text: string, layout: 'object' | 'lines' = 'object'): [string, string][] {
  return taskFixes(text, layout, nearestName).map(({ kind, from, to, text: put }) => [
    kind,
    text.slice(0, from) + put + text.slice(to),
  ]);
}

describe('what makes a task unusable is mended', () => {
  it('where a count is in quotes', () => {
    expect(fixed('"a": {"errors": {"good_sites": {"85": {"T1_A": "5"}}}, "parameters": {}}')).toEqual([
      ['count', '"a": {"errors": {"good_sites": {"85": {"T1_A": 5}}}, "parameters": {}}'],
    ]);
  });

  it('where a member or a site group is misspelt', () => {
    expect(fixed('{"task": "a", "Erors": {"good_sites": {}}, "parameters": {}}', 'lines')).toEqual([
      ['name', '{"task": "a", "errors": {"good_sites": {}}, "parameters": {}}'],
    ]);
    expect(fixed('"a": {"errors": {"good_site": {}, "bad-sites": {}}, "parameters": {}}')).toEqual([
      ['name', '"a": {"errors": {"good_sites": {}, "bad-sites": {}}, "parameters": {}}'],
      ['name', '"a": {"errors": {"good_site": {}, "bad_sites": {}}, "parameters": {}}'],
    ]);
  });
});

it.each([
  '"a": {"errors": {"good_sites": {"85": {"T1_A": 5}}}, "parameters": {}}',
  '"a": {"errors": {"good_sites": {"85": {"T1_A": -5}}}, "parameters": {}}',
  '"a": {"errors": {"good_sites": {"85": {"T1_A": "five", "T1_B": "05", "T1_C": "-1"}}}, "parameters": {}}',
  '"a": {"errors": {}, "parameters": {}, "error": 5, "notes": "x"}',
  '"a": {"errors": {"other": {}}}',
  '"a": 5',
])('nothing is done without a doubt about what was meant: %s', (text) => {
  expect(fixed(text)).toEqual([]);
});

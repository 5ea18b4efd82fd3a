import { expect, it } from 'vitest';
import { contentFingerprint } from '../../../src/dataset/content-fingerprint.ts';
import { parse } from './files.ts';

const of = (text: string): string => contentFingerprint(parse(text));
const history =
  '{"a": {"errors": {"good_sites": {"1": {"T1": 2}}, "bad_sites": {}}, "parameters": {"action": "acdc"}}}';

it('is the same whatever the white space, and in JSON Lines', () => {
  expect(of(history)).toMatch(/^[0-9a-f]{64}$/);
  expect(of(JSON.stringify(JSON.parse(history), null, 2))).toBe(of(history));
  const [[task, entry]] = Object.entries(JSON.parse(history) as Record<string, object>);
  expect(of(JSON.stringify({ task, ...entry }))).toBe(of(history));
});

it.each([
  ['name of a task', '"a":', '"b":'],
  ['code', '"1":', '"2":'],
  ['site', '"T1"', '"T2"'],
  ['count', '2}', '3}'],
  ['group of the sites', history, history.replace('good', 'x').replace('bad', 'good').replace('x', 'bad')],
  ['decision', '"acdc"', '"clone"'],
  ['name of a decision', '"action"', '"memory"'],
])('is another with another %s', (_, from, to) => {
  const changed = history.replace(from, to);
  expect(changed).not.toBe(history);
  expect(of(changed)).not.toBe(of(history));
});

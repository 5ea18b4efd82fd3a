import { describe, expect, it } from 'vitest';
import { looksLikeHistory } from '../../../src/dataset/sniff-history.ts';

describe('a history is known by its beginning', () => {
  it.each([
    '{"/a/b": {"errors": {"good_sites": {"85": {"T1_A": 1',
    '{\n  "/a/b": {\n    "parameters": {"action": "acdc"},\n    "errors": {\n      "bad_sites": {',
    '{"task": "/a/b", "errors": {"good_sites": {}, "bad_sites": {"-1": {',
    '{"/a/b": {"errors": {}, "parameters": {}}',
    '{"version": 1, "notes": ["x"], "/a/b": {"errors": {"good_sites": {}',
  ])('%s', (text) => {
    expect(looksLikeHistory(text)).toBe(true);
  });
});

describe('other JSON is left alone', () => {
  it.each([
    '',
    '[1, 2',
    '{"name": "a", "scripts": {"build": "x"}, "version": "1"}',
    '{"data": {"errors": {}}}',
    '{"errors": {"code": 5}, "parameters": {}}',
    '{"errors": [{"message": "x"}]}',
    '{"paths": {"/x": {"get": {"parameters": []}}}}',
    '{"a": {"errors": "good_sites"}}',
    '{"a": nonsense {"errors": {"good_sites": {',
    'errors good_sites',
  ])('%s', (text) => {
    expect(looksLikeHistory(text)).toBe(false);
  });
});

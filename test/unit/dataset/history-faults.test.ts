import { describe, expect, it } from 'vitest';
import { failure, parse } from './files.ts';

const task = '{"errors": {}, "parameters": {}}';
const tasks = 'an object of tasks: {"name": {"errors": …, "parameters": …}, …}';
const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const html = 'this is an HTML page, not a history (perhaps a saved login page?); expected a JSON object of tasks';

describe('a file that is no history is refused with a sentence', () => {
  it.each([
    ['empty', '', `1:1: the file is empty, expected ${tasks}`],
    ['only white space', ' \n ', `2:2: the file is empty, expected ${tasks}`],
    ['an empty object', ' {}', '1:1: the history contains no task, expected at least one'],
    ['an array', '[1]', `1:1: the file contains a list, expected ${tasks}`],
    ['a text', '"a"', `1:1: found '"', expected ${tasks}`],
    ['a word', 'hello', `1:1: found 'h', expected ${tasks}`],
    ['a login page', '\n <!DOCTYPE html><html><head><title>Sign in</title>', `1:1: ${html}`],
    ['a login page with a byte-order mark', '\ufeff<html lang="en">', `1:1: ${html}`],
    [
      'XML',
      '<?xml version="1.0"?><a/>',
      '1:1: this is markup (XML or HTML), not a history; expected a JSON object of tasks',
    ],
  ])('%s', (_, content, message) => {
    expect(failure(content)).toBe(`history.json:${message}`);
  });

  it.each([
    ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x7b, 0]), 'UTF-16'],
    ['UTF-16 of the other byte order', Uint8Array.from([0xfe, 0xff, 0, 0x7b]), 'UTF-16'],
    ['UTF-16 without a byte-order mark', Uint8Array.from([0x7b, 0, 0x22, 0]), 'UTF-16'],
    ['gzip', Uint8Array.from([0x1f, 0x8b, 8, 0]), 'compressed (gzip)'],
    ['ZIP', Uint8Array.from([0x50, 0x4b, 3, 4]), 'ZIP'],
  ])('%s', (_, content, word) => {
    expect(failure(content)).toContain(word);
  });
});

describe('damage is refused with line and column', () => {
  it.each([
    [
      'cut off in a count',
      `{"a": ${task},\n"b": {"errors": {"good_sites": {"85": {"A": 1`,
      '2:46: found the end of the file (was it cut off?), expected a comma or }',
    ],
    [
      'cut off in a name',
      `{"a": ${task},\n"b`,
      '2:3: found the end of the file (was it cut off?), expected the closing quote of a name or string',
    ],
    [
      'cut off in an escape',
      `{"a\\u00`,
      '1:8: found the end of the file (was it cut off?), expected the rest of an escape',
    ],
    [
      'cut off after a task',
      `{"a": ${task}`,
      '1:39: found the end of the file (was it cut off?), expected a comma and the next task, or }',
    ],
    ['trailing garbage', `{"a": ${task}}\n}`, "2:1: found '}', expected nothing after the end of the history"],
    ['two histories', `{"a": ${task}}{"b": ${task}}`, "1:40: found '{', expected nothing after the end of the history"],
    ['a trailing comma', `{"a": ${task},}`, "1:40: found '}', expected the name of a task in double quotes"],
    ['a missing comma', `{"a": ${task}\n"b": ${task}}`, `2:1: found '"', expected a comma and the next task, or }`],
    ['single quotes', `{'a': ${task}}`, '1:2: found a single quote, expected a name in double quotes or }'],
    ['a missing colon', `{"a" ${task}}`, "1:6: found '{', expected a colon"],
    [
      'a leading zero',
      '{"a": {"errors": {"good_sites": {"85": {"A": 01}}}}}',
      "1:47: found '1', expected a comma or }",
    ],
    ['a lone minus', '{"a": {"errors": {"good_sites": {"85": {"A": -}}}}}', "1:47: found '}', expected a digit"],
    ['a bare word', '{"a": {"errors": None}}', "1:18: found 'N', expected a value"],
    ['a line break within a name', '{"a\nb": 1}', '1:4: the line ends within a string, expected a closing quote'],
    [
      'a tab within a name',
      '{"a\tb": 1}',
      '1:4: found the control character U+0009 within a string, expected it written as \\t',
    ],
    ['a wrong escape', '{"a\\qb": 1}', '1:4: a backslash does not begin an escape here, expected \\\\ for a backslash'],
    ['a wrong number in an escape', '{"a\\u00g0": 1}', '1:4: expected four hexadecimal digits after \\u'],
    ['a no-break space', `{"a":\u00a0${task}}`, "1:6: found '\u00a0', expected a value"],
    ['a comment', `{"a": ${task} // no\n}`, "1:40: found '/', expected a comma and the next task, or }"],
    [
      'NUL bytes',
      `{"a": ${task}}\0`,
      '1:40: found the control character U+0000, expected nothing after the end of the history',
    ],
  ])('%s', (_, content, message) => {
    expect(failure(content)).toBe(`history.json:${message}`);
  });

  it('counts columns in UTF-16 units and lines by line feeds', () => {
    expect(failure(`{"é😀": ${task},\r\n"日本": ${task} x`)).toMatch(/^history\.json:2:40: found 'x'/);
  });

  it.each([
    ['Latin-1', latin1(`{"caf\xe9": ${task}}`), '1:6: the byte 0xE9 is not UTF-8 here'],
    ['Latin-1 after an escape', latin1(`{"\\tcaf\xe9": ${task}}`), '1:8: the byte 0xE9 is not UTF-8 here'],
    ['an overlong form', latin1(`{"\xc0\xaf": ${task}}`), '1:3: the byte 0xC0 is not UTF-8 here'],
    ['a surrogate', latin1(`{"a": ${task},\n"b\xed\xa0\x80": ${task}}`), '2:3: the byte 0xED is not UTF-8 here'],
    ['a cut sequence at the end', latin1(`{"a\xf0\x9f`), '1:4: the byte 0xF0 is not UTF-8 here'],
    ['Latin-1 outside of texts', latin1(`{"a": ${task}\xe9`), '1:39: the byte 0xE9 is not UTF-8 here'],
  ])('%s', (_, content, message) => {
    expect(failure(content)).toContain(message);
  });

  it('does not take a nesting for too deep', () => {
    const deep = 200_000;
    const history = parse(
      `{"a": {"errors": {}, "parameters": {}, "x": ${'[{"a":'.repeat(deep)}1${'}]'.repeat(deep)}}}`,
    );
    expect(history.tasks.count).toBe(1);
    expect(failure(`{"a": ${'['.repeat(deep)}`)).toContain('found the end of the file');
  });
});

it('refuses a history of which no task can be used, with the first problem', () => {
  expect(failure('{"error": "not logged in",\n"b": 1}')).toBe(
    'history.json:1:11: no task can be used (of 2); task "error" is left out: the task is the string "not logged in", expected an object with errors and parameters',
  );
});

it('accepts a byte-order mark, CRLF and white space anywhere', () => {
  const content = `\ufeff\r\n{\t"a" :\r\n${task.replaceAll(':', ' \n : ')}\r\n , "b":${task.replaceAll(' ', '')}}\r\n `;
  expect([...parse(content).tasks.line]).toEqual([2, 6]);
});

import { describe, expect, it } from 'vitest';
import { failure, names, parse, problems, values } from './files.ts';

const line = (name: string, action = 'acdc') =>
  `{"task": "${name}", "errors": {}, "parameters": {"action": "${action}"}}`;

describe('JSON Lines', () => {
  it('are recognised by their content, whatever comes first in a line', () => {
    const rest = '"parameters": {"action": "x"}';
    const errors = '"errors": {"good_sites": {"85": {"A": 1}}}';
    for (const first of [
      `{"task": "a", ${errors}, ${rest}}`,
      `{${errors}, ${rest}, "task": "a"}`,
      `{${rest}, ${errors}, "task": "a"}`,
      `{"time": 1, "tags": ["x"], "errors": {}, ${rest}, "task": "a"}`,
      `{"meta": {"x": 1}, "task": "a", ${errors}, ${rest}}`,
      `{"meta": {}, "more": {"x": {"y": [{}]}}, ${errors}, "task": "a", ${rest}}`,
      `{"meta": {"errors": 3}, ${rest}, ${errors}, "task": "a"}`,
    ]) {
      const history = parse(`${first}\n${line('b')}\n`);
      expect(history.layout).toBe('lines');
      expect(names(history)).toEqual(['a', 'b']);
    }
  });

  it('are not confused with an object whose tasks have such names', () => {
    const task = '{"errors": {}, "parameters": {}}';
    for (const name of ['task', 'errors', 'parameters']) {
      const history = parse(`{"${name}": ${task}, "other": ${task}}`);
      expect(history.layout).toBe('object');
      expect(names(history)).toEqual([name, 'other']);
    }
  });

  it('are not confused with an object whose first tasks are none', () => {
    const task = '{"time": {"x": 1}, "errors": {}, "parameters": {}}';
    const history = parse(`{"/w/a": {"x": 1}, "/w/b": {}, "/w/c": ${task}}`);
    expect(history.layout).toBe('object');
    expect(names(history)).toEqual(['/w/c']);
    expect(history.problemCount).toBe(2);
    const many = Array.from({ length: 200 }, (_, i) => `"/w/${i}": {"x": {}}`).join(', ');
    expect(names(parse(`{${many}, "/w/c": ${task}}`))).toEqual(['/w/c']);
  });

  it('may have empty lines, CRLF, a byte-order mark and no line feed at the end', () => {
    const content = `\ufeff\r\n${line('a', 'x')}\r\n\r\n  ${line('b', 'y')}  \r\n${line('c', 'z')}`;
    const history = parse(content);
    expect(values(history, 'action')).toEqual(['x', 'y', 'z']);
    expect([...history.tasks.line]).toEqual([2, 4, 5]);
    const bytes = new TextEncoder().encode(content);
    const { from, to } = history.tasks;
    expect(new TextDecoder().decode(bytes.slice(from[1], to[1]))).toBe(line('b', 'y'));
  });

  it('are read on after a damaged line, which is listed', () => {
    const content = [line('a'), '{"task": "b", "errors": {', `${line('c')} x`, line('d'), '[1]', '{"task": "e'].join(
      '\n',
    );
    expect(names(parse(content))).toEqual(['a', 'd']);
    expect(problems(content)).toEqual([
      '2:26: this line is left out: found the end of the line (was it cut off?), expected a name in double quotes or }',
      "3:63: this line is left out: found 'x', expected the end of the line after the task",
      '5:1: task is left out: the task is a list, expected an object with errors and parameters',
      '6:12: this line is left out: found the end of the line (was it cut off?), expected the closing quote of a name or string',
    ]);
  });

  it('need a name in each line', () => {
    const content = `${line('a')}\n{"errors": {}, "parameters": {}}\n{"task": 5, "errors": {}, "parameters": {}}\n${line('a')}`;
    expect(problems(content)).toEqual([
      '2:1: task is left out: the member "task" is missing, expected it in every task',
      '3:10: task is left out: the member "task" is 5, expected the name of the task, a string',
      '4:1: task "a" is left out: its name is already used on line 1, expected it once',
    ]);
  });

  it('that are not UTF-8 are refused as a whole', () => {
    const bytes = Uint8Array.from(`${line('a')}\n${line('caf\xe9')}`, (c) => c.charCodeAt(0));
    expect(failure(bytes)).toMatch(/^history\.json:2:14: the byte 0xE9 is not UTF-8 here/);
  });
});

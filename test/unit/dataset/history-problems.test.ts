import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxProblems } from '../../../src/dataset/problem-list.ts';
import { placeTasks } from '../../../src/dataset/task-index.ts';
import { cells, names, parse, problems, values } from './files.ts';

const good = '"ok": {"errors": {}, "parameters": {}}';
const counts = (row: string) => `{"t": {"errors": {"good_sites": {"85": ${row}}}, "parameters": {}}, ${good}}`;
const parameters = (members: string) => `{"t": {"errors": {}, "parameters": {${members}}}, ${good}}`;

describe('a task that cannot be used is left out and listed', () => {
  const cases: readonly (readonly [what: string, content: string, problem: string])[] = [
    [
      'without errors',
      `{\n  "t": {"parameters": {}},\n${good}}`,
      '2:3: task "t" is left out: the member "errors" is missing, expected it in every task',
    ],
    [
      'without parameters',
      `{"t": {"errors": {}}, ${good}}`,
      '1:2: task "t" is left out: the member "parameters" is missing, expected it in every task',
    ],
    [
      'that is no object',
      `{"t": [1, {"a": [2]}], ${good}}`,
      '1:7: task "t" is left out: the task is a list, expected an object with errors and parameters',
    ],
    [
      'with a list of errors',
      `{"t": {"errors": [], "parameters": {}}, ${good}}`,
      '1:18: task "t" is left out: the member "errors" is a list, expected an object with good_sites and bad_sites',
    ],
    [
      'with null for a site group',
      `{"t": {"errors": {"bad_sites": null}, "parameters": {}}, ${good}}`,
      '1:32: task "t" is left out: the member "bad_sites" is null, expected an object of error codes',
    ],
    [
      'with a misspelt site group',
      `{"t": {"errors": {"good": {}}, "parameters": {}}, ${good}}`,
      '1:27: task "t" is left out: found "good" within "errors", expected "good_sites" or "bad_sites"',
    ],
    [
      'with a text for parameters',
      `{"t": {"errors": {}, "parameters": "acdc"}, ${good}}`,
      '1:36: task "t" is left out: the member "parameters" is the string "acdc", expected an object of decisions',
    ],
    [
      'with a number for a row of counts',
      counts('7'),
      '1:40: task "t" is left out: the value of error code "85" is 7, expected an object of sites and counts',
    ],
    [
      'with a name used before',
      `{${good},\n "ok": {"errors": {}, "parameters": {}}}`,
      '2:2: task "ok" is left out: its name is already used on line 1, expected it once',
    ],
    [
      'with errors twice',
      `{"t": {"errors": {}, "errors": {}, "parameters": {}}, ${good}}`,
      '1:22: task "t" is left out: "errors" appears twice in the same object, expected once',
    ],
    [
      'with a code twice',
      `{"t": {"errors": {"good_sites": {"85": {}, "85": {}}}, "parameters": {}}, ${good}}`,
      '1:44: task "t" is left out: "85" appears twice in the same object, expected once',
    ],
    [
      'with a site twice',
      counts('{"A": 1, "B": 1, "\\u0041": 1}'),
      '1:57: task "t" is left out: "A" appears twice in the same object, expected once',
    ],
    [
      'with a site twice, in the same spelling',
      counts('{"A": 1, "B": 1, "A": 1}'),
      '1:57: task "t" is left out: "A" appears twice in the same object, expected once',
    ],
    [
      'with a parameter twice',
      parameters('"action": "acdc", "action": []'),
      '1:55: task "t" is left out: "action" appears twice in the same object, expected once',
    ],
    [
      'with a parameter that is no finite number',
      parameters('"memory": 1e999'),
      '1:47: task "t" is left out: the value of a parameter is 1e999, expected a finite number or a string',
    ],
    [
      'with half of a character in a site',
      counts('{"\\ud83d": 1}'),
      '1:41: task "t" is left out: the site contains half of a character (a \\u escape from D800 to DFFF without its other half), expected whole characters',
    ],
  ];
  it.each(cases)('%s', (_, content, problem) => {
    expect(problems(content)).toEqual([problem]);
    const history = parse(content);
    expect(names(history)).toEqual(['ok']);
    expect(history).toMatchObject({ problemCount: 1, skipped: 1, codes: [], sites: [] });
  });
});

describe('a count', () => {
  it.each([
    ['-3', '-3'],
    ['1.5', '1.5'],
    ['"5"', 'the string "5"'],
    ['null', 'null'],
    ['true', 'true'],
    ['[5]', 'a list'],
    ['{"a": 5}', 'an object'],
    ['2147483648', '2147483648'],
    ['1e999', '1e999'],
    ['NaN', 'not finite'],
    ['-Infinity', 'not finite'],
  ])('is refused if it is %s', (count, found) => {
    const message = `the count of error code "85" at site "A" is ${found}, expected a whole number from 0 to 2147483647`;
    expect(problems(counts(`{"A": ${count}}`))).toEqual([`1:46: task "t" is left out: ${message}`]);
  });

  it.each([
    ['1', 1],
    ['99999999', Math.fround(99_999_999)],
    ['123456789', Math.fround(123_456_789)],
    ['2147483647', 2 ** 31],
    ['5.0', 5],
    ['1e3', 1000],
    ['16777216', 2 ** 24],
  ])('may be written as %s', (count, value) => {
    const history = parse(counts(`{"A": ${count}, "B": 1}`));
    expect(cells(history, history.good, 0)).toEqual([
      ['85', 'A', value],
      ['85', 'B', 1],
    ]);
  });

  it('of zero is dropped, and so are a code and a site that have no other', () => {
    const history = parse(
      '{"t": {"errors": {"good_sites": {"85": {"A": 0, "B": -0, "C": 2}, "92": {"D": 0}, "99": {}}}, "parameters": {}}}',
    );
    expect(cells(history, history.good, 0)).toEqual([['85', 'C', 2]]);
    expect(history).toMatchObject({ codes: ['85'], sites: ['C'], problemCount: 0 });
  });
});

describe('parameters', () => {
  it('are texts, numbers as JSON writes them, and booleans; null is as good as missing', () => {
    const history = parse(
      `{${['"x"', '2000', '2000.0', '1e21', 'true', 'null', '12345678901234567890', '-0', '{"a": 1}']
        .map((value, i) => `"t${i}": {"errors": {}, "parameters": {"p": ${value}}}`)
        .join()}, ${good}}`,
    );
    const expected = [
      'x',
      '2000',
      '2000',
      '1e+21',
      'true',
      undefined,
      '12345678901234567890',
      '0',
      undefined,
      undefined,
    ];
    expect(values(history, 'p')).toEqual(expected);
  });

  it('that no used task has a value for are left out, values likewise', () => {
    const history = parse(
      `{"bad": {"errors": 1, "parameters": {"only": "here", "p": "lost"}}, "t": {"errors": {}, "parameters": {"p": "kept", "list": []}}}`,
    );
    expect([...history.parameters]).toEqual([['p', { values: ['kept'], index: Int32Array.of(0) }]]);
  });

  it('may appear first in a late task', () => {
    const history = parse(
      `{${good}, "t": {"errors": {}, "parameters": {"p": "x"}}, "u": {"errors": {}, "parameters": {}}}`,
    );
    expect(values(history, 'p')).toEqual([undefined, 'x', undefined]);
  });

  it('are limited to 200 different ones', () => {
    const members = Array.from({ length: 201 }, (_, i) => `"p${i}": 1`).join();
    expect(problems(parameters(members))[0]).toContain('there are more than 200 different parameters');
  });
});

it('keeps tasks without parameters when they are to be predicted', () => {
  const history = parse(`{"t": {"errors": {}}, ${good}}`, [1 << 20], true);
  expect(names(history)).toEqual(['t', 'ok']);
});

it('ignores further members of a task and lists within errors', () => {
  const history = parse(
    '{"t": {"time": 1, "errors": {"sites": ["A"], "n": 2}, "parameters": {}, "note": {"a": [[]]}}}',
  );
  expect(history).toMatchObject({ problemCount: 0, codes: [] });
});

it('keeps only the first problems, but counts all', () => {
  const bad = Array.from({ length: 250 }, (_, i) => `"t${i}": {}`).join();
  const history = parse(`{${bad}, ${good}}`);
  expect(history.problems).toHaveLength(maxProblems);
  expect(history).toMatchObject({ problemCount: 250, skipped: 250 });
});

describe('lines end as editors count them', () => {
  const reference = (text: string, offset: number): string => {
    const before = text.slice(0, offset).split(/\r\n|\r|\n/);
    return `${before.length}:${before[before.length - 1].length + 1}`;
  };
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r', '\r\r\n', '\n\r', ' ');
  const task = fc.constantFrom(
    '"a": {"errors": {"good_sites": {"1": {"A": 1}}}, "parameters": {}}',
    '"b": {"errors": {}, "parameters": {}, "x": [1,\r2]}',
    '"c":\r{"errors":\r\n{},\r"parameters":\r{}}',
  );
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 });

  it('in an object, whatever the chunks are', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(task, lineEnd, lineEnd)), lineEnd, sizes, (tasks, last, chunks) => {
        const before = tasks.map(([text, a, b], i) => `${text.replace(/[abc]/, `$&${i}`)}${a},${b}`).join('');
        const start = `{${last}${before}"bad": `;
        const text = `${start}7${last}}`;
        const { problems } = parse(`{"first": {"errors": {}, "parameters": {}}, ${text.slice(1)}`, chunks);
        const shifted = `{"first": {"errors": {}, "parameters": {}}, ${start.slice(1)}`;
        const { line, column } = problems.at(-1) ?? { line: 0, column: 0 };
        expect(`${line}:${column}`).toBe(reference(shifted, shifted.length));
      }),
    );
  });

  it('in JSON Lines, where each line is a task', () => {
    const end = fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\r', '\r\n\r\n');
    fc.assert(
      fc.property(fc.array(end, { minLength: 1, maxLength: 8 }), sizes, (ends, chunks) => {
        const lines = ends.map((text, i) => `{"task": "${i}", "errors": {}, "parameters": {}}${text}`).join('');
        const { tasks, problems } = parse(`${lines}  {"task": 7}`, chunks);
        expect(tasks.count).toBe(ends.length);
        expect(problems.map(({ line, column }) => `${line}:${column}`)).toEqual([
          reference(lines, lines.length).replace(/1$/, '12'),
        ]);
      }),
    );
  });

  it('in the index of an open text', () => {
    const text = '{\r"a": {"errors": {}},\r\r\n"b" 7,\r"c": {"errors": {}}}';
    const { scanned } = placeTasks(new TextEncoder().encode(text));
    expect(scanned.faults.map(({ line, column }) => `${line}:${column}`)).toEqual([reference(text, text.indexOf('7'))]);
  });
});

describe('what a dropped task brought', () => {
  const named = (count: number, prefix: string): string =>
    Array.from({ length: count }, (_, i) => `"${prefix}${i}": "v"`).join(', ');

  it('does not count: the parameters of a task with too many are free for others', () => {
    const task = (members: string) => `{"errors": {}, "parameters": {${members}}}`;
    const content = `{"a": ${task(named(300, 'x'))}, "b": ${task(named(199, 'y'))}, "c": ${task(`${named(3, 'z')}, "y1": 7`)}, "d": ${task('"y0": "w", "last": 1')}}`;
    for (const chunk of [1 << 20, 64]) {
      const history = parse(content, [chunk]);
      expect(names(history)).toEqual(['b', 'd']);
      expect(history.problemCount).toBe(2);
      expect([...history.parameters.keys()]).toEqual([...Array.from({ length: 199 }, (_, i) => `y${i}`), 'last']);
      expect(values(history, 'y0')).toEqual(['v', 'w']);
      expect(values(history, 'last')).toEqual([undefined, '1']);
    }
  });

  it('gives what reading the others alone gives, whatever was dropped', () => {
    const parameterNames = fc.uniqueArray(fc.constantFrom(...'abcdefghijklmnopqrst'), { maxLength: 20 });
    const task = fc.record({ parameters: parameterNames, kept: fc.boolean() });
    fc.assert(
      fc.property(fc.array(task, { minLength: 1, maxLength: 30 }), (tasks) => {
        const entries = tasks.map(({ parameters: own, kept }, i) => {
          const members = own.map((name, p) => `"${name}": "${name}${p}"`).join(', ');
          return { kept, text: `"${i}": {"parameters": {${members}}, "errors": ${kept ? '{}' : '7'}}` };
        });
        const last = '"last": {"errors": {}, "parameters": {}}';
        const all = parse(`{${[...entries.map(({ text }) => text), last].join(',')}}`);
        const alone = parse(`{${[...entries.filter(({ kept }) => kept).map(({ text }) => text), last].join(',')}}`);
        expect([...all.parameters.keys()]).toEqual([...alone.parameters.keys()]);
        for (const name of all.parameters.keys()) expect(values(all, name)).toEqual(values(alone, name));
      }),
    );
  });
});

describe('tasks to predict', () => {
  it('may have anything as their parameters: no decision was recorded', () => {
    const others = ['null', '[]', '[{"a": 1}]', '"acdc"', '7', 'true', 'NaN'];
    const entries = others.map(
      (value, i) => `"${i}": {"errors": {"good_sites": {"1": {"A": 1}}}, "parameters": ${value}}`,
    );
    const many = Array.from({ length: 300 }, (_, i) => `"p${i}": "v"`).join(', ');
    const content = `{${entries.join(', ')}, "many": {"errors": {}, "parameters": {${many}, "p0x": 1}}, "d": {"errors": {}, "parameters": {"action": "acdc"}}}`;
    const history = parse(content, [1 << 20], true);
    expect(names(history)).toEqual([...others.map((_, i) => String(i)), 'many', 'd']);
    expect(history.problems).toEqual([]);
    expect(names(parse(content))).toEqual(['d']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { History } from '../../../src/dataset/history.ts';
import { InputError } from '../../../src/dataset/input-error.ts';
import { cells, names, parse, values } from './files.ts';
import { type Cells, randomSpelling, randomTasks, spell, type Task } from './random-history.ts';

const layouts = fc.constantFrom('object' as const, 'lines' as const);
const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });

function sortedCells(rows: Cells): [string, string, number][] {
  const flat = [...rows].flatMap(([code, row]) =>
    [...row].map(([site, n]): [string, string, number] => [code, site, n]),
  );
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return flat.sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]));
}

function expectTasks(history: History, tasks: readonly Task[]): void {
  expect(history.problems).toEqual([]);
  expect(names(history)).toEqual(tasks.map((task) => task.name));
  tasks.forEach((task, row) => {
    expect(cells(history, history.good, row)).toEqual(sortedCells(task.good));
    expect(cells(history, history.bad, row)).toEqual(sortedCells(task.bad));
  });
  const parameters = new Set(tasks.flatMap((task) => [...task.parameters.keys()]));
  expect([...history.parameters.keys()]).toEqual([...parameters]);
  for (const name of parameters) expect(values(history, name)).toEqual(tasks.map((task) => task.parameters.get(name)));
  const occurring = tasks.flatMap((task) => [...sortedCells(task.good), ...sortedCells(task.bad)]);
  expect(history.codes).toEqual([...new Set(occurring.map(([code]) => code))].sort());
  expect(history.sites).toEqual([...new Set(occurring.map(([, site]) => site))].sort());
}

describe('reading gives what was written', () => {
  it('in either layout, with any names, spelling and chunks', () => {
    fc.assert(
      fc.property(randomTasks, layouts, randomSpelling, sizes, (tasks, layout, spelling, chunks) => {
        const history = parse(spell(tasks, layout, spelling), chunks);
        expect(history.layout).toBe(layout);
        expectTasks(history, tasks);
      }),
      { numRuns: 300 },
    );
  });

  it('byte by byte', () => {
    fc.assert(
      fc.property(randomTasks, layouts, randomSpelling, (tasks, layout, spelling) => {
        const text = spell(tasks, layout, spelling);
        expect(parse(text, [1])).toEqual(parse(text));
      }),
    );
  });

  it('and where each task stands: its own bytes, read alone, give the task', () => {
    fc.assert(
      fc.property(randomTasks, layouts, randomSpelling, sizes, (tasks, layout, spelling, chunks) => {
        const bytes = new TextEncoder().encode(spell(tasks, layout, spelling));
        const { from, to, line } = parse(bytes, chunks).tasks;
        tasks.forEach((task, i) => {
          const entry = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.slice(from[i], to[i]));
          expectTasks(parse(layout === 'object' ? `{${entry}}` : entry), [task]);
          const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.slice(0, from[i]));
          expect(line[i]).toBe(before.split(/\r\n|\r|\n/).length);
        });
      }),
    );
  });
});

describe('tasks in the ordinary spelling, which have a quick way of their own', () => {
  const name = fc.constantFrom('85', '-1', 'T1_A', 'T2_B', 'errors', 'task', 'good_sites', 'x y');
  const cell = fc.tuple(
    name,
    fc.constantFrom('1', '0', '12', '999999999', '1234567890', '01', '-1', '1.0', '"1"', 'null'),
  );
  const members = (parts: fc.Arbitrary<string[][]>) =>
    parts.map((list) => ['{', ...list.flatMap((part, i) => (i > 0 ? [',', ...part] : part)), '}']);
  const named = (key: fc.Arbitrary<string>, value: fc.Arbitrary<string[]>) =>
    fc.tuple(key, value).map(([text, tokens]) => [JSON.stringify(text), ':', ...tokens]);
  const row = members(
    fc.array(
      cell.map(([site, count]) => [JSON.stringify(site), ':', count]),
      { maxLength: 3 },
    ),
  );
  const group = members(fc.array(named(name, row), { maxLength: 3 }));
  const errors = members(fc.array(named(fc.constantFrom('good_sites', 'bad_sites'), group), { maxLength: 2 }));
  const value = fc.constantFrom<string[]>(
    ['"acdc"'],
    ['""'],
    ['[', ']'],
    ['[', '"a"', ',', '1', ']'],
    ['5'],
    ['null'],
    ['{', '}'],
  );
  const parameters = members(fc.array(named(name, value), { maxLength: 3 }));
  const task = (first: fc.Arbitrary<string[][]>) =>
    fc
      .tuple(
        first,
        named(fc.constantFrom('errors', 'errors', 'errors', 'error'), errors),
        named(fc.constant('parameters'), parameters),
      )
      .map((parts) => [
        '{',
        ...[...parts[0], parts[1], parts[2]].flatMap((part, i) => (i > 0 ? [',', ...part] : part)),
        '}',
      ]);
  const entries = members(
    fc.array(named(fc.constantFrom('/a', '/b', '/c', '/d'), task(fc.constant([]))), { minLength: 1, maxLength: 3 }),
  );
  const lines = fc
    .array(
      task(named(fc.constant('task'), fc.constantFrom(['"/a"'], ['"/b"'], ['"/c"'], ['5'])).map((member) => [member])),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .map((list) => list.flatMap((tokens) => [...tokens, '\n']));
  /** Leaves tokens out and puts others in. */
  const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom('', '{', '}', ',', ':', '"85"')), { maxLength: 2 });

  /** All that is known of a history but where things stand. */
  const meaning = (text: string): unknown => {
    try {
      const history = parse(text);
      const { tasks, problems, good, bad, codes, sites, parameters: found, skipped } = history;
      const said = problems.map(({ message }) => message.replace(/line \d+/, 'line'));
      return { names: names(history), count: tasks.count, said, good, bad, codes, sites, found, skipped };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.reason.replace(/line \d+/, 'line');
    }
  };

  it('mean the same as with white space everywhere, which only the thorough way reads', () => {
    fc.assert(
      fc.property(fc.oneof(entries, lines), edits, fc.boolean(), (tokens, changes, spaced) => {
        const edited = [...tokens];
        for (const [at, token] of changes) edited.splice(at % edited.length, 1, token);
        const plain = edited.map((token) => (spaced && /^[:,]$/.test(token) ? `${token} ` : token)).join('');
        expect(meaning(plain)).toEqual(meaning(edited.map((token) => `\t${token}`).join('')));
      }),
      { numRuns: 500 },
    );
  });
});

describe('damaged files', () => {
  const isRefusedOrRead = (bytes: Uint8Array, chunks: readonly number[]) => {
    try {
      const history = parse(bytes, chunks);
      expect(history.good.rows).toBe(history.tasks.count);
      for (const { line, column } of history.problems) {
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
      }
      return history;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.message;
    }
  };

  it('are refused or read, but nothing else, whichever bytes are changed, cut out or cut off, and alike in any chunks', () => {
    const edit = fc.record({ at: fc.nat(), remove: fc.nat(6), insert: fc.uint8Array({ maxLength: 3 }) });
    fc.assert(
      fc.property(
        randomTasks,
        layouts,
        randomSpelling,
        fc.array(edit, { maxLength: 3 }),
        fc.nat(),
        sizes,
        (tasks, layout, spelling, edits, end, chunks) => {
          let bytes = [...new TextEncoder().encode(spell(tasks, layout, spelling))];
          for (const { at, remove, insert } of edits) bytes.splice(at % (bytes.length + 1), remove, ...insert);
          if (end % 2 === 0) bytes = bytes.slice(0, end % (bytes.length + 1));
          const damaged = Uint8Array.from(bytes);
          expect(isRefusedOrRead(damaged, chunks)).toEqual(isRefusedOrRead(damaged, [1 << 20]));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('are read as JSON.parse reads them, when it does', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"\\u00e9\\n"',
      '1',
      '-0',
      '1.5e-3',
      '01',
      '1.',
      'true',
      'null',
      'nul',
      ' ',
      '\n',
      '"',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const extra = tokens.join('');
        const text = `{"t": {"errors": {}, "parameters": {}, "extra": ${extra}}}`;
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false; // JSON.parse says no; so must the reader
        }
        const result = isRefusedOrRead(new TextEncoder().encode(text), [7]);
        expect(typeof result !== 'string').toBe(valid);
      }),
      { numRuns: 1000 },
    );
  });
});

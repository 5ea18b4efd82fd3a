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
          expect(line[i]).toBe(bytes.slice(0, from[i]).filter((byte) => byte === 0x0a).length + 1);
        });
      }),
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

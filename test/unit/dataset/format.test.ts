import { chmodSync, existsSync, linkSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentFingerprint } from '../../../src/dataset/content-fingerprint.ts';
import { formatHistory, type HistoryLayout } from '../../../src/dataset/format.ts';
import { HistoryFormatter } from '../../../src/dataset/history-formatter.ts';
import { names, parse, temporaryFolder, write } from './files.ts';
import { randomSpelling, randomTasks, spell } from './random-history.ts';

const folder = temporaryFolder();

function format(text: string, layout: HistoryLayout, chunk = 1 << 20): string {
  const bytes = new TextEncoder().encode(text);
  const formatter = new HistoryFormatter('in.json', layout);
  const parts: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += chunk)
    parts.push(formatter.push(bytes.slice(from, from + chunk)).slice());
  parts.push(formatter.finish());
  return Buffer.concat(parts).toString();
}

const text = `{"\\u002fa" : {"errors":{"good_sites":{"85":{"A":1.0e0}},"bad_sites":{}},
  "parameters":{"memory":"2\\u0030","sites":[ ],"l":["a , b" ,2]}},"/b":{"errors":{},"parameters":{}}}`;

describe('formatting', () => {
  it('puts one task on each line and keeps the spelling of texts and numbers', () => {
    expect(format(text, 'task-per-line')).toBe(`{
"\\u002fa": {"errors": {"good_sites": {"85": {"A": 1.0e0}}, "bad_sites": {}}, "parameters": {"memory": "2\\u0030", "sites": [], "l": ["a , b", 2]}},
"/b": {"errors": {}, "parameters": {}}
}
`);
  });

  it('makes JSON Lines', () => {
    expect(format(text, 'lines')).toBe(
      `{"task": "\\u002fa", "errors": {"good_sites": {"85": {"A": 1.0e0}}, "bad_sites": {}}, "parameters": {"memory": "2\\u0030", "sites": [], "l": ["a , b", 2]}}
{"task": "/b", "errors": {}, "parameters": {}}
`,
    );
  });

  it('spreads everything out as JSON.stringify does', () => {
    const plain = text.replace('1.0e0', '1');
    expect(format(plain, 'pretty')).toBe(
      `${JSON.stringify(JSON.parse(plain), null, 2)}\n`.replace('"/a"', '"\\u002fa"').replace('"20"', '"2\\u0030"'),
    );
  });

  it('takes the name out of a line wherever it stands, and keeps tasks that cannot be used', () => {
    const lines = '{"errors":[],"task":"a","n":NaN}\n\n{"task":"a"}\r\n';
    expect(format(lines, 'task-per-line')).toBe('{\n"a": {"errors": [], "n": NaN},\n"a": {}\n}\n');
    expect(format('{"a": 5, "b": []}', 'pretty')).toBe('{\n  "a": 5,\n  "b": []\n}\n');
  });

  it('leaves nothing out and adds nothing, in any order of layouts, spelling and chunks', () => {
    const target = fc.constantFrom<HistoryLayout>('task-per-line', 'lines', 'pretty');
    const source = fc.constantFrom('object' as const, 'lines' as const);
    fc.assert(
      fc.property(
        randomTasks,
        source,
        randomSpelling,
        target,
        target,
        fc.integer({ min: 1, max: 100 }),
        (tasks, layout, spelling, first, second, chunk) => {
          const original = spell(tasks, layout, spelling);
          const once = format(original, first, chunk);
          const ignored = { file: '', bytes: 0, layout: '', tasks: '', fingerprint: '' };
          const reread = parse(once);
          expect(contentFingerprint(reread)).toBe(contentFingerprint(parse(original)));
          expect({ ...reread, ...ignored }).toEqual({ ...parse(original), ...ignored });
          expect(names(reread)).toEqual(tasks.map((task) => task.name));
          expect(format(format(once, second), first)).toBe(once);
          expect(new TextEncoder().encode(once).filter((byte) => byte === 0x0a)).toHaveLength(
            first === 'lines'
              ? tasks.length
              : first === 'task-per-line'
                ? tasks.length + 2
                : once.split('\n').length - 1,
          );
        },
      ),
    );
  });

  it.each([
    [
      'a damaged line',
      '{"task": "a"}\n{"task": ',
      'task-per-line',
      '2:10: found the end of the line (was it cut off?), expected the name of the task, a string',
    ],
    [
      'a line without a name',
      '{"task": "a"}\n{"errors": {}}',
      'pretty',
      '2:1: this task has no member "task", expected its name',
    ],
    [
      'a line with two names',
      '{"task": "a", "task": "b"}',
      'pretty',
      '1:1: this task has a member "task" besides its name, which a line cannot hold',
    ],
    [
      'a line that is no task',
      '{"task": "a"}\n[]',
      'pretty',
      `2:1: found '[', expected a task: {"task": "name", "errors": …, "parameters": …}`,
    ],
    [
      'a task with a member that would become its name',
      '{"a": {"task": "b"}}',
      'lines',
      '1:2: this task has a member "task" besides its name, which a line cannot hold',
    ],
    [
      'a task that is no object',
      '{"a": 5}',
      'lines',
      '1:2: this task is not an object, so it cannot be a line of JSON Lines',
    ],
  ] as const)('refuses %s', (_, content, layout, message) => {
    expect(() => format(content, layout)).toThrow(`in.json:${message}`);
  });
});

describe('formatHistory', () => {
  const leftovers = () => readdirSync(folder).filter((name) => name.endsWith('.tmp'));

  it('writes a file and gives the number of tasks', async () => {
    const input = write(folder, 'in.json', text);
    const output = path.join(folder, 'out.jsonl');
    expect(await formatHistory(input, output, 'lines')).toBe(2);
    expect(readFileSync(output, 'utf8')).toBe(format(text, 'lines'));
    expect(readFileSync(input, 'utf8')).toBe(text);
    expect(leftovers()).toEqual([]);
  });

  it('refuses to write over its input under any name, unless asked to', async () => {
    const input = write(folder, 'self.json', text);
    linkSync(input, path.join(folder, 'link.json'));
    for (const output of [input, `${folder}/../${path.basename(folder)}/self.json`, path.join(folder, 'link.json')]) {
      await expect(formatHistory(input, output, 'pretty')).rejects.toThrow(
        `${output}: the output is the input, expected another file`,
      );
    }
    expect(readFileSync(input, 'utf8')).toBe(text);
    await formatHistory(input, input, 'pretty', { inPlace: true });
    expect(readFileSync(input, 'utf8')).toBe(format(text, 'pretty'));
  });

  it('leaves the output as it was when the input is damaged or the work is cancelled', async () => {
    const output = write(folder, 'kept.json', 'before');
    const damaged = write(folder, 'damaged.json', `{"a": ${'{}, "b": {},'.repeat(1000)} oops`);
    await expect(formatHistory(damaged, output, 'lines')).rejects.toThrow('damaged.json:1:');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(formatHistory(write(folder, 'in.json', text), output, 'lines', { signal })).rejects.toThrow('enough');
    expect(readFileSync(output, 'utf8')).toBe('before');
    expect(leftovers()).toEqual([]);
  });

  it('says where it cannot write, and leaves nothing behind', async () => {
    const input = write(folder, 'in.json', text);
    const nowhere = path.join(folder, 'missing', 'out.json');
    await expect(formatHistory(input, nowhere, 'lines')).rejects.toThrow(
      `${nowhere}: the folder does not exist, expected one that does (ENOENT)`,
    );
    await expect(formatHistory(input, folder, 'lines')).rejects.toThrow(`${folder}: this is a folder`);
    expect(existsSync(nowhere)).toBe(false);
    expect(readdirSync(path.dirname(folder)).filter((name) => name.startsWith(`.${path.basename(folder)}`))).toEqual(
      [],
    );
  });

  it.skipIf(process.platform === 'win32')(
    'keeps the permissions of the file it replaces, and a link to it',
    async () => {
      const input = write(folder, 'in.json', text);
      const output = write(folder, 'private.json', '');
      chmodSync(output, 0o600);
      symlinkSync(output, path.join(folder, 'symbolic.json'));
      await formatHistory(input, path.join(folder, 'symbolic.json'), 'pretty');
      expect(lstatSync(path.join(folder, 'symbolic.json')).isSymbolicLink()).toBe(true);
      expect(statSync(output).mode & 0o777).toBe(0o600);
      expect(readFileSync(output, 'utf8')).toBe(format(text, 'pretty'));
    },
  );
});

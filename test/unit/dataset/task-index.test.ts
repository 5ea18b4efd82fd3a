import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HistoryFormatter, type HistoryLayout } from '../../../src/dataset/history-formatter.ts';
import { TaskIndex, type TextChange } from '../../../src/dataset/task-index.ts';
import { randomSpelling, randomTasks, type Spelling, spell } from './random-history.ts';
import { linesOf, membersOf, type Span } from './reference-tasks.ts';

function spansOf(index: TaskIndex): Span[] {
  return Array.from({ length: index.count }, (_, task): Span => [index.from(task), index.to(task)]);
}

function format(text: string, layout: HistoryLayout): string {
  const formatter = new HistoryFormatter('history.json', layout);
  const pieces = [new Uint8Array(formatter.push(new TextEncoder().encode(text))), new Uint8Array(formatter.finish())];
  return pieces.map((piece) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(piece)).join('');
}

const formats = fc.constantFrom('task-per-line' as const, 'lines' as const, 'pretty' as const);

/** Valid histories with white space anywhere, or as the product writes them. */
function historiesOf(spellings: fc.Arbitrary<Spelling>) {
  return fc.oneof(
    fc
      .tuple(randomTasks, fc.constantFrom('object' as const, 'lines' as const), spellings)
      .map(([tasks, layout, spelling]) => ({ layout, text: spell(tasks, layout, spelling) })),
    fc.tuple(randomTasks, spellings, formats).map(([tasks, spelling, layout]) => ({
      layout: layout === 'lines' ? ('lines' as const) : ('object' as const),
      text: format(spell(tasks, 'object', spelling), layout),
    })),
  );
}
const histories = historiesOf(randomSpelling);

function reference(text: string, layout: 'object' | 'lines'): Span[] {
  return layout === 'object' ? membersOf(text) : linesOf(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is the history that its index says it is, by JavaScript's own parser. */
function isValid(text: string, layout: 'object' | 'lines'): boolean {
  if (layout === 'lines') return text.split(/\r\n|\r|\n/).every((line) => line.trim() === '' || isJson(line));
  return isJson(text) && text.trimStart().startsWith('{');
}

/** Replaces parts of a text; `at` and `length` are shares of the text and of what is left of it. */
interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const piece = fc.oneof(
  fc.constantFrom('', '"', '{', '}', ',', ':', '[', ']', '\\', '\n', '\r', ' ', '0', 'é', '😀'),
  fc.constantFrom(
    '"b": {"errors": {}}',
    ',\n"c": {"errors": {}}',
    '{"task": "d", "errors": {}}\n',
    '"errors": {',
    '}},',
  ),
);
const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.double({ min: 0, max: 0.3, noNaN: true })),
    text: piece,
  }),
  { minLength: 1, maxLength: 4 },
);

function applyEdits(text: string, list: readonly Edit[]): { text: string; changes: TextChange[] } {
  let result = '';
  let done = 0;
  const changes: TextChange[] = [];
  for (const edit of [...list].sort((a, b) => a.at - b.at)) {
    const from = Math.max(done, Math.floor(edit.at * text.length));
    const removed = Math.floor(edit.length * (text.length - from));
    result += text.slice(done, from) + edit.text;
    done = from + removed;
    changes.push({ from, removed, added: edit.text.length });
  }
  return { text: result + text.slice(done), changes };
}

describe('the index of a text', () => {
  it('has the tasks where a plain reading finds them, in every layout', () => {
    fc.assert(
      fc.property(histories, ({ text, layout }) => {
        const index = TaskIndex.of(text);
        expect(index.layout).toBe(layout);
        expect(index.exact).toBe(true);
        expect(spansOf(index)).toEqual(reference(text, layout));
      }),
      { numRuns: 500 },
    );
  });

  it('takes no more memory than the text', () => {
    fc.assert(
      fc.property(histories, ({ text }) => {
        expect(TaskIndex.of(text).bytes).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('finds the task at an offset, both ends included', () => {
    const text = '{"a": {"errors": {}} , "b": {"errors": {}}}';
    const index = TaskIndex.of(text);
    const at = (offset: number) => index.taskAt(offset);
    expect([0, 1, 10, 20, 21, 22, 23, text.length - 1, text.length].map(at)).toEqual([-1, 0, 0, 0, -1, -1, 1, 1, -1]);
    expect([0, 20, 21, text.length].map((offset) => index.firstFrom(offset))).toEqual([0, 0, 1, 2]);
  });

  it('is exact just when the text is what JSON allows', () => {
    fc.assert(
      fc.property(histories, edits, (history, list) => {
        const { text } = applyEdits(history.text, list);
        const index = TaskIndex.of(text);
        if (index.exact) {
          expect(isValid(text, index.layout)).toBe(true);
          expect(spansOf(index)).toEqual(reference(text, index.layout));
        } else {
          expect(isValid(text, index.layout)).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('loses at most the task that is damaged, in the usual spelling', () => {
    const usual = historiesOf(randomSpelling.map((spelling) => ({ ...spelling, escaped: false })));
    const damage = fc.constantFrom('', '"', '{', '}', ',', '[', ']', '\\', '\n', '\r', 'x');
    fc.assert(
      fc.property(usual, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), damage, (history, nth, at, inserted) => {
        const spans = reference(history.text, history.layout);
        const damaged = nth % spans.length;
        const [from, to] = spans[damaged];
        const place = from + Math.floor(at * (to - from - 1));
        const text = history.text.slice(0, place) + inserted + history.text.slice(place + 1);
        const shift = inserted.length - 1;
        const others = spans
          .filter((_, i) => i !== damaged)
          .map(([a, b]) => (a < place ? [a, b] : [a + shift, b + shift]));
        expect(spansOf(TaskIndex.of(text))).toEqual(expect.arrayContaining(others));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('an index that follows changes', () => {
  it('is that of the new text if it is exact', () => {
    fc.assert(
      fc.property(histories, fc.array(edits, { minLength: 1, maxLength: 4 }), (history, steps) => {
        let { text } = history;
        const index = TaskIndex.of(text);
        for (const list of steps) {
          const edited = applyEdits(text, list);
          text = edited.text;
          expect(index.follow(edited.changes, text.length, (from, to) => text.slice(from, to))).toBe(true);
          const anew = TaskIndex.of(text);
          if (!index.exact) return;
          expect(anew.exact).toBe(true);
          expect(index.layout).toBe(anew.layout);
          expect(spansOf(index)).toEqual(spansOf(anew));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is given up when too much has changed', () => {
    const index = TaskIndex.of('{"a": {"errors": {}}}');
    const text = `{"a": {"errors": {}}, "b": "${'x'.repeat(300_000)}"}`;
    const change = { from: 20, removed: 0, added: text.length - 21 };
    expect(index.follow([change], text.length, (from, to) => text.slice(from, to))).toBe(false);
  });
});

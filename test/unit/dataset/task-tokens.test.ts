import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTokens, type TaskToken, tokenAt } from '../../../src/dataset/task-tokens.ts';
import { randomSpelling, randomTasks, spell, type Task } from './random-history.ts';
import { linesOf, membersOf } from './reference-tasks.ts';

/** What a task's tokens should be, without their places. */
function expected(task: Task, layout: 'object' | 'lines'): (readonly string[])[] {
  const group = (name: string, cells: Task['good']) => [
    ['group', name],
    ...[...cells].flatMap(([code, row]) => [
      ['code', code],
      ...[...row].flatMap(([site, count]) => [
        ['site', site, code],
        ['count', String(count), code, site],
      ]),
    ]),
  ];
  return [
    ...(layout === 'lines' ? [['member', 'task']] : []),
    ['task', task.name],
    ['member', 'errors'],
    ...group('good_sites', task.good),
    ...(task.bad.size > 0 ? group('bad_sites', task.bad) : []),
    ['member', 'parameters'],
    ...[...task.parameters].flatMap(([name, value]) => [
      ['parameter', name],
      ['value', value, name],
    ]),
  ];
}

function shown({ role, text, code, site, parameter }: TaskToken): string[] {
  return [role, text, ...[code, site, parameter].filter((part) => part !== undefined)];
}

describe("a task's tokens", () => {
  it('are its names and values, each at its place, whatever the spelling', () => {
    const layouts = fc.constantFrom('object' as const, 'lines' as const);
    fc.assert(
      fc.property(randomTasks, layouts, randomSpelling, (tasks, layout, spelling) => {
        const text = spell(tasks, layout, spelling);
        const spans = layout === 'object' ? membersOf(text) : linesOf(text);
        for (const [i, [from, to]] of spans.entries()) {
          const entry = text.slice(from, to);
          const tokens = readTokens(entry, layout);
          expect(tokens.map(shown)).toEqual(expected(tasks[i], layout));
          for (const token of tokens) {
            const written = entry.slice(token.from, token.to);
            expect(token.quoted ? JSON.parse(written) : written).toBe(token.text);
            expect(tokenAt(tokens, token.to)).toBe(token);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('end where the text is no JSON', () => {
    const tokens = readTokens('"a": {"errors": {"good_sites": {"85": {"T1_A": 1, "T2_B" 3}}}}', 'object');
    expect(tokens.map(({ text }) => text)).toEqual(['a', 'errors', 'good_sites', '85', 'T1_A', '1', 'T2_B']);
  });

  it('leave out what is in lists and in objects that are no part of a task', () => {
    const tokens = readTokens('"a": {"x": {"85": 1}, "parameters": {"sites": ["T1_A"], "b": null}}', 'object');
    expect(tokens.map(shown)).toEqual([
      ['task', 'a'],
      ['member', 'x'],
      ['member', 'parameters'],
      ['parameter', 'sites'],
      ['parameter', 'b'],
      ['value', 'null', 'b'],
    ]);
  });
});

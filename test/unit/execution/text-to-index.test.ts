import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeHistory } from '../../../src/dataset/statistics.ts';
import { TextToIndex } from '../../../src/execution/text-to-index.ts';
import { parse } from '../dataset/files.ts';
import { randomSpelling, randomTasks, spell } from '../dataset/random-history.ts';

/** Takes a text line by line. */
function textOf(text: string): TextToIndex {
  const taken = new TextToIndex();
  for (const line of text.split(/(?<=\n)/)) taken.add(new TextEncoder().encode(line));
  return taken;
}

describe('the text of an open history', () => {
  it('is described as the reader of files describes it', () => {
    const layouts = fc.constantFrom('object' as const, 'lines' as const);
    fc.assert(
      fc.property(randomTasks, layouts, randomSpelling, (tasks, layout, spelling) => {
        const content = spell(tasks, layout, spelling);
        const text = textOf(content);
        const { exact, layout: found, from } = text.index();
        const described = text.describe();
        const { codeUse, siteUse } = describeHistory(parse(content));
        expect([exact, found, from.length]).toEqual([true, layout, tasks.length]);
        expect(described).toMatchObject({
          tasks: tasks.length,
          codes: codeUse,
          sites: siteUse,
          faultCount: 0,
          problems: [],
        });
      }),
    );
  });

  it('says what is wrong with tasks at the very places that the reader of files names', () => {
    const content = `{
 "/a": {"errors": {"good_sites": {"85": {"T1_A": -1}}}, "parameters": {}},
 "/b": {"errors": {}, "parameters": {}},
   "/b": {"errors": {}, "parameters": {}},
 "/c": 5
}`;
    const text = textOf(content);
    text.index();
    const { tasks, problems, problemCount, faults } = text.describe();
    expect([tasks, problemCount, faults]).toEqual([1, 3, []]);
    expect(problems).toEqual(parse(content).problems);
    expect(problems.map(({ line, column }) => [line, column])).toEqual([
      [2, 50],
      [4, 4],
      [5, 8],
    ]);
  });

  it('has the tasks around a place that is no JSON', () => {
    const content = `{
 "/a": {"errors": {"good_sites": {"85": {"T1_A": 3}}}, "parameters": {}},
 "/b": {"errors": {"good_sites": {"85": {"T1_A" 7}}}, "parameters": {}},
 "/c": {"errors": {"bad_sites": {"85": {"T1_A": 2}}}, "parameters": {}}
 "/d": {"errors": {}, "parameters": {}, "x": []},
}`;
    const text = textOf(content);
    expect(text.index()).toMatchObject({ exact: false, layout: 'object' });
    expect(text.describe()).toMatchObject({
      tasks: 3,
      count: 5,
      codes: [{ name: '85', tasks: 2, count: 5 }],
      sites: [{ name: 'T1_A', tasks: 2, count: 5 }],
      faultCount: 3,
      faults: [
        { line: 3, column: 49, message: "found '7', expected a colon" },
        { line: 5, column: 2, message: 'found a task, expected a comma and the next task, or }' },
        { line: 6, column: 1, message: "found '}', expected the name of a task in double quotes" },
      ],
      problemCount: 0,
    });
  });
});

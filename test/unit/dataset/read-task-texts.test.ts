import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureMatrix } from '../../../src/dataset/features.ts';
import { readTaskTexts } from '../../../src/dataset/read-task-texts.ts';
import { names, parse } from './files.ts';
import { randomSpelling, randomTasks, spell } from './random-history.ts';
import { linesOf, membersOf } from './reference-tasks.ts';

const settings = { transform: 'none', sites: 'good-bad' } as const;

describe('tasks read from their own texts', () => {
  it('are those of the history that they stand in', () => {
    const layouts = fc.constantFrom('object' as const, 'lines' as const);
    fc.assert(
      fc.property(randomTasks, layouts, randomSpelling, (tasks, layout, spelling) => {
        const text = spell(tasks, layout, spelling);
        const spans = layout === 'object' ? membersOf(text) : linesOf(text);
        const read = readTaskTexts(
          spans.map(([from, to]) => text.slice(from, to)),
          layout,
        );
        const history = parse(text);
        expect(read.name).toEqual(names(history));
        expect([...read.row]).toEqual([...tasks.keys()]);
        expect(featureMatrix(read.counts, settings)).toEqual(featureMatrix(history, settings));
        expect(read.parameters).toEqual(history.parameters);
      }),
      { numRuns: 200 },
    );
  });

  it('may have the same name, and no parameters', () => {
    const { row, name, problem } = readTaskTexts(['"a": {"errors": {}}', '"a": {"errors": {}}'], 'object');
    expect([[...row], name, problem]).toEqual([
      [0, 1],
      ['a', 'a'],
      ['', ''],
    ]);
  });

  it('that cannot be used say why, and leave the others usable', () => {
    const texts = [
      '"a": {"errors": {"good_sites": {"85": {"T1_A": -1}}}}',
      '"b": {"errors": {"good_sites": {"85": {"T1_A": 2}}}}',
      '"c": {"errors": {"good_sites": {"99": {"T1_B": 3}',
      '"d": 5',
    ];
    const { row, name, problem, counts } = readTaskTexts(texts, 'object');
    expect([...row]).toEqual([-1, 0, -1, -1]);
    expect(name).toEqual(['a', 'b', 'c', 'd']);
    expect(problem).toEqual([
      'the count of error code "85" at site "T1_A" is -1, expected a whole number from 0 to 2147483647',
      '',
      'found the end of the file (was it cut off?), expected a comma or }',
      'the task is 5, expected an object with errors and parameters',
    ]);
    expect([counts.codes, counts.sites, [...counts.good.value]]).toEqual([['85'], ['T1_A'], [2]]);
  });
});

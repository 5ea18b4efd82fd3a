import { describe, expect, it } from 'vitest';
import { readCodeDescriptions } from '../../../src/dataset/code-descriptions.ts';

function problemsOf(text: string): string[] {
  return readCodeDescriptions(text).problems.map(
    ({ offset, length, message }) => `${text.slice(offset, offset + length)}: ${message}`,
  );
}

describe('a file of descriptions', () => {
  it('describes codes with a title alone or in full, and may have comments', () => {
    const { codes, problems } = readCodeDescriptions(`{
      // Our own codes.
      "70001": "Tape robot stuck",
      "__proto__": {"title": "T", "description": "D", "family": "F", "usualAction": "acdc"},
    }`);
    expect(problems).toEqual([]);
    expect([...codes.values()]).toEqual([
      { code: '70001', title: 'Tape robot stuck', description: '', family: '', usualAction: '' },
      { code: '__proto__', title: 'T', description: 'D', family: 'F', usualAction: 'acdc' },
    ]);
  });

  it('says what is wrong in it, and where, and keeps the rest', () => {
    const text = '{"1": {"titel": "x"}, "2": 5, "3": {"title": 7, "family": "f"}, "3": "again"}';
    expect(problemsOf(text)).toEqual([
      '"titel": there is no "titel" here, expected a title, or an object with the strings title, description, family and usualAction',
      '5: the description of the code "2" is invalid, expected a title, or an object with the strings title, description, family and usualAction',
      '7: expected a string as the title of the code "3"',
      '"3": the code "3" is described twice, expected once',
    ]);
    expect(readCodeDescriptions(text).codes.get('3')).toMatchObject({ title: '', family: 'f' });
  });

  it('that is a list, or no JSON, describes nothing', () => {
    expect(problemsOf('[1]')).toEqual(['[1]: expected an object of error codes, each with a description']);
    expect(problemsOf('{"1": ').length).toBeGreaterThan(0);
    expect(readCodeDescriptions('').codes.size).toBe(0);
  });
});

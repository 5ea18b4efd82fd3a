import { expect, it } from 'vitest';
import { studyCodes, studyDescriptions } from '../../../src/dataset/vocabulary.ts';

const titleOf = (code: string, codes: readonly string[]) => studyDescriptions(codes).get(code)?.title;

it('codes of the study have its descriptions, also among others', () => {
  expect(titleOf('-1', ['-1'])).toBe('Not reported');
  expect(titleOf('85', ['85', '4711', '4712'])).toBe(studyCodes.find(({ code }) => code === '85')?.title);
  expect(titleOf('4711', ['85', '4711', '4712'])).toBeUndefined();
});

it('a history of other codes has none of them, though one may look like one of the study', () => {
  expect(titleOf('-1', ['-1', 'HW:CPU', 'HW:Disk Drive', 'SW:OS', 'NE:Network'])).toBeUndefined();
});

it('as long as nothing is known of a history, its codes may be those of the study', () => {
  expect(titleOf('-1', [])).toBe('Not reported');
});

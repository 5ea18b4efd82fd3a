import { expect, test } from 'vitest';
import { describeForPanel } from '../../../src/execution/describe-history.ts';
import { historyDescription } from '../../../src/protocol/history-panel.ts';
import { parse } from '../dataset/files.ts';

function described(tasks: Record<string, unknown>) {
  return describeForPanel(parse(JSON.stringify(tasks)));
}

const task = (code: string, site: string, colour: string) => ({
  errors: { good_sites: { [code]: { [site]: 2 } }, bad_sites: {} },
  parameters: { colour },
});

test('a history is described with codes that are known by name, pairs by use, and workflows that leak', () => {
  const history = described(
    Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        `/synthetic_${Math.floor(i / 4)}/step${i}`,
        task(i % 3 === 0 ? '-1' : '__proto__', i < 8 ? 'north' : 'south', `c${Math.floor(i / 4)}`),
      ]),
    ),
  );
  expect(historyDescription.parse(history)).toEqual(history);
  expect(history).toMatchObject({ tasks: 12, codes: 2, sites: 2, synthetic: true, skipped: 0 });
  expect(history.codeUse.map(({ name, title, tasks }) => [name, title, tasks])).toEqual([
    ['__proto__', undefined, 8],
    ['-1', 'Not reported', 4],
  ]);
  expect(history.pairs).toEqual({ codes: ['__proto__', '-1'], sites: ['north', 'south'], tasks: [5, 3, 3, 1] });
  expect(history.workflows).toMatchObject({ count: 3, sharing: 12, distribution: [{ tasks: 4, workflows: 3 }] });
  const [{ leakage }] = history.targets;
  expect(leakage).toEqual({ tested: 4, known: 4, same: 4 });
});

test('a history too small to split has no leakage', () => {
  const { targets, workflows } = described({ '/a/1': task('1', 'x', 'red'), '/b/2': task('1', 'x', 'blue') });
  expect(targets.map(({ leakage }) => leakage)).toEqual([null]);
  expect(workflows.sharing).toBe(0);
});

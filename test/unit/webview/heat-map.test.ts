import { expect, test } from 'vitest';
import type { TaskErrors } from '../../../src/protocol/run-panel.ts';
import { heatMap } from '../../../webview/run/heat-map.ts';

const code = (name: string, title = ''): TaskErrors['codes'][number] => ({
  code: name,
  title,
  description: '',
  usualAction: '',
});

test('the most errors stand first, good sites before bad ones, what is merely listed last', () => {
  const { sites, rows } = heatMap({
    line: 1,
    codes: [code('-1', 'Not reported'), code('4242'), code('8021', 'File read error')],
    sites: [
      { site: 'few', good: true },
      { site: 'many', good: true },
      { site: 'bad', good: false },
    ],
    counts: [
      [90, 0, 1],
      [0, 1, 0],
      [2, 9, 50],
    ],
  });
  expect(sites.map(({ site }) => site)).toEqual(['many', 'few', 'bad']);
  expect(rows.map(({ title }) => title)).toEqual(['File read error', 'unknown code', 'listed, no exit code']);
  expect(rows.map(({ cells }) => cells.map(({ count }) => count))).toEqual([
    [9, 2, 50],
    [1, 0, 0],
    [0, 90, 1],
  ]);
  expect(rows[0].cells[2].heat).toBe(1);
  expect(rows[1].cells[1].heat).toBe(0);
  // Listed is no failure, however often.
  expect(rows[2].cells.map(({ heat }) => heat)).toEqual([null, null, null]);
});

test('of very many sites and codes those with most errors are drawn', () => {
  const map = heatMap({
    line: 1,
    codes: Array.from({ length: 100 }, (_, i) => code(String(i))),
    sites: Array.from({ length: 200 }, (_, i) => ({ site: `s${i}`, good: i % 2 === 0 })),
    counts: Array.from({ length: 100 }, (_, c) => Array.from({ length: 200 }, (__, s) => c + s)),
  });
  expect([map.rows.length, map.allCodes, map.sites.length, map.allSites]).toEqual([40, 100, 60, 200]);
  expect(map.rows[0].code.code).toBe('99');
  expect(map.sites.map(({ site }) => site)).toContain('s199');
  expect(map.sites.map(({ good }) => good)).toEqual([...new Array(30).fill(true), ...new Array(30).fill(false)]);
});

import type { HistoryFile } from './documents.ts';

/**
 * A history small enough to understand, about something else: 40 tasks of 10 workflows whose `colour` is red where code 1
 * occurred and blue where code 2 did, and whose `size` is not decided by anything.
 *
 * @param factor times which each count is taken
 */
export function paintHistory(factor = 1): HistoryFile {
  const history: HistoryFile = {};
  for (let i = 0; i < 40; i++) {
    const code = i % 2 === 0 ? '1' : '2';
    history[`/paint_${Math.floor(i / 4)}/step${i % 4}`] = {
      errors: {
        good_sites: { [code]: { north: (1 + (i % 3)) * factor } },
        bad_sites: { [code]: { south: (1 + (i % 5)) * factor }, '3': { north: factor } },
      },
      parameters: { colour: code === '1' ? 'red' : 'blue', size: i % 3 === 0 ? 'large' : '' },
    };
  }
  return history;
}

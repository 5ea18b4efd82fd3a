import type { HistoryPanelDescription, HistoryUpdate } from '../../src/protocol/history-panel.ts';

/** A history as the product would describe it, with invented numbers of about the study's sizes. */
export function historySnapshot(changes: Partial<HistoryPanelDescription> = {}): HistoryUpdate {
  const codes = ['-1', '92', '50660', '85', '71104', '99303'];
  const sites = ['T1_US_FNAL', 'T2_CH_CERN', 'T2_DE_DESY', 'T2_IT_Legnaro', 'T3_US_Colorado'];
  const use = (names: readonly string[]) =>
    names.map((name, i) => ({ name, tasks: Math.round(9000 / (i + 1)), count: Math.round(150_000 / (i + 1)) }));
  return {
    kind: 'snapshot',
    history: {
      bytes: 5_423_411,
      tasks: 9522,
      codes: codes.length,
      sites: sites.length,
      nonzero: 177_543,
      sparsity: 0.9976,
      pairsNeverUsed: 0.66,
      synthetic: true,
      parameters: ['action', 'memory', 'splitting', 'xrootd'],
      codeUse: use(codes).map((code) => (code.name === '-1' ? { ...code, title: 'Not reported' } : code)),
      siteUse: use(sites),
      workflows: {
        count: 6774,
        mean: 1.4,
        largest: 14,
        distribution: [
          { tasks: 1, workflows: 5400 },
          { tasks: 2, workflows: 900 },
          { tasks: 14, workflows: 3 },
        ],
        sharing: 4122,
      },
      targets: [
        {
          name: 'memory',
          classes: [
            { name: '18k-20k', tasks: 383 },
            { name: 'default', tasks: 9139 },
          ],
          rawValues: [
            { name: '', tasks: 9139 },
            { name: '20000', tasks: 300 },
            { name: '18000', tasks: 83 },
          ],
          leakage: { tested: 2857, known: 1000, same: 950 },
          noise: {
            repeated: 412,
            conflicting: 29,
            conflicts: 9,
            bestAccuracy: 0.9991,
            bestRecall: 0.9876,
            review: [
              {
                tasks: 5,
                classes: [
                  { name: 'default', tasks: 4 },
                  { name: '18k-20k', tasks: 1 },
                ],
                examples: [
                  { name: '/synthetic_task/a', line: 511, class: '18k-20k' },
                  { name: '/synthetic_task/b', line: 509, class: 'default' },
                ],
              },
            ],
          },
        },
      ],
      pairs: { codes, sites, tasks: codes.flatMap((_, row) => sites.map((__, column) => (row * column) % 4 ** row)) },
      problems: [{ line: 3, column: 9, message: 'task "/a/b": expected an object, found 3' }],
      problemCount: 1,
      skipped: 1,
      ...changes,
    },
  };
}

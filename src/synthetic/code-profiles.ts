/** How an error code appears in the generated history. */
export interface CodeProfile {
  readonly code: string;
  /** Share of the tasks that have it. */
  readonly presence: number;
  /** Mean count of a task that has it; the distribution is log-normal, so a few tasks have most of the failures. */
  readonly mean: number;
  /** Mean number of sites at which it occurs. */
  readonly sites: number;
  /** Share of its failures at good sites. */
  readonly good: number;
}

/** Spread of the logarithm of a task's counts: from the known 95th percentiles and maxima. */
export const logSpread = 2.1;

const tasksCounted = 7582;

/**
 * Sums at good and bad sites are read off the bars of an earlier snapshot of 7,582 tasks; presence follows from the
 * known 95th percentiles of a task's sum (a code above zero there is in more than 5 % of the tasks) and, for rare codes,
 * from the order of their sums.
 */
function profile(code: string, presence: number, goodSum: number, badSum: number, sites: number): CodeProfile {
  const sum = goodSum + badSum;
  return { code, presence, mean: sum / (tasksCounted * presence), sites, good: goodSum / sum };
}

export const codeProfiles: readonly CodeProfile[] = [
  profile('92', 0.17, 79_600, 8500, 2.5),
  profile('71104', 0.13, 0, 95_750, 1.6),
  profile('50660', 0.14, 148_750, 24_100, 3.8),
  profile('85', 0.13, 28_900, 2850, 2.5),
  profile('139', 0.1, 40_700, 36_000, 2),
  profile('99303', 0.1, 39_400, 3700, 2.5),
  profile('8001', 0.075, 52_900, 2550, 3.8),
  profile('99401', 0.045, 9600, 2550, 1.8),
  profile('84', 0.06, 4800, 3400, 1.6),
  profile('71305', 0.055, 42_400, 2250, 1.8),
  profile('50664', 0.065, 18_800, 3700, 2.4),
  profile('99109', 0.055, 13_100, 1700, 1.8),
  profile('8003', 0.03, 1750, 300, 1.6),
  profile('134', 0.03, 1750, 300, 1.8),
  profile('73', 0.03, 17_900, 0, 2.2),
  profile('71102', 0.025, 0, 12_750, 1.4),
  profile('50115', 0.02, 3500, 300, 1.5),
  profile('8026', 0.018, 3500, 0, 1.5),
  profile('71304', 0.02, 2200, 300, 1),
  profile('50513', 0.018, 15_750, 0, 2),
  profile('61202', 0.018, 15_750, 0, 2),
  profile('99400', 0.014, 400, 850, 1.4),
  profile('53', 0.012, 1300, 300, 1.5),
  profile('8002', 0.012, 1300, 300, 1.5),
  profile('8004', 0.014, 1300, 60, 1.6),
  profile('137', 0.01, 900, 300, 1.5),
  profile('71', 0.008, 900, 40, 1.4),
  profile('86', 0.01, 900, 40, 1.4),
  profile('60450', 0.006, 400, 40, 1.4),
  profile('8021', 0.008, 300, 60, 1.4),
  profile('60307', 0.005, 400, 30, 1.4),
  profile('70', 0.004, 400, 20, 1.3),
  profile('70452', 0.004, 400, 20, 1.3),
  profile('71302', 0.006, 400, 300, 1.4),
  profile('71303', 0.003, 30, 300, 1.2),
  profile('80', 0.004, 400, 20, 1.3),
  profile('87', 0.004, 400, 20, 1.3),
  profile('99999', 0.005, 400, 40, 1.3),
  profile('50661', 0.003, 60, 10, 1.3),
  profile('132', 0.003, 20, 5, 1.1),
  profile('50110', 0.003, 60, 10, 1.2),
  profile('11003', 0.002, 40, 10, 1.2),
  profile('1', 0.002, 40, 10, 1.2),
  profile('135', 0.002, 30, 10, 1.2),
  profile('136', 0.002, 30, 10, 1.2),
  profile('143', 0.002, 30, 10, 1.2),
  profile('60405', 0.002, 30, 10, 1.2),
  profile('70318', 0.002, 30, 10, 1.2),
  profile('71101', 0.002, 30, 10, 1.2),
  profile('75', 0.0015, 20, 5, 1.2),
  profile('76', 0.0015, 20, 5, 1.2),
  profile('99305', 0.004, 0, 300, 1),
  profile('99996', 0.0015, 20, 10, 1.2),
];

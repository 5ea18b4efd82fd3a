/** Counts at good and bad sites added up, or kept apart as a doubled site axis. */
export type SiteCounts = 'merged' | 'good-bad';

/** The names of totals, among those of sites and of codes. */
export const allSites = '(all sites)';
export const allCodes = '(all codes)';

/** One column of the models' axis of sites. A column of the matrix is one of these for each error code. */
export interface SiteColumn {
  readonly site: string;
  /** Whether it counts errors at good or at bad sites; null = both added up. */
  readonly good: boolean | null;
}

/** With `good-bad` every site twice: all good ones, then all bad ones. */
export function siteColumns(sites: readonly string[], kept: SiteCounts): SiteColumn[] {
  const groups = kept === 'good-bad' ? [true, false] : [null];
  return groups.flatMap((good) => sites.map((site) => ({ site, good })));
}

const endings: ReadonlyMap<boolean | null, string> = new Map([
  [null, ''],
  [true, ' (good)'],
  [false, ' (bad)'],
]);

/** Its name in files and lists: `T1_US_FNAL`, `T1_US_FNAL (bad)`. */
export function siteColumnName({ site, good }: SiteColumn): string {
  return `${site}${endings.get(good)}`;
}

/** @returns undefined if it is not the name of such a column */
export function readSiteColumn(name: string, kept: SiteCounts): SiteColumn | undefined {
  if (kept === 'merged') return { site: name, good: null };
  for (const good of [true, false]) {
    const ending = endings.get(good) ?? '';
    if (name.endsWith(ending)) return { site: name.slice(0, -ending.length), good };
  }
  return undefined;
}

import * as l10n from '@vscode/l10n';
import { sumOf } from '../../src/measures/spread.ts';
import type { TaskErrors } from '../../src/protocol/run-panel.ts';

/** The code of a step that is listed at a site without any exit code. It says where a task was, not what failed. */
export const listedCode = '-1';

/** At most so many rows and columns are drawn. */
const maxCodes = 40;
const maxSites = 60;

export interface HeatCell {
  readonly count: number;
  /** 0 … 1 by the logarithm of the count, of the largest one; null for what is not a failure. */
  readonly heat: number | null;
}

export interface HeatRow {
  readonly code: TaskErrors['codes'][number];
  /** What the row is called. */
  readonly title: string;
  readonly cells: readonly HeatCell[];
  /** Sum over all sites, also those that are not drawn. */
  readonly total: number;
}

/** A task's errors as they are drawn: the largest first, good sites before bad ones, what is merely listed last. */
export interface HeatMap {
  readonly sites: TaskErrors['sites'];
  readonly rows: readonly HeatRow[];
  /** What there is beyond what is drawn. */
  readonly allSites: number;
  readonly allCodes: number;
}

export function heatMap({ codes, sites, counts }: TaskErrors): HeatMap {
  const failing = codes.map(({ code }) => code !== listedCode);
  const largest = Math.max(...counts.flatMap((row, i) => (failing[i] ? row : [])), 1);
  const siteWeight = sites.map((_, s) => sumOf(counts.map((row, i) => (failing[i] ? row[s] : 0))));
  const shownSites = [...sites.keys()]
    .sort((a, b) => siteWeight[b] - siteWeight[a] || a - b)
    .slice(0, maxSites)
    .sort((a, b) => Number(sites[b].good) - Number(sites[a].good) || siteWeight[b] - siteWeight[a] || a - b);
  const shownCodes = [...codes.keys()]
    .sort((a, b) => Number(failing[b]) - Number(failing[a]) || sumOf(counts[b]) - sumOf(counts[a]) || a - b)
    .slice(0, maxCodes);
  return {
    sites: shownSites.map((s) => sites[s]),
    rows: shownCodes.map((c) => ({
      code: codes[c],
      title: rowTitle(codes[c]),
      total: sumOf(counts[c]),
      cells: shownSites.map((s) => ({
        count: counts[c][s],
        heat: failing[c] ? Math.log1p(counts[c][s]) / Math.log1p(largest) : null,
      })),
    })),
    allSites: sites.length,
    allCodes: codes.length,
  };
}

function rowTitle({ code, title }: TaskErrors['codes'][number]): string {
  if (code === listedCode) return l10n.t('listed, no exit code');
  return title === '' ? l10n.t('unknown code') : title;
}

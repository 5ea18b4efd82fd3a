import * as l10n from '@vscode/l10n';
import type { CellContribution, Explanation } from '../../src/protocol/explanation.ts';
import { countText, scoreText, signedText } from '../components/number-text.ts';
import type { TextTable } from '../components/table-text.ts';
import { listedCode } from './heat-map.ts';
import { codeAtSiteText, siteText } from './site-text.ts';

/** Cells that are listed for a class, and against it, at most. */
const listed = 3;

/** A contribution as people read it. */
export function contributionText(contribution: number): string {
  return signedText(contribution, 2);
}

/** The cells that push most towards the class, strongest first, then those that push most away from it. */
export function strongestCells({ cells }: Explanation): CellContribution[] {
  const strongest = (sign: 1 | -1): CellContribution[] =>
    cells.filter(({ contribution }) => contribution * sign > 0).slice(0, listed);
  return [...strongest(1), ...strongest(-1)];
}

/** `8021 at T1_DE_KIT`, with what distinguishes a good site from a bad one where that matters. */
export function cellName({ code, site, good }: Pick<CellContribution, 'code' | 'site' | 'good'>): string {
  return codeAtSiteText(code, siteText(site, good));
}

/** All cells that the explanation knows, as a table. */
export function reasonsTable({ cells, rest, base, value }: Explanation): TextTable {
  return {
    columns: [l10n.t('cell'), l10n.t('count'), l10n.t('contribution')],
    rows: [
      ...cells.map((cell) => [cellName(cell), countText(cell.count), contributionText(cell.contribution)]),
      [l10n.t('others'), '', contributionText(rest)],
      [l10n.t({ message: 'start', comment: ['score before all contributions'] }), '', contributionText(base)],
      [l10n.t('score'), '', contributionText(value)],
    ],
  };
}

/** What a score is made of, in a sentence. */
export function scoreSentence({ method, class: name, base, value }: Explanation): string {
  const parts = {
    class: name,
    score: scoreText(value),
    base: scoreText(base),
    contribution: contributionText(value - base),
  };
  return method === 'tree-shap'
    ? l10n.t(
        'The score of {class} is {score}: {base} on average over the training tasks, {contribution} from all cells together.',
        parts,
      )
    : l10n.t(
        'The score of {class} is {score}: {base} for a task without errors, {contribution} from all cells together.',
        parts,
      );
}

/** Contributions by code, site and group of sites; of a merged site in both groups. */
export class CellReasons {
  readonly #contributions = new Map<string, number>();
  /** Largest absolute contribution of a cell. */
  readonly largest: number;

  constructor({ cells }: Explanation) {
    for (const { code, site, good, contribution } of cells) {
      for (const group of good === null ? [true, false] : [good]) {
        this.#contributions.set(keyOf(code, site, group), contribution);
      }
    }
    this.largest = Math.max(0, ...cells.map(({ contribution }) => Math.abs(contribution)));
  }

  /** Undefined if the run has never seen the code or the site. */
  of(code: string, site: string, good: boolean): number | undefined {
    return this.#contributions.get(keyOf(code, site, good));
  }
}

/** What a count is of. */
export function countHint(code: string, count: number): string {
  if (count === 0) return l10n.t('no count');
  return code === listedCode
    ? l10n.t({ message: 'listed {0}×', args: [countText(count)], comment: ['so many times'] })
    : `${countText(count)}×`;
}

/** Attention's largest weights, in a sentence; empty without attention. */
export function attentionSentence({ attention }: Explanation): string {
  if (!attention) return '';
  const share = (weight: number): string => `${(100 * weight).toFixed(weight < 0.0995 ? 1 : 0)} %`;
  const codes = attention.codes.slice(0, listed).map(({ code, weight }) => `${code} ${share(weight)}`);
  const sites = attention.sites
    .slice(0, listed)
    .map(({ site, good, weight }) => `${siteText(site, good)} ${share(weight)}`);
  return l10n.t('Attention to codes: {0}; to sites: {1}.', codes.join(', '), sites.join(', '));
}

function keyOf(code: string, site: string, good: boolean): string {
  return JSON.stringify([code, site, good]);
}

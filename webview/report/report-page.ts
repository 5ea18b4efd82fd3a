import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type ComparePanelService, comparePanelService } from '../../src/protocol/compare-panel.ts';
import type { Report, ReportedRun } from '../../src/protocol/report.ts';
import { type RunPanelService, runPanelService } from '../../src/protocol/run-panel.ts';
import '../compare/compare-panel.ts';
import { runsText } from '../components/count-text.ts';
import type { PanelEvent } from '../components/emit.ts';
import { baseStyles } from '../components/styles.ts';
import { badgeStyles, syntheticBadge } from '../components/synthetic-badge.ts';
import '../components/tab-list.ts';
import { type Host, ownHost } from '../host.ts';
import '../run/run-panel.ts';
import { answersOfComparison, answersOfRun } from './answers.ts';
import { pageDeeds } from './page-deeds.ts';
import { runTitles } from './run-titles.ts';

/** A report: what it is of, and the panels of its runs; of several runs their comparison first. */
@customElement('report-page')
export class ReportPage extends LitElement {
  static override styles = [
    baseStyles,
    badgeStyles,
    css`
      header,
      nav {
        max-width: 1400px;
        margin: 0 auto;
        padding: 0 20px;
      }

      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        padding-block: 12px;
      }

      .name {
        font-weight: 600;
      }

      .runs {
        flex-basis: 100%;
        overflow-wrap: anywhere;
      }

      @media (max-width: 480px) {
        header,
        nav {
          padding-inline: 12px;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor report: Report | null = null;
  /** Number of the tab that is shown. */
  @state() private accessor selected = 0;

  /** Tabs that were shown stay as they are when another one is. */
  readonly #shown = new Set<number>();
  #comparison: Host<ComparePanelService> | null = null;
  readonly #hosts = new Map<ReportedRun, Host<RunPanelService>>();

  override render(): TemplateResult | typeof nothing {
    const { report } = this;
    if (report === null) return nothing;
    this.#shown.add(this.selected);
    return html`${this.#renderHeader(report)}${report.runs.length === 1 ? this.#renderRun(report, report.runs[0]) : this.#renderTabs(report)}`;
  }

  #renderHeader({ runs, createdAt, oap }: Report): TemplateResult {
    const made = new Date(createdAt).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
    return html`<header>
      <span class="name">${l10n.t('Operator Action Predictions: report of {0}', runsText(runs.length))}</span>
      <span class="quiet"><time datetime=${createdAt}>${l10n.t('made on {0}, version {1}', made, oap)}</time></span>
      ${syntheticBadge(runs.some(({ snapshot }) => snapshot.run.history.synthetic))}
      <span class="runs quiet">${runs.map(({ snapshot }) => snapshot.run.id).join(', ')}</span>
    </header>`;
  }

  #renderTabs(report: Report): TemplateResult {
    const titles = [l10n.t('Comparison'), ...runTitles(report.runs)];
    return html`
      <nav aria-label=${l10n.t('Parts of the report')}>
        <tab-list label=${l10n.t('Parts of the report')} .tabs=${titles.map((name) => ({ name }))} .selected=${this.selected}
          @tab-select=${(event: PanelEvent<'tab-select'>) => {
            this.selected = event.detail;
          }}></tab-list>
      </nav>
      ${titles.map((title, tab) =>
        this.#shown.has(tab)
          ? html`<div role="tabpanel" aria-label=${title} ?hidden=${tab !== this.selected}>
              ${tab === 0 ? this.#renderComparison(report) : this.#renderRun(report, report.runs[tab - 1])}
            </div>`
          : nothing,
      )}
    `;
  }

  #renderComparison(report: Report): TemplateResult {
    this.#comparison ??= ownHost(comparePanelService, {
      ...pageDeeds,
      ...answersOfComparison(report, (key) => this.#open(report, key)),
    });
    return html`<compare-panel detached .host=${this.#comparison}></compare-panel>`;
  }

  #renderRun(report: Report, run: ReportedRun): TemplateResult {
    const host = this.#hosts.get(run) ?? ownHost(runPanelService, { ...pageDeeds, ...answersOfRun(report, run) });
    this.#hosts.set(run, host);
    return html`<run-panel detached .host=${host}></run-panel>`;
  }

  #open({ runs }: Report, key: string): void {
    this.selected = 1 + runs.findIndex((run) => run.key === key);
    window.scrollTo(0, 0);
  }
}

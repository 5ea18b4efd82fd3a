import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { TargetIntervals } from '../../src/protocol/result-intervals.ts';
import type { RunRecord } from '../../src/protocol/run.ts';
import type { Answer } from '../components/answers.ts';
import '../components/data-table.ts';
import { fitsText } from '../components/count-text.ts';
import type { Step } from '../components/step-text.ts';
import { baseStyles } from '../components/styles.ts';
import { classTable, resultsCaption, summaryNote, summaryTable } from './result-tables.ts';
import type { ShownFit } from './run-model.ts';

/** What came out: the metrics of all targets, those of each target's classes, and what the fits have noted. */
@customElement('summary-view')
export class SummaryView extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .stack {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 24px;
      }

      .classes {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-start;
        gap: 24px 48px;
      }

      .classes > * {
        max-width: 100%;
      }

      .note {
        margin-top: 4px;
      }

      .empty {
        padding: 48px 0;
        text-align: center;
      }

      .plain {
        padding-left: 20px;
        margin: 4px 0 0;
      }
    `,
  ];

  @property({ attribute: false }) accessor run: RunRecord | null = null;
  @property({ attribute: false }) accessor fits: readonly ShownFit[] = [];
  @property({ attribute: false }) accessor intervals: Answer<readonly TargetIntervals[]> = {};
  @property() accessor step: Step = 'epoch';

  override render(): TemplateResult | typeof nothing {
    const { run, intervals } = this;
    if (run === null) return nothing;
    if (run.summary.length === 0) {
      const text =
        run.state === 'running'
          ? l10n.t('Results appear when the first training is complete.')
          : l10n.t('No training is complete.');
      return html`<p class="empty quiet">${text}</p>${this.#renderNotes(run)}`;
    }
    const tables = (): TemplateResult => html`
      <section>
        <data-table caption=${resultsCaption(run)} .table=${summaryTable(run, this.step, intervals)}></data-table>
        <p class="note quiet">${summaryNote(run, intervals)}</p>
      </section>
      <div class="classes">
        ${run.summary.map(
          (one) =>
            html`<data-table caption=${l10n.t('{0} per class, {1}', one.target, fitsText(one.fits))} .table=${classTable(one)}></data-table>`,
        )}
      </div>`;
    return html`<div class="stack">${guard([run, intervals], tables)}${this.#renderNotes(run)}</div>`;
  }

  /** What the fits have noted, each once, and by how many. */
  #renderNotes(run: RunRecord): TemplateResult | typeof nothing {
    const notes = new Map<string, number>();
    for (const { target, record } of this.fits) {
      for (const note of record?.notes ?? []) {
        const text = run.targets.length > 1 ? `${target}: ${note}` : note;
        notes.set(text, (notes.get(text) ?? 0) + 1);
      }
    }
    if (notes.size === 0) return nothing;
    const by = (count: number): string => (run.fitsPerTarget > 1 ? ` (${fitsText(count)})` : '');
    return html`<section aria-label=${l10n.t('Notes')}>
      <h3>${l10n.t('Notes')}</h3>
      <ul class="plain">${[...notes].map(([note, count]) => html`<li>${note}${by(count)}</li>`)}</ul>
    </section>`;
  }
}

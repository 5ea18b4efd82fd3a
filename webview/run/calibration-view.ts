import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Reliability } from '../../src/protocol/calibration.ts';
import type { TargetSummary } from '../../src/protocol/run.ts';
import '../components/data-table.ts';
import { noticeStyles, warning } from '../components/notice.ts';
import type { RatePoint } from '../components/rate-points.ts';
import '../components/rate-chart.ts';
import { baseStyles, chartGridStyles } from '../components/styles.ts';
import { calibrationSentence, reliabilityTable, scoreTable } from './calibration-tables.ts';

const diagonal: readonly RatePoint[] = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
];

/** How much a target's probabilities are worth: before calibration, and after it. */
@customElement('calibration-view')
export class CalibrationView extends LitElement {
  static override styles = [
    baseStyles,
    noticeStyles,
    chartGridStyles,
    css`
      .empty {
        padding: 48px 0;
        text-align: center;
      }

      .text {
        max-width: 60em;
      }
    `,
  ];

  /** Of the target; undefined before its first fit is complete. */
  @property({ attribute: false }) accessor summary: TargetSummary | undefined;
  /** Why there is nothing to show; empty if there is something. */
  @property() accessor waiting = '';

  override render(): TemplateResult {
    const calibration = this.summary?.calibration;
    if (!calibration) return html`<p class="empty quiet">${this.waiting}</p>`;
    const { raw, calibrated, notes } = calibration;
    return html`<div class="stack">
      ${notes.map(warning)}
      <p class="text">${calibrationSentence(calibration)}</p>
      <data-table caption=${l10n.t('How good the probabilities are')} .table=${scoreTable(calibration)}></data-table>
      <div class="charts">
        ${this.#renderChart(l10n.t('As the model gives them'), raw)}
        ${calibration.method === 'none' ? nothing : this.#renderChart(l10n.t('Calibrated'), calibrated)}
      </div>
      <data-table caption=${l10n.t('Confidence and share of correct recommendations')} .table=${reliabilityTable(calibration)}></data-table>
      <p class="quiet text">${l10n.t(
        'Measured on the evaluated tasks; the larger a point, the more tasks have this confidence. On the dashed line, tasks with a confidence of 0.8 are correct in 80 % of cases; points below it are overconfident.',
      )}</p>
    </div>`;
  }

  #renderChart(caption: string, { bins, ece }: Reliability): TemplateResult {
    const points = bins.map(({ confidence, accuracy }) => ({ x: confidence, y: accuracy }));
    return html`<rate-chart caption=${caption} xTitle=${l10n.t('confidence')} yTitle=${l10n.t('share of correct recommendations')}
      .points=${points} .counts=${bins.map(({ count }) => count)} .chance=${diagonal} chanceName=${l10n.t('perfectly calibrated')}
      label=${l10n.t('{0}: expected calibration error {1}', caption, ece.toFixed(3))}></rate-chart>`;
  }
}

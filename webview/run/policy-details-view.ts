import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { percentText } from '../../src/measures/percent-text.ts';
import type { Policy, PolicyDetails } from '../../src/protocol/policy.ts';
import type { Answer } from '../components/answers.ts';
import '../components/data-table.ts';
import '../components/rate-chart.ts';
import { baseStyles, chartGridStyles } from '../components/styles.ts';
import { actedPoint, classesTable, codesTable, costsTable, riskMost, riskTable } from './policy-table.ts';

/** The measurements behind a policy: the error by the share of tasks that are acted on, and what is left to people. */
@customElement('policy-details-view')
export class PolicyDetailsView extends LitElement {
  static override styles = [
    baseStyles,
    chartGridStyles,
    css`
      .stack {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      .text {
        max-width: 60em;
        margin: 0;
      }

      .tables {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-start;
        gap: 24px 48px;
      }

      .tables > * {
        max-width: 100%;
      }
    `,
  ];

  @property({ attribute: false }) accessor policy: Policy | null = null;
  @property({ attribute: false }) accessor details: Answer<PolicyDetails> = {};

  override render(): TemplateResult {
    const { value, problem } = this.details;
    if (problem !== undefined) return html`<p class="quiet">${problem}</p>`;
    if (!value || this.policy === null)
      return html`<p class="quiet" role="status">${l10n.t('Measuring the errors…')}</p>`;
    return html`<div class="stack">
      <h3>${l10n.t('Error by share acted on')}</h3>
      <p class="text">${l10n.t('The more tasks are acted on, the less certain ones are among them. The line shows how many of them are wrong, the dashed line the most that this could be for other workflows ({0} confidence, each point by itself). The diamond is this policy.', percentText(this.policy.confidence))}</p>
      <p class="text quiet">${l10n.t('The dashed line is an upper confidence bound by betting (Waudby-Smith and Ramdas, 2024).')}</p>
      <div class="charts">${value.curves.map((curve) => this.#renderCurve(curve, this.policy))}</div>
      <data-table tall caption=${l10n.t('The curves as a table')} .table=${riskTable(value)}></data-table>
      <h3>${l10n.t('What is left to people')}</h3>
      <div class="tables">
        <data-table caption=${l10n.t('By recommended class')} .table=${classesTable(value)}></data-table>
        ${
          value.codesProblem === undefined
            ? html`<data-table first limit="20" caption=${l10n.t('By error code')} .table=${codesTable(value)}></data-table>`
            : html`<p class="quiet text">${l10n.t('Error codes are not known: {0}.', value.codesProblem)}</p>`
        }
      </div>
      ${value.costs ? this.#renderCosts(value.costs) : nothing}
    </div>`;
  }

  #renderCosts(costs: NonNullable<PolicyDetails['costs']>): TemplateResult {
    return html`<h3>${l10n.t('Cost of errors')}</h3>
      <p class="text">${l10n.t('What wrong recommendations cost per task, by the costs of the experiment: if this policy is followed, and if every recommendation is. Tasks that are left to people count as correct.')}</p>
      <data-table caption=${l10n.t('Mean cost per task')} .table=${costsTable(costs)}></data-table>`;
  }

  #renderCurve({ target, points }: PolicyDetails['curves'][number], policy: Policy | null): TemplateResult {
    const marked = policy ? actedPoint(policy, target) : null;
    const text = marked
      ? l10n.t('{0}: acting on {1} is wrong in {2}', target, percentText(marked.x), percentText(marked.y))
      : l10n.t('{0}: nothing is acted on', target);
    return html`<rate-chart caption=${text} label=${text} xTitle=${l10n.t('share acted on')} yTitle=${l10n.t('error')} yMost=${riskMost(points)}
      .points=${points.map(({ share, error }) => ({ x: share, y: error }))}
      .chance=${points.map(({ share, errorUpper }) => ({ x: share, y: errorUpper }))} chanceName=${l10n.t('error at most')}
      .marked=${marked} markedName=${l10n.t('this policy')}></rate-chart>`;
  }
}

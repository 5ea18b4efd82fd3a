import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { emit } from './emit.ts';
import { baseStyles } from './styles.ts';

export interface Tab {
  readonly name: string;
  /** Name of a codicon. */
  readonly icon?: string;
  readonly count?: string;
  /** What icon and count mean, for those who do not see them. */
  readonly status?: string;
}

/** Tabs that wrap in narrow columns; the arrow keys, Home and End select. Emits `tab-select`. */
@customElement('tab-list')
export class TabList extends LitElement {
  static override styles = [
    baseStyles,
    css`
      [role='tablist'] {
        display: flex;
        flex-wrap: wrap;
        column-gap: 4px;
        border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-widget-border, transparent));
      }

      [role='tab'] {
        display: flex;
        align-items: center;
        gap: 6px;
        max-width: 100%;
        padding: 6px 10px;
        border-bottom: 2px solid transparent;
        margin-bottom: -1px;
        color: var(--vscode-panelTitle-inactiveForeground);
        cursor: pointer;
        user-select: none;
      }

      [role='tab'][aria-selected='true'],
      [role='tab']:hover {
        color: var(--vscode-panelTitle-activeForeground);
      }

      [role='tab'][aria-selected='true'] {
        border-bottom-color: var(--vscode-panelTitle-activeBorder);
        font-weight: 600;
      }

      [role='tab']:focus-visible {
        outline-offset: -2px;
      }

      .name {
        max-width: 18em;
      }

      .count {
        color: var(--vscode-descriptionForeground);
        font-weight: normal;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property() accessor label = '';
  @property({ attribute: false }) accessor tabs: readonly Tab[] = [];
  @property({ type: Number }) accessor selected = 0;

  override render(): TemplateResult {
    return html`<div role="tablist" aria-label=${this.label} @keydown=${this.#onKey}>
      ${this.tabs.map(
        (tab, i) => html`<div role="tab" aria-selected=${i === this.selected} tabindex=${i === this.selected ? 0 : -1}
          @click=${() => this.#select(i)}>
          ${tab.icon === undefined ? nothing : html`<vscode-icon name=${tab.icon}></vscode-icon>`}
          <span class="name clip" title=${tab.name}>${tab.name}</span>
          ${
            tab.count === undefined
              ? nothing
              : html`<span class="count">${tab.count}<span class="visually-hidden"> ${tab.status}</span></span>`
          }
        </div>`,
      )}
    </div>`;
  }

  #onKey(event: KeyboardEvent): void {
    const last = this.tabs.length - 1;
    const to = new Map([
      ['ArrowLeft', this.selected === 0 ? last : this.selected - 1],
      ['ArrowRight', this.selected === last ? 0 : this.selected + 1],
      ['Home', 0],
      ['End', last],
    ]).get(event.key);
    if (to === undefined) return;
    event.preventDefault();
    this.#select(to);
    this.renderRoot.querySelectorAll<HTMLElement>('[role=tab]')[to].focus();
  }

  #select(index: number): void {
    if (index === this.selected) return;
    emit(this, 'tab-select', index);
  }
}

import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { type PictureFormat, pictureFormats } from '../../src/protocol/picture.ts';
import type { Sheet } from '../picture/sheet.ts';
import { emit } from './emit.ts';
import { baseStyles } from './styles.ts';

const formatNames: Readonly<Record<PictureFormat, string>> = {
  png: l10n.t('PNG image'),
  svg: l10n.t('SVG drawing'),
};

/** A button with a menu of formats in which a chart can be saved. Emits `save-picture`. */
@customElement('save-picture')
export class SavePicture extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        position: relative;
        display: inline-flex;
        flex: none;
      }

      .whole {
        display: flex;
      }

      .opener {
        display: flex;
        padding: 3px;
        border: 0;
        border-radius: 5px;
        background: none;
        cursor: pointer;
      }

      .opener:hover,
      .opener[aria-expanded='true'] {
        background: var(--vscode-toolbar-hoverBackground);
        outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
        outline-offset: -1px;
      }

      [role='menu'] {
        position: absolute;
        top: 100%;
        right: 0;
        z-index: 4;
        min-width: max-content;
        padding: 4px;
        border: 1px solid var(--vscode-menu-border, var(--vscode-contrastBorder, transparent));
        border-radius: 5px;
        background: var(--vscode-menu-background);
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
      }

      [role='menuitem'] {
        display: block;
        width: 100%;
        padding: 3px 16px;
        border: 0;
        border-radius: 3px;
        background: none;
        color: var(--vscode-menu-foreground);
        font: inherit;
        text-align: left;
        cursor: pointer;
      }

      [role='menuitem']:is(:hover, :focus) {
        background: var(--vscode-menu-selectionBackground);
        color: var(--vscode-menu-selectionForeground);
        outline: 1px solid var(--vscode-menu-selectionBorder, transparent);
        outline-offset: -1px;
      }
    `,
  ];

  /** What the chart shows. */
  @property() accessor name = '';
  @property({ type: Number }) accessor width = 0;
  @property({ type: Boolean }) accessor ofAllTargets = false;
  @property({ attribute: false }) accessor draw: (sheet: Sheet) => void = () => {};
  @state() private accessor open = false;
  @query('.opener') private accessor opener: HTMLElement | null = null;

  override render(): TemplateResult {
    return html`<span class="whole" @focusout=${this.#onFocusOut}>
      <button class="opener" aria-haspopup="menu" aria-expanded=${this.open} aria-label=${l10n.t('Save {0} as an image', this.name)} title=${l10n.t('Save as an image')}
        @click=${() => this.#show(!this.open)} @keydown=${this.#onOpenerKey}><vscode-icon name="file-media"></vscode-icon></button>
      ${this.open ? this.#renderMenu() : nothing}
    </span>`;
  }

  #renderMenu(): TemplateResult {
    return html`<div role="menu" aria-label=${l10n.t({ message: 'Save {0} as', args: [this.name], comment: ['name of a menu of formats of images'] })} @keydown=${this.#onMenuKey}>
      ${pictureFormats.map((format) => html`<button role="menuitem" tabindex="-1" @click=${() => this.#save(format)}>${formatNames[format]}</button>`)}
    </div>`;
  }

  async #show(open: boolean): Promise<void> {
    this.open = open;
    await this.updateComplete;
    if (open) this.#items()[0].focus();
  }

  #close(): void {
    this.open = false;
    this.opener?.focus();
  }

  #save(format: PictureFormat): void {
    this.#close();
    const { name: title, width, ofAllTargets, draw } = this;
    emit(this, 'save-picture', { title, format, ofAllTargets, draw, ...(width > 0 && { width }) });
  }

  #items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }

  #onOpenerKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    void this.#show(true);
  }

  #onMenuKey(event: KeyboardEvent): void {
    const items = this.#items();
    const at = items.findIndex((item) => item.matches(':focus'));
    const to = new Map([
      ['ArrowDown', (at + 1) % items.length],
      ['ArrowUp', (at + items.length - 1) % items.length],
      ['Home', 0],
      ['End', items.length - 1],
    ]).get(event.key);
    if (to !== undefined) items[to].focus();
    else if (event.key === 'Escape' || event.key === 'Tab') this.#close();
    else return;
    // From the opener, Tab continues as ever.
    if (event.key === 'Tab') return;
    event.preventDefault();
    // The arrow keys move in the menu, not in the chart around it.
    event.stopPropagation();
  }

  /** The menu goes when the focus is elsewhere. */
  #onFocusOut({ relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof Node && this.renderRoot.contains(relatedTarget)) return;
    this.open = false;
  }
}

import * as l10n from '@vscode/l10n';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type * as z from 'zod/mini';
import type { PageService } from '../../src/protocol/page.ts';
import type { Client } from '../../src/protocol/port.ts';
import type { Service } from '../../src/protocol/service.ts';
import type { Host } from '../host.ts';
import type { PictureRequest, PictureSubject } from '../picture/request.ts';
import { type AnswerOptions, Answers } from './answers.ts';
import type { PanelEvent } from './emit.ts';
import { savePicture } from './picture-message.ts';
import { placeholderStyles, skeleton, unavailablePage } from './placeholders.ts';
import { baseStyles, pageTitleStyles } from './styles.ts';
import { badgeStyles } from './synthetic-badge.ts';

/** What every panel asks its host. */
type Followed<Update> = PageService & {
  readonly follow: {
    readonly argument: z.ZodMiniNull;
    readonly answer: z.ZodMiniNull;
    readonly progress: z.ZodMiniType<Update>;
  };
};

/** What every panel remembers over a reload. */
interface KeptState {
  /** By which the host finds what is shown. */
  readonly identity: string;
  /** Vertical scroll position in pixels. */
  readonly scroll: number;
}

/** A page as every panel has it. */
export const panelStyles = [
  baseStyles,
  pageTitleStyles,
  placeholderStyles,
  badgeStyles,
  css`
    :host {
      max-width: 1400px;
      margin: 0 auto;
      padding: 16px 20px 32px;
    }

    main {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 20px;
    }

    .panel {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 16px;
      margin-top: 16px;
    }

    @media (max-width: 480px) {
      :host {
        padding-inline: 12px;
      }
    }
  `,
];

/**
 * The page of a panel. The host owns the truth: the page follows what it shows, and asks for the rest as it draws. It keeps its
 * state and its place over a reload.
 */
export abstract class PanelElement<S extends Service, Update, State extends KeptState> extends LitElement {
  /** Of what is shown, for the host; kept in the state. */
  @property() accessor identity = '';
  @property({ attribute: false }) accessor host: Host<S> | null = null;
  /** Without VS Code behind it, which alone can train, open files and go to places. */
  @property({ type: Boolean }) accessor detached = false;
  @state() protected accessor viewState: State = this.restoreState(undefined, '');
  /** For those who do not see what changed. */
  @state() protected accessor announcement = '';
  /** Why nothing can be shown; empty if something can. */
  @state() private accessor broken = '';

  #answers: Answers<S> | undefined;
  #following: AbortController | undefined;
  #scrolled = false;

  /** The state as kept, or a new one if it is of something else or of another version. */
  protected abstract restoreState(kept: unknown, identity: string): State;
  /** Takes in what the host reports. */
  protected abstract take(update: Update): void;
  /** Undefined before there is anything to show. */
  protected abstract renderPage(): TemplateResult | undefined;
  protected abstract readonly loadingText: string;
  protected readonly answerOptions: AnswerOptions = { newestOnly: false, kept: () => 50 };
  /** What a chart is of that is saved as a picture. */
  protected abstract subjectOf(request: PictureRequest): PictureSubject;

  override willUpdate(changed: PropertyValues<this>): void {
    const { host } = this;
    if (!changed.has('host') || host === null) return;
    this.viewState = this.restoreState(host.getState(), this.identity);
    host.setState(this.viewState);
    host.onInvalid(() => {
      if (!this.#isLoaded)
        this.broken = l10n.t('The panel and the extension do not understand each other: reload the window.');
    });
    this.#answers = new Answers(host.calls, () => this.answered(), this.answerOptions);
    this.follow();
    document.addEventListener('scrollend', () => {
      // The short page before the first update says nothing of where its reader was.
      if (this.#scrolled) this.remember({ scroll: window.scrollY } as Partial<State>);
    });
  }

  override render(): TemplateResult {
    if (this.broken !== '') return unavailablePage(l10n.t('This panel cannot be shown'), this.broken);
    const page = this.renderPage();
    return html`
      <main aria-busy=${page === undefined} @copy-text=${(event: PanelEvent<'copy-text'>) => this.#copy(event.detail)}
        @save-picture=${(event: PanelEvent<'save-picture'>) => this.#savePicture(event.detail)}>${page ?? skeleton(this.loadingText)}</main>
      <p class="visually-hidden" role="status">${this.announcement}</p>
    `;
  }

  override updated(): void {
    if (this.#scrolled || !this.#isLoaded) return;
    this.#scrolled = true;
    // The charts take their height when they are updated, which is after this element.
    requestAnimationFrame(() => window.scrollTo(0, this.viewState.scroll));
  }

  /** Everything again from the start. */
  protected follow(): void {
    this.#following?.abort();
    const following = new AbortController();
    this.#following = following;
    const { signal } = following;
    const onProgress = (update: Update): void => {
      if (!signal.aborted) this.take(update);
    };
    // It ends with the page; the host reports failures.
    this.#pageCalls?.follow(null, { signal, onProgress }).catch(() => {});
  }

  /** Hears of every answer, and of progress. */
  protected answered(): void {
    this.requestUpdate();
  }

  /** What the host has answered to what was asked while drawing. */
  protected get answers(): Answers<S> {
    if (!this.#answers) throw new Error('nothing is drawn without a host');
    return this.#answers;
  }

  protected remember(change: Partial<State>): void {
    this.viewState = { ...this.viewState, ...change };
    this.host?.setState(this.viewState);
  }

  /** Asks the host for something whose effect is visible; the host reports failures. */
  protected ask(deed: (calls: Client<S>) => Promise<unknown>): void {
    if (this.host) deed(this.host.calls).catch(() => {});
  }

  get #isLoaded(): boolean {
    return this.renderRoot.querySelector('main')?.ariaBusy === 'false';
  }

  /** Those of every panel: TypeScript does not find them in a service that is yet unknown. */
  get #pageCalls(): Client<Followed<Update>> | undefined {
    return this.host?.calls as unknown as Client<Followed<Update>> | undefined;
  }

  #copy(text: string): void {
    void this.#pageCalls?.copy({ text });
    this.announcement = l10n.t('Copied');
  }

  async #savePicture(request: PictureRequest): Promise<void> {
    const calls = this.#pageCalls;
    if (calls) this.announcement = await savePicture(calls, request, this.subjectOf(request));
  }
}

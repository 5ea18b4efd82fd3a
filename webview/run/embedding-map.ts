import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { EmbeddingMap as MapData } from '../../src/protocol/run-panel.ts';
import { emit } from '../components/emit.ts';
import { colourClass, markerPath } from '../components/series-look.ts';
import { baseStyles } from '../components/styles.ts';
import {
  type EmbeddedGroup,
  type EmbeddedKind,
  groupsOf,
  labelGap,
  matches,
  type PlacedPoint,
  placeLabels,
  placePoints,
  pointAt,
  pointText,
  pointTowards,
} from './embedding-layout.ts';
import './run-events.ts';

/** Pixels around a point in which the pointer finds it. */
const reach = 18;
/** Width of a letter of a label, about. */
const letter = 6.3;

/** Embeddings as points: families of codes and tiers of sites by colour and shape, codes filled, sites hollow. Emits `point-select`. */
@customElement('embedding-map')
export class EmbeddingMap extends LitElement {
  static override styles = [
    baseStyles,
    css`
      svg {
        display: block;
        width: 100%;
        border: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
        cursor: crosshair;
      }

      .axis {
        stroke: var(--vscode-charts-lines);
        stroke-dasharray: 2 4;
        opacity: 0.5;
      }

      .point {
        stroke: currentColor;
        stroke-width: 1.5;
      }

      .code {
        fill: currentColor;
      }

      .site {
        fill: var(--vscode-editor-background);
      }

      .faint {
        opacity: 0.18;
      }

      text {
        fill: var(--vscode-foreground);
        stroke: var(--vscode-editor-background);
        stroke-width: 3px;
        paint-order: stroke;
        font-size: 11px;
        dominant-baseline: central;
        pointer-events: none;
      }

      text.before {
        text-anchor: end;
      }

      text.chosen {
        font-weight: 600;
      }

      .ring {
        fill: none;
        stroke: var(--vscode-focusBorder);
        stroke-width: 2;
      }

      .near {
        fill: none;
        stroke: var(--vscode-foreground);
        stroke-dasharray: 2 2;
      }

      .readout {
        min-height: 2.8em;
        margin-top: 6px;
      }
    `,
  ];

  @property({ attribute: false }) accessor map: MapData = { size: 0, explained: [], names: [] };
  @property({ attribute: false }) accessor kinds: readonly EmbeddedKind[] = [];
  @property() accessor search = '';
  /** Name that is chosen; null = none. */
  @property({ attribute: false }) accessor chosen: { readonly kind: string; readonly name: string } | null = null;
  @state() private accessor width = 0;
  @state() private accessor hovered: number | null = null;

  readonly #observer = new ResizeObserver(([{ contentRect }]) => {
    this.width = Math.round(contentRect.width);
  });
  #groups: readonly EmbeddedGroup[] = [];
  #points: readonly PlacedPoint[] = [];
  #placedFor: readonly unknown[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('map')) {
      this.#groups = groupsOf(this.map);
      this.hovered = null;
    }
    const placing = [this.map, this.width];
    if (placing.every((one, i) => one === this.#placedFor[i])) return;
    this.#placedFor = placing;
    this.#points = placePoints(this.map.names, { width: this.width, height: this.#height });
  }

  override render(): TemplateResult {
    const { names } = this.map;
    const current = this.hovered ?? this.#chosenIndex();
    const shown = this.#shown();
    const near = current === null ? [] : names[current].nearest;
    const height = this.#height;
    return html`
      <svg height=${height} viewBox="0 0 ${Math.max(this.width, 1)} ${height}" tabindex="0" role="img" aria-label=${this.#label(shown.length)}
        @pointermove=${(event: PointerEvent) => {
          this.hovered = this.#under(event)?.name ?? null;
        }}
        @pointerleave=${() => {
          this.hovered = null;
        }}
        @click=${(event: PointerEvent) => this.#choose(this.#under(event)?.name ?? null)}
        @keydown=${(event: KeyboardEvent) => this.#walk(event)}>
        ${this.#renderOrigin()}
        ${shown.map((point) => this.#renderPoint(point))}
        ${shown.map((point) =>
          near.includes(point.name) ? svg`<circle class="near" cx=${point.x} cy=${point.y} r="9" />` : nothing,
        )}
        ${shown.map((point) =>
          point.name === current ? svg`<circle class="ring" cx=${point.x} cy=${point.y} r="9" />` : nothing,
        )}
        ${this.#renderLabels(shown, current, near)}
      </svg>
      <p class="readout" aria-live="polite">${current === null ? this.#hint(shown.length) : pointText(this.map, current)}</p>
    `;
  }

  get #height(): number {
    return Math.max(280, Math.min(620, Math.round(this.width * 0.6)));
  }

  /** Where both axes are at their mean. */
  #renderOrigin(): TemplateResult {
    const { names } = this.map;
    const [first] = this.#points;
    const other = this.#points.find(({ name }) => names[name].x !== names[first.name].x);
    if (first === undefined || other === undefined) return svg``;
    const scale = (other.x - first.x) / (names[other.name].x - names[first.name].x);
    const x = first.x - names[first.name].x * scale;
    const y = first.y + names[first.name].y * scale;
    return svg`<line class="axis" x1=${x} x2=${x} y1="0" y2=${this.#height} /><line class="axis" x1="0" x2=${this.width} y1=${y} y2=${y} />`;
  }

  #renderPoint({ name, x, y }: PlacedPoint): TemplateResult {
    const { kind, group } = this.map.names[name];
    const series = this.#groups.find((one) => one.kind === kind && one.name === group)?.series ?? 0;
    return svg`<path class="point ${kind} ${colourClass(series)} ${this.#isFaint(name) ? 'faint' : ''}"
      transform="translate(${x} ${y})" d=${markerPath(series)} />`;
  }

  /** The chosen name and its likes first, then what is searched for, then those that lie far out. */
  #renderLabels(shown: readonly PlacedPoint[], current: number | null, near: readonly number[]): TemplateResult[] {
    const { names } = this.map;
    const rank = ({ name }: PlacedPoint): number => (name === current ? 0 : near.includes(name) ? 1 : 2);
    const distance = ({ name }: PlacedPoint): number => Math.hypot(names[name].x, names[name].y);
    const ordered = shown
      .filter(({ name }) => !this.#isFaint(name) || name === current || near.includes(name))
      .sort((a, b) => rank(a) - rank(b) || distance(b) - distance(a));
    const size = { width: this.width, height: this.#height };
    return placeLabels(ordered, ({ name }) => names[name].name, size, letter).map(
      ({ name, x, y, text, before }) =>
        svg`<text class="${before ? 'before' : ''} ${name === current ? 'chosen' : ''}" x=${before ? x - labelGap : x + labelGap} y=${y}>${text}</text>`,
    );
  }

  #shown(): PlacedPoint[] {
    return this.#points.filter(({ name }) => this.kinds.includes(this.map.names[name].kind));
  }

  #isFaint(name: number): boolean {
    return this.search !== '' && !matches(this.map.names[name], this.search);
  }

  #chosenIndex(): number | null {
    const { chosen } = this;
    if (chosen === null) return null;
    const index = this.map.names.findIndex(({ kind, name }) => kind === chosen.kind && name === chosen.name);
    return index >= 0 && this.kinds.includes(this.map.names[index].kind) ? index : null;
  }

  #under({ offsetX, offsetY }: PointerEvent): PlacedPoint | undefined {
    return pointAt(this.#shown(), offsetX, offsetY, reach);
  }

  #choose(index: number | null): void {
    const { kind, name } = index === null ? { kind: '', name: '' } : this.map.names[index];
    emit(this, 'point-select', index === null ? null : { kind, name });
  }

  #walk(event: KeyboardEvent): void {
    const shown = this.#shown();
    if (event.key === 'Escape') {
      this.#choose(null);
      return;
    }
    const current = this.#chosenIndex();
    const from = shown.find(({ name }) => name === current);
    if (!event.key.startsWith('Arrow') && event.key !== 'Home') return;
    event.preventDefault();
    const to = from && event.key !== 'Home' ? pointTowards(shown, from, event.key) : shown[0];
    if (to !== undefined) this.#choose(to.name);
  }

  #label(shown: number): string {
    return l10n.t('Map of {0} embeddings; the arrow keys go from point to point, the table has them all', shown);
  }

  #hint(shown: number): string {
    if (shown === 0) return l10n.t('Nothing is chosen to be shown.');
    const [x = 0, y = 0] = this.map.explained;
    const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
    return l10n.t(
      'The two axes hold {both} of the variance of all {size} dimensions ({first} and {second}): what lies close here need not be close there. Codes are filled, sites hollow.',
      { size: this.map.size, both: percent(x + y), first: percent(x), second: percent(y) },
    );
  }
}

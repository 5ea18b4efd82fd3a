import { Chart, type ChartDataset, LinearScale, LineController, LineElement, PointElement } from 'chart.js';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cssColour } from '../picture/colour.ts';
import type { Sheet } from '../picture/sheet.ts';
import { drawRates, ratesWidth } from './rate-drawing.ts';
import { dotRadius, type RatePoint, thinned } from './rate-points.ts';
import './save-picture.ts';
import { baseStyles } from './styles.ts';
import { ThemeController } from './theme-controller.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale);

type Dataset = ChartDataset<'line', RatePoint[]>;

/** One number over another, by default rates from 0 to 1, with a line to compare with and a marked point. */
@customElement('rate-chart')
export class RateChart extends LitElement {
  static override styles = [
    baseStyles,
    css`
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
      }

      .plot {
        position: relative;
        height: 260px;
      }
    `,
  ];

  /** Of which curve it is. */
  @property() accessor caption = '';
  /** What is drawn, for those who do not see it; the line's name in a picture. */
  @property() accessor label = '';
  @property() accessor xTitle = '';
  @property() accessor yTitle = '';
  /** Where the axes end; they begin at 0. */
  @property({ type: Number }) accessor xMost = 1;
  @property({ type: Number }) accessor yMost = 1;
  @property({ attribute: false }) accessor points: readonly RatePoint[] = [];
  /** [points] how many each stands for: drawn as a dot of its size; empty = the points are a line. */
  @property({ attribute: false }) accessor counts: readonly number[] = [];
  /** Dashed: what chance gives, and what that is called. */
  @property({ attribute: false }) accessor chance: readonly RatePoint[] = [];
  @property() accessor chanceName = '';
  @property({ attribute: false }) accessor marked: RatePoint | null = null;
  @property() accessor markedName = '';

  readonly #theme = new ThemeController(this);
  #chart: Chart<'line', RatePoint[]> | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#chart?.destroy();
    this.#chart = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override render(): TemplateResult {
    return html`
      <header>
        <span class="quiet clip">${this.caption}</span>
        <save-picture name=${this.caption} width=${ratesWidth} .draw=${this.#draw}></save-picture>
      </header>
      <div class="plot" role="img" aria-label=${this.label}><canvas aria-hidden="true"></canvas></div>
    `;
  }

  override updated(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    if (canvas === null) return;
    this.#chart ??= new Chart<'line', RatePoint[]>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        parsing: false,
        events: [],
        layout: { padding: 6 },
      },
    });
    this.#chart.data.datasets = this.#datasets();
    this.#chart.options.scales = { x: this.#axis(this.xTitle, this.xMost), y: this.#axis(this.yTitle, this.yMost) };
    this.#chart.update('none');
  }

  readonly #draw = (sheet: Sheet): void => {
    const { xTitle, yTitle, xMost, yMost, points, counts, label: name, chance, chanceName, marked, markedName } = this;
    drawRates(sheet, { xTitle, yTitle, xMost, yMost, points, counts, name, chance, chanceName, marked, markedName });
  };

  #datasets(): Dataset[] {
    const { theme } = this.#theme;
    const foreground = cssColour(theme.foreground);
    return [
      {
        data: this.marked === null ? [] : [this.marked],
        pointRadius: 6,
        pointStyle: 'rectRot',
        pointBorderColor: foreground,
        pointBackgroundColor: cssColour(theme.background),
        pointBorderWidth: 2,
        clip: false,
      },
      this.counts.length > 0 ? this.#dots() : this.#line(),
      {
        data: [...this.chance],
        pointRadius: 0,
        borderColor: cssColour(theme.description),
        borderWidth: 1,
        borderDash: [4, 4],
      },
    ];
  }

  #line(): Dataset {
    const { theme } = this.#theme;
    return {
      data: thinned(this.points, this.xMost, this.yMost),
      pointRadius: 0,
      borderColor: cssColour(theme.blue),
      borderWidth: theme.highContrast ? 3 : 2,
    };
  }

  #dots(): Dataset {
    const most = Math.max(...this.counts);
    return {
      data: [...this.points],
      showLine: false,
      pointRadius: this.counts.map((count) => dotRadius(count, most)),
      pointBorderWidth: 0,
      pointBackgroundColor: cssColour(this.#theme.theme.blue),
      clip: false,
    };
  }

  #axis(title: string, most: number) {
    const { theme } = this.#theme;
    const font = { family: theme.fontFamily, size: theme.fontSize - 2 };
    const colour = cssColour(theme.description);
    return {
      type: 'linear' as const,
      min: 0,
      max: most,
      border: { color: cssColour(theme.lines) },
      grid: { color: cssColour(theme.lines, theme.highContrast ? 0.4 : 0.25) },
      ticks: { color: colour, font, ...(most === 1 && { stepSize: 0.2 }) },
      title: { display: true, text: title, color: colour, font, padding: 0 },
    };
  }
}

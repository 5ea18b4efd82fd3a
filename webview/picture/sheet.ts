import type { Rgb } from './colour.ts';
import { type Line, linePath, type PathShape, type Picture, type Shape } from './picture.ts';
import { type Measure, shortenText, wrapText } from './text-room.ts';
import type { Theme } from './theme.ts';

/** What is above a chart: its title, and below it of what it is. */
export interface Heading {
  readonly title: string;
  readonly lines: readonly string[];
}

/** An entry of a legend: a sample of how it is drawn, and its name. */
export interface LegendEntry {
  readonly name: string;
  readonly line?: Line;
  readonly marker?: { readonly d: string; readonly fill: Rgb; readonly edge: Rgb };
}

export interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  readonly quiet?: boolean;
  readonly colour?: Rgb;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly upwards?: boolean;
}

export const textSize = 12;
const titleSize = 17;
/** From one baseline to the next, in heights of the font. */
const lineHeight = 1.4;
const margin = 20;

/**
 * The paper of a picture: the heading is on it, and charts, legends and notes are put below each other. Nothing is
 * wider than the paper; texts that have no room are broken or shortened.
 */
export class Sheet {
  readonly left = margin;
  readonly #shapes: Shape[] = [];
  readonly #notes: string[] = [];
  readonly #heading: Heading;
  #bottom = margin;

  constructor(
    heading: Heading,
    readonly theme: Theme,
    readonly measure: Measure,
    readonly width: number,
  ) {
    this.#heading = heading;
    this.#paragraph(heading.title, { size: titleSize, bold: true }, 3);
    for (const line of heading.lines) this.#paragraph(line, { quiet: true }, 2);
    this.space(10);
  }

  /** Where the paper's right margin begins. */
  get right(): number {
    return this.width - margin;
  }

  /** Room of this height below everything so far. @returns its upper edge */
  take(height: number): number {
    const top = this.#bottom;
    this.#bottom += height;
    return top;
  }

  space(height: number): void {
    this.#bottom += height;
  }

  path(shape: Omit<PathShape, 'kind'>): void {
    this.#shapes.push({ kind: 'path', ...shape });
  }

  /** @param y of the baseline */
  text(text: string, x: number, y: number, style: TextStyle = {}): void {
    const { size = textSize, bold = false, quiet = false, anchor = 'start', upwards = false } = style;
    const colour = style.colour ?? (quiet ? this.theme.description : this.theme.foreground);
    this.#shapes.push({ kind: 'text', text, x, y, size, colour, anchor, bold, upwards });
  }

  widthOf(text: string, { size = textSize, bold = false }: TextStyle = {}): number {
    return this.measure(text, size, bold);
  }

  shorten(text: string, room: number, style: TextStyle = {}): string {
    return shortenText(text.replace(/\s+/g, ' '), room, (part) => this.widthOf(part, style));
  }

  /** A separate line above a part of the picture. */
  subtitle(text: string): void {
    this.#paragraph(text, { bold: true }, 2);
    this.space(2);
  }

  /** What is to be known of the picture, in small letters. */
  note(text: string): void {
    this.#notes.push(text);
    this.space(4);
    this.#paragraph(text, { quiet: true }, 4);
  }

  /** Entries next to each other, in as many rows as they need. */
  legend(entries: readonly LegendEntry[]): void {
    const gap = 8;
    let x = this.left;
    this.space(6);
    let y = this.take(textSize * lineHeight + 2) + textSize;
    for (const { name, line, marker } of entries) {
      const sample = line ? 36 : 12;
      const text = this.shorten(name, this.right - this.left - sample - gap);
      const width = sample + gap + this.widthOf(text);
      if (x > this.left && x + width > this.right) {
        x = this.left;
        y = this.take(textSize * lineHeight + 2) + textSize;
      }
      const middle = y - textSize * 0.36;
      if (line)
        this.path({
          d: linePath([
            { x, y: middle },
            { x: x + sample, y: middle },
          ]),
          line,
        });
      if (marker) {
        const edge = { colour: marker.edge, width: 1 };
        this.path({
          d: marker.d,
          fill: { colour: marker.fill },
          line: edge,
          place: { x: x + sample / 2, y: middle, scale: 0.9 },
        });
      }
      this.text(text, x + sample + gap, y);
      x += width + 24;
    }
  }

  finish(): Picture {
    const { title, lines } = this.#heading;
    const { background, fontFamily } = this.theme;
    return {
      width: this.width,
      height: Math.ceil(this.#bottom + margin),
      background,
      fontFamily,
      title,
      description: [...lines, ...this.#notes].join('\n'),
      shapes: this.#shapes,
    };
  }

  #paragraph(text: string, style: TextStyle, maxLines: number): void {
    const { size = textSize } = style;
    const lines = wrapText(text, this.right - this.left, (part) => this.widthOf(part, style), maxLines);
    for (const line of lines) this.text(line, this.left, this.take(size * lineHeight) + size, style);
  }
}

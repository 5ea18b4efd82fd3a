import { html, type TemplateResult } from 'lit';
import { seriesColours } from '../picture/theme.ts';
import type { Curve, CurveSet, ExampleSet } from './curve.ts';

/*
 * How lines are distinguished, on the canvas and in legends: the class by its colour and the shape of its markers, the set of
 * examples by the line: validation solid and wide with filled markers, training thin and dashed with hollow ones. Where a
 * series has one line only, it is as wide as validation and has its own dashes.
 */

/** Shapes around (0, 0), about 8 pixels wide, as SVG paths. */
const shapes = [
  'M4,0A4,4 0 1 1 -4,0A4,4 0 1 1 4,0Z',
  'M-3.5,-3.5H3.5V3.5H-3.5Z',
  'M0,-4.5L4.5,3.5H-4.5Z',
  'M0,-5L5,0L0,5L-5,0Z',
  'M0,4.5L-4.5,-3.5H4.5Z',
  'M-1.6,-4.5H1.6V-1.6H4.5V1.6H1.6V4.5H-1.6V1.6H-4.5V-1.6H-1.6Z',
  'M-2.5,-4.3H2.5L5,0L2.5,4.3H-2.5L-5,0Z',
] as const;

/** Shape of class i. Their number and that of the colours have no common divisor: 42 classes before a pair comes again. */
export function markerPath(series: number): string {
  return shapes[series % shapes.length];
}

/** Dashes of a line on the canvas, in pixels. */
export function lineDash(set: ExampleSet): number[] {
  return set === 'training' ? [5, 3] : [];
}

/** Dashes of single lines, in pixels; with the six colours, any twelve series in a row look different. */
const seriesDashes: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 3, 2, 3]];

/** Dashes of a line of this set. */
export function curveDash({ series, set }: Curve, { single }: CurveSet): number[] {
  return single ? [...seriesDashes[series % seriesDashes.length]] : lineDash(set);
}

/** Whether a line is drawn as validation is: wide, filled and with its band. */
export function isStrong({ set }: Curve, { single }: CurveSet): boolean {
  return set === 'validation' || single === true;
}

/** Width of a line in pixels. */
export function lineWidth(set: ExampleSet, highContrast: boolean): number {
  return (set === 'training' ? 1 : 2) + (highContrast ? 0.5 : 0);
}

/** How lines of a set are drawn, for a legend; in the colour of a class, or of the text around it. */
export function lineSwatch(set: ExampleSet, series?: number): TemplateResult {
  return html`<svg class="swatch ${series === undefined ? '' : colourClass(series)}" viewBox="-14 -6 28 12" width="28" height="12"
    aria-hidden="true">
    <path d="M-14,0H14" fill="none" stroke="currentColor" stroke-width=${lineWidth(set, false)}
      stroke-dasharray=${lineDash(set).join(' ') || 'none'} />
  </svg>`;
}

/** Line and marker of a series that has one line only, for a legend. */
export function singleSwatch(series: number): TemplateResult {
  return html`<svg class="swatch ${colourClass(series)}" viewBox="-18 -6 36 12" width="36" height="12" aria-hidden="true">
    <path d="M-18,0H18" fill="none" stroke="currentColor" stroke-width=${lineWidth('validation', false)}
      stroke-dasharray=${seriesDashes[series % seriesDashes.length].join(' ') || 'none'} />
    <path fill="currentColor" d=${markerPath(series)} />
  </svg>`;
}

/** The marker of a class, for a legend. */
export function markerSwatch(series: number, hollow = false): TemplateResult {
  return html`<svg class="swatch ${colourClass(series)}" viewBox="-7 -6 14 12" width="14" height="12" aria-hidden="true">
    <path fill=${hollow ? 'none' : 'currentColor'} stroke="currentColor" stroke-width=${hollow ? 1.5 : 0} d=${markerPath(series)} />
  </svg>`;
}

/** The classes are in styles.ts. */
export function colourClass(series: number): string {
  return `colour-${seriesColours[series % seriesColours.length]}`;
}

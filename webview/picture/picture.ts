import type { Rgb } from './colour.ts';

/* A chart as shapes, in pixels. It is written as SVG or painted as PNG: both are made of the same. */

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly background: Rgb;
  readonly fontFamily: string;
  /** What it shows, for those who do not see it. */
  readonly title: string;
  readonly description: string;
  /** The first lie behind the others. */
  readonly shapes: readonly Shape[];
}

export type Shape = PathShape | TextShape;

export interface PathShape {
  readonly kind: 'path';
  /** As in SVG. */
  readonly d: string;
  readonly fill?: Paint;
  readonly line?: Line;
  /** Where the path's origin is, and its size. */
  readonly place?: { readonly x: number; readonly y: number; readonly scale: number };
  /** Nothing is seen outside of it. */
  readonly clip?: Box;
}

export interface TextShape {
  readonly kind: 'text';
  readonly text: string;
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  /** Height of the font. */
  readonly size: number;
  readonly colour: Rgb;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly bold: boolean;
  /** Whether it runs upwards. */
  readonly upwards: boolean;
}

export interface Paint {
  readonly colour: Rgb;
  /** 1 if it is not given. */
  readonly opacity?: number;
}

export interface Line extends Paint {
  readonly width: number;
  readonly dash?: readonly number[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function boxPath({ x, y, width, height }: Box): string {
  return `M${place(x)},${place(y)}H${place(x + width)}V${place(y + height)}H${place(x)}Z`;
}

export function linePath(points: readonly Point[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${place(x)},${place(y)}`).join('');
}

/** Hundredths of a pixel are seen by nobody. */
export function place(value: number): string {
  return String(Math.round(value * 100) / 100);
}

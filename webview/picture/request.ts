import type { PictureFormat } from '../../src/protocol/picture.ts';
import type { Sheet } from './sheet.ts';

/** A chart that is to be saved. */
export interface PictureRequest {
  /** What it shows: title of the picture, and end of the file's name. */
  readonly title: string;
  readonly format: PictureFormat;
  /** In pixels; the usual one if it is not given. */
  readonly width?: number;
  /** Whether it is of all targets, not of the one shown. */
  readonly ofAllTargets: boolean;
  /** Puts the chart on the paper, below the heading. */
  readonly draw: (sheet: Sheet) => void;
}

/** What a chart is of. */
export interface PictureSubject {
  /** Lines below its title. */
  readonly lines: readonly string[];
  /** Beginning of its file's name: of which run and target it is. */
  readonly parts: readonly string[];
}

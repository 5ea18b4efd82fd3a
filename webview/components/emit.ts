import type { PictureRequest } from '../picture/request.ts';
import type { EpochWindow } from './curve.ts';

/** What components tell those around them, with its detail. All of it rises to the panel. */
export interface PanelEvents {
  /** Text for the clipboard. */
  'copy-text': string;
  /** A chart that is to be saved. */
  'save-picture': PictureRequest;
  /** 1-based epoch under the pointer or moved to by keys; null = none. */
  'cursor-move': number | null;
  /** Epochs that charts are zoomed in to; null = all. */
  'window-change': EpochWindow;
  /** Index of the fit that is to be shown; null = all. */
  'fit-select': number | null;
  /** Number of the class whose lines are shown or hidden. */
  'series-toggle': number;
  /** Number of the tab. */
  'tab-select': number;
  /** Name of the chart that is shown as a table, or as a chart again. */
  'table-toggle': string;
  /** Row and column of a matrix's cell. */
  'cell-select': { readonly row: number; readonly column: number };
  'cancel-run': null;
  'continue-run': null;
  'open-file': 'experiment' | 'history' | 'folder';
}

export type PanelEvent<Name extends keyof PanelEvents> = CustomEvent<PanelEvents[Name]>;

export function emit<Name extends keyof PanelEvents>(from: EventTarget, name: Name, detail: PanelEvents[Name]): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}

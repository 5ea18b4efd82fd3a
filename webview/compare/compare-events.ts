import type { CurveLook } from '../components/curve.ts';

/* What only the parts of the comparison tell it. */

declare module '../components/emit.ts' {
  interface PanelEvents {
    /** Folder of a run whose lines are to be drawn, or no longer drawn. */
    'draw-toggle': string;
    /** Folder of the run that others are compared with. */
    'baseline-select': string;
    /** Folder of the run that is compared with the baseline in detail. */
    'other-select': string;
    /** Folder of a run that is to be opened. */
    'open-run': string;
    /** Name of the column by which rows are to be sorted. */
    'sort-by': string;
    /** Name of the column that is shown or hidden. */
    'column-toggle': string;
    /** How curves are drawn. */
    'curve-look': CurveLook;
  }
}

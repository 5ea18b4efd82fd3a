import type { Normalisation } from '../../src/measures/normalise.ts';
import type { DriverScope } from '../../src/protocol/drivers.ts';
import type { SampleFilter, SampleOrder, SortKey } from './sample-filter.ts';
import type { EmbeddingsState } from './view-state.ts';

/* What only the parts of the run's panel tell it. */

declare module '../components/emit.ts' {
  interface PanelEvents {
    /** The column by which samples are to be sorted, or the other way round. */
    'sample-sort': SortKey;
    /** Name of the task that is open; null = none. */
    'sample-open': string | null;
    /** What is chosen of samples from now on. */
    'samples-change': { readonly filter?: SampleFilter; readonly order?: SampleOrder };
    /** The samples of a matrix's cell are to be shown. */
    'samples-show': Partial<SampleFilter>;
    /** Name of the task that is to be shown in the history. */
    'go-to-task': string;
    'normalise-change': Normalisation;
    /** Number of the class that is to be explained. */
    'class-explain': number;
    /** Class and tasks whose drivers are shown. */
    'drivers-change': { readonly class: number; readonly scope: DriverScope };
    /** Class and threshold that are shown. */
    'threshold-change': { readonly class: number; readonly at: number };
    /** The error that a policy may have. */
    'policy-change': number;
    'policy-save': null;
    /** The embedding that is chosen on the map; null = none. */
    'point-select': EmbeddingsState['chosen'];
    'embeddings-change': EmbeddingsState;
    /** What the settings are searched for. */
    'settings-search': string;
    'run-again': null;
  }
}

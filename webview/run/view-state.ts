import * as z from 'zod/mini';
import { normalisations } from '../../src/measures/normalise.ts';
import { driverScopes } from '../../src/protocol/drivers.ts';
import { chartKeys } from '../components/chart-metric.ts';
import { embeddedKinds } from './embedding-layout.ts';
import { anySample, firstOrder, sampleFilter, sampleOrder } from './sample-filter.ts';

export const tabNames = [
  'summary',
  'curves',
  'confusion',
  'samples',
  'drivers',
  'thresholds',
  'calibration',
  'policy',
  'embeddings',
  'settings',
] as const;
export type TabName = (typeof tabNames)[number];

const embeddingsState = z.object({
  search: z.string(),
  /** Kinds of names that are shown. */
  kinds: z.array(z.enum(embeddedKinds)),
  chosen: z.nullable(z.object({ kind: z.string(), name: z.string() })),
});
export type EmbeddingsState = z.infer<typeof embeddingsState>;

/** What the panel remembers over a reload. `identity` is what the host finds the run by. */
const viewState = z.object({
  identity: z.string(),
  /** Null = as the run's state has it. */
  tab: z.nullable(z.enum(tabNames)),
  target: z.nullable(z.string()),
  /** Index of the fit that is shown; null = all. */
  fit: z.nullable(z.int()),
  /** Metrics that are shown as tables. */
  tables: z.array(z.enum(chartKeys)),
  /** Classes whose lines are hidden, by target. */
  hidden: z.array(z.object({ target: z.string(), classes: z.array(z.int()) })),
  normalise: z.enum(normalisations),
  filter: sampleFilter,
  order: sampleOrder,
  /** Name of the task that is open among the samples. */
  open: z.nullable(z.string()),
  /** The class that is set against the others, and from which of its probabilities on. */
  threshold: z.object({ class: z.int(), at: z.number() }),
  /** The class whose drivers are shown, and in which tasks. */
  drivers: z.object({ class: z.int(), scope: z.enum(driverScopes) }),
  /** The error that a policy may have. */
  maxError: z.number(),
  embeddings: embeddingsState,
  /** What the settings are searched for. */
  settings: z.string(),
  /** Vertical scroll position in pixels. */
  scroll: z.number(),
});
export type ViewState = z.infer<typeof viewState>;

/** The state as kept, or a new one if it is of another run or of another version. */
export function restoreState(kept: unknown, identity: string): ViewState {
  const state = viewState.safeParse(kept);
  if (state.success && state.data.identity === identity) return state.data;
  return {
    identity,
    tab: null,
    target: null,
    fit: null,
    tables: [],
    hidden: [],
    normalise: 'true',
    filter: anySample,
    order: firstOrder,
    open: null,
    threshold: { class: 0, at: 0.5 },
    drivers: { class: 0, scope: 'all' },
    maxError: 0.02,
    embeddings: { search: '', kinds: [...embeddedKinds], chosen: null },
    settings: '',
    scroll: 0,
  };
}

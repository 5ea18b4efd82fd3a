import * as z from 'zod';
import type { Architecture, DenseSpecification } from '../network/architecture.ts';
import { kernelInitializers } from '../network/architecture.ts';
import { lossSettings } from './loss-settings.ts';
import type { SearchRange } from './search-range.ts';

/** Settings of the dense layers at the end of every network of the study; the defaults are those of slide 8. */
export const denseHeadSettings = {
  // Slide 8.
  denseLayers: z.int().min(1).max(10).default(3).describe('Hidden dense layers (study: 3).'),
  // Slide 8.
  denseUnits: z.int().min(1).max(4096).default(50).describe('Units of each hidden dense layer (study: 50).'),
  dropout: z
    .number()
    .min(0)
    .max(0.95)
    .default(0.2)
    // Slide 8.
    .describe("Share of each hidden layer's outputs dropped while training (study: 0.2; published code: 0.015)."),
  kernelInitializer: z
    .enum(kernelInitializers)
    .default('glorot-uniform')
    .describe("Initial values of kernels: Glorot uniform is Keras's default, the published code uses LeCun normal."),
  l2: z
    .number()
    .min(0)
    .max(10)
    .default(0)
    .describe('Factor of the squared weights of all dense kernels, added to the loss (published code: 0.0015).'),
  ...lossSettings,
};

/** What the published code searched, in the order of its options; the ranges are ours. */
export const denseHeadSearch = {
  denseLayers: { kind: 'integer', min: 1, max: 5, scale: 'linear' },
  denseUnits: { kind: 'integer', min: 10, max: 200, scale: 'logarithmic' },
  dropout: { kind: 'real', min: 0, max: 0.6, scale: 'linear' },
  l2: { kind: 'real', min: 1e-6, max: 1e-2, scale: 'logarithmic' },
} as const satisfies Record<string, SearchRange>;

const settings = z.strictObject(denseHeadSettings);
export type DenseHeadSettings = z.infer<typeof settings>;

/** The part of an architecture that these settings determine. */
export function denseHead(settings: DenseHeadSettings): Pick<Architecture, 'dense' | 'kernelInitializer' | 'l2'> {
  const { denseLayers, denseUnits, dropout, kernelInitializer, l2 } = settings;
  const dense: DenseSpecification[] = Array.from({ length: denseLayers }, () => ({ units: denseUnits, dropout }));
  return { dense, kernelInitializer, l2 };
}

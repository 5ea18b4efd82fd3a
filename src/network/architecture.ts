/**
 * A network of the study, as data. Engines build the same computation from it:
 *
 * input [errors × sites] → encoder (× attention) → dense₁ relu dropout → … → denseₙ relu dropout → output softmax.
 */
export interface Architecture extends NetworkLayers {
  readonly kernelInitializer: KernelInitializer;
  /** Factor of Σ w² over the dense and output kernels (not biases, not attention kernels); gradient 2·l2·w. */
  readonly l2: number;
}

/** The layers alone: the part of a network that files keep. */
export interface NetworkLayers {
  readonly errors: number;
  readonly sites: number;
  readonly classes: number;
  readonly encoder: Encoder;
  /** Softmax weights over errors and over sites, from a dense layer on the flattened input (slide 10). */
  readonly attention: boolean;
  readonly dense: readonly DenseSpecification[];
}

export type Encoder =
  /** The matrix flattened row by row: column = error · sites + site (slide 8). */
  | { readonly kind: 'flatten' }
  /** Two convolutions that span a whole axis each, without activation; sites first, then errors (slide 9). */
  | { readonly kind: 'convolutions'; readonly filters: number }
  /** Each site's and each error's total times its fixed embedding; sites first (slides 11–12). */
  | { readonly kind: 'embeddings'; readonly size: number };

export interface DenseSpecification {
  readonly units: number;
  /** Share of the outputs dropped while training, 0 … <1. */
  readonly dropout: number;
}

export const kernelInitializers = ['glorot-uniform', 'lecun-normal'] as const;
export type KernelInitializer = (typeof kernelInitializers)[number];

/** The layer on the encoder's features: the first hidden one, or the output if there is none (`flatten` only). */
export function firstLayer({ dense, classes }: NetworkLayers): { readonly name: string; readonly units: number } {
  return dense.length > 0 ? { name: 'dense1', units: dense[0].units } : { name: 'output', units: classes };
}

/** How many numbers an encoder computes for one task. */
export function featureCount({ errors, sites, encoder }: Pick<NetworkLayers, 'errors' | 'sites' | 'encoder'>): number {
  switch (encoder.kind) {
    case 'flatten':
      return errors * sites;
    case 'convolutions':
      return (errors + sites) * encoder.filters;
    case 'embeddings':
      return (errors + sites) * encoder.size;
    default:
      throw new Error(`no encoder ${encoder satisfies never}`);
  }
}

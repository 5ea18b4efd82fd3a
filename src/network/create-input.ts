import { type Architecture, firstLayer } from './architecture.ts';
import type { Arena } from './arena.ts';
import { type Attention, AttentionAxis } from './attention.ts';
import { ConvolutionInput } from './convolution-input.ts';
import { EmbeddingInput } from './embedding-input.ts';
import type { Embeddings } from './embeddings.ts';
import { FlatInput } from './flat-input.ts';
import { FoldedDense } from './folded-dense.ts';
import type { InputLayer } from './input-layer.ts';
import { Matrix } from './matrix.ts';
import { SparseDense, type SparseProjection } from './sparse-dense.ts';
import { Totals } from './totals.ts';

/** The layers of the architecture between the examples and the first hidden layer's pre-activation. */
export function createInput(
  arena: Arena,
  architecture: Architecture,
  kernelRow: Int32Array,
  maximumRows: number,
  embeddings: Embeddings | undefined,
): InputLayer {
  const { errors, sites, encoder, l2 } = architecture;
  const { name: first, units } = firstLayer(architecture);
  const rows = kernelRow.reduce((most, row) => Math.max(most, row + 1), 0);
  const attentionBy = (project: (name: string, size: number) => SparseProjection): Attention | undefined =>
    architecture.attention
      ? {
          sites: new AttentionAxis(arena, project('site_attention', sites), sites, maximumRows),
          errors: new AttentionAxis(arena, project('error_attention', errors), errors, maximumRows),
        }
      : undefined;
  const onColumns = (name: string, size: number) => new SparseDense(arena, name, rows, size, 0);
  switch (encoder.kind) {
    case 'flatten':
      return new FlatInput(arena, new SparseDense(arena, first, rows, units, l2), attentionBy(onColumns));
    case 'convolutions':
      return new ConvolutionInput(
        arena,
        errors,
        sites,
        encoder.filters,
        units,
        l2,
        attentionBy(onColumns),
        maximumRows,
      );
    case 'embeddings': {
      if (!embeddings) throw new Error('a network on embeddings was built without them');
      const table = embeddingTable(arena, embeddings);
      const attention = attentionBy((name, size) => new FoldedDense(arena, name, table, size, 0));
      const totals = new Totals(arena, sites, errors, maximumRows);
      return new EmbeddingInput(arena, totals, new FoldedDense(arena, 'dense1', table, units, l2), attention);
    }
    default:
      throw new Error(`no encoder ${encoder satisfies never}`);
  }
}

/** [sites + errors × size], as the columns of the totals. */
function embeddingTable(arena: Arena, { size, sites, errors }: Embeddings): Matrix {
  const table = new Matrix(arena, (sites.length + errors.length) / size, size);
  table.write([...sites, ...errors]);
  return table;
}

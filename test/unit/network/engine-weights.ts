import type { Architecture } from '../../../src/network/architecture.ts';
import { kernelsOnColumns } from '../../../src/network/network-weights.ts';
import type { SparseNetwork } from '../../../src/network/sparse-network.ts';
import type { Weights } from './scalar.ts';

/** All weights of a network, row-major; kernels on columns have all columns, with 0 where one is left out. */
export function weightsOf(network: SparseNetwork): Weights {
  return new Map(network.parameters.map(({ name }) => [name, Array.from(network.readWeights(name))]));
}

/** The gradient a network has collected, by the weights of `weightsOf`. */
export function gradientOf(network: SparseNetwork, architecture: Architecture): Weights {
  const onColumns = kernelsOnColumns(architecture);
  return new Map(
    network.parameters.map((parameter) => {
      const { name, columns } = parameter;
      const gradient = Array.from(parameter.readGradient());
      if (!onColumns.includes(name)) return [name, gradient];
      const ofRow = (row: number) =>
        row < 0 ? new Array<number>(columns).fill(0) : gradient.slice(row * columns, (row + 1) * columns);
      return [name, Array.from(network.kernelRow).flatMap(ofRow)];
    }),
  );
}

import { onnx } from 'onnx-proto';
import type { Architecture } from './architecture.ts';
import type { SparseNetwork } from './sparse-network.ts';

/** The version of ONNX's standard operators; every runtime since 2020 supports it. */
const operatorSet = 13;
const format = 7;

/** Names of the input, float [tasks × errors × sites], and the output, float [tasks × classes]. */
export const onnxInput = 'counts';
export const onnxOutput = 'probabilities';

/**
 * A network as an ONNX model. It takes counts after the experiment's transform.
 *
 * @param notes kept in the model's metadata
 */
export function onnxModel(
  architecture: Architecture,
  network: SparseNetwork,
  version: string,
  notes: ReadonlyMap<string, string>,
): Uint8Array {
  const graph = new OnnxGraph((name) => network.readWeights(name));
  let last = encode(graph, architecture, network);
  architecture.dense.forEach((_, i) => {
    last = graph.node('Relu', `dense${i + 1}`, graph.dense(`dense${i + 1}`, last));
  });
  graph.node('Softmax', onnxOutput, graph.dense('output', last), { axis: 1 });
  const { classes, errors, sites } = architecture;
  const model = onnx.ModelProto.create({
    irVersion: format,
    producerName: 'Operator Action Predictions',
    producerVersion: version,
    opsetImport: [{ domain: '', version: operatorSet }],
    metadataProps: [...notes].map(([key, value]) => ({ key, value })),
    graph: {
      name: 'operator_action_network',
      node: graph.nodes,
      initializer: graph.tensors,
      input: [floats(onnxInput, [errors, sites])],
      output: [floats(onnxOutput, [classes])],
    },
  });
  return onnx.ModelProto.encode(model).finish();
}

/** Everything before the first dense layer. @returns the output that feeds it, [tasks × features] */
function encode(graph: OnnxGraph, architecture: Architecture, network: SparseNetwork): string {
  const { encoder, errors, sites, attention } = architecture;
  switch (encoder.kind) {
    case 'flatten': {
      const flat = graph.flatten('flat', onnxInput);
      if (!attention) return flat;
      const ofErrors = graph.attention('error', [-1, errors, 1], flat);
      const ofSites = graph.attention('site', [-1, 1, sites], flat);
      const weighted = graph.node('Mul', 'weighted_by_error', [onnxInput, ofErrors]);
      return graph.flatten('weighted', graph.node('Mul', 'weighted_by_site', [weighted, ofSites]));
    }
    case 'convolutions': {
      const turned = graph.node('Transpose', 'by_site', onnxInput, { perm: [0, 2, 1] });
      const ofSites = graph.convolution('conv_sites', [errors, encoder.filters], turned);
      const ofErrors = graph.convolution('conv_errors', [sites, encoder.filters], onnxInput);
      if (!attention) return graph.together('features', ofSites, ofErrors);
      return graph.weighed(architecture, ofSites, ofErrors, graph.flatten('flat', onnxInput));
    }
    case 'embeddings': {
      const { embeddings } = network;
      if (!embeddings) throw new Error('the network has no embeddings');
      const ofSites = graph.embedding('site', 1, [sites, encoder.size], embeddings.sites);
      const ofErrors = graph.embedding('error', 2, [errors, encoder.size], embeddings.errors);
      const embedded = graph.together('embedded', ofSites, ofErrors);
      return attention ? graph.weighed(architecture, ofSites, ofErrors, embedded) : embedded;
    }
    default:
      throw new Error(`no encoder ${encoder satisfies never}`);
  }
}

/** Nodes and constants; a node's output has the node's name. */
class OnnxGraph {
  readonly nodes: onnx.INodeProto[] = [];
  readonly tensors: onnx.ITensorProto[] = [];

  /** @param weights returns a parameter's weights, row-major */
  constructor(readonly weights: (name: string) => Float32Array) {}

  node(
    operator: string,
    name: string,
    inputs: string | readonly string[],
    attributes: Readonly<Record<string, number | readonly number[]>> = {},
  ): string {
    this.nodes.push({
      opType: operator,
      name,
      input: typeof inputs === 'string' ? [inputs] : [...inputs],
      output: [name],
      attribute: Object.entries(attributes).map(([key, value]) =>
        typeof value === 'number'
          ? { name: key, type: onnx.AttributeProto.AttributeType.INT, i: value }
          : { name: key, type: onnx.AttributeProto.AttributeType.INTS, ints: [...value] },
      ),
    });
    return name;
  }

  constant(name: string, dims: readonly number[], values: Float32Array): string {
    const rawData = new Uint8Array(Float32Array.from(values).buffer);
    this.tensors.push({ name, dims: [...dims], dataType: onnx.TensorProto.DataType.FLOAT, rawData });
    return name;
  }

  integers(name: string, values: readonly number[]): string {
    const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.tensors.push({ name, dims: [values.length], dataType: onnx.TensorProto.DataType.INT64, rawData });
    return name;
  }

  flatten(name: string, input: string): string {
    return this.node('Flatten', name, input, { axis: 1 });
  }

  reshape(name: string, shape: readonly number[], input: string): string {
    return this.node('Reshape', name, [input, this.integers(`${name}/shape`, shape)]);
  }

  /** x·kernel + bias, [tasks × units]. */
  dense(layer: string, input: string): string {
    const bias = this.weights(`${layer}/bias`);
    const kernel = this.weights(`${layer}/kernel`);
    const dims = [kernel.length / bias.length, bias.length];
    return this.node('Gemm', `${layer}/sum`, [
      input,
      this.constant(`${layer}/kernel`, dims, kernel),
      this.constant(`${layer}/bias`, [bias.length], bias),
    ]);
  }

  /** x·kernel + bias along the last axis, [tasks × outputs × filters]. */
  convolution(layer: string, dims: readonly number[], input: string): string {
    const kernel = this.constant(`${layer}/kernel`, dims, this.weights(`${layer}/kernel`));
    const bias = this.constant(`${layer}/bias`, [dims[1]], this.weights(`${layer}/bias`));
    return this.node('Add', layer, [this.node('MatMul', `${layer}/product`, [input, kernel]), bias]);
  }

  /** Each name's total times its embedding, [tasks × names × size]. */
  embedding(axis: string, summedAxis: number, dims: readonly number[], values: Float32Array): string {
    const axes = this.integers(`${axis}_totals/axes`, [summedAxis]);
    const totals = this.node('ReduceSum', `${axis}_totals`, [onnxInput, axes], { keepdims: 0 });
    const column = this.reshape(`${axis}_column`, [-1, dims[0], 1], totals);
    return this.node('Mul', `${axis}_rows`, [column, this.constant(`${axis}_embedding`, dims, values)]);
  }

  /** Softmax weights of one axis, in a shape that can multiply what they weight. */
  attention(axis: string, shape: readonly number[], input: string): string {
    const weights = this.node('Softmax', `${axis}_attention`, this.dense(`${axis}_attention`, input), { axis: 1 });
    return this.reshape(`${axis}_weights`, shape, weights);
  }

  /** Rows of sites, then of errors, weighted by attention. */
  weighed({ errors, sites }: Architecture, ofSites: string, ofErrors: string, input: string): string {
    return this.together(
      'features',
      this.node('Mul', 'weighted_sites', [ofSites, this.attention('site', [-1, sites, 1], input)]),
      this.node('Mul', 'weighted_errors', [ofErrors, this.attention('error', [-1, errors, 1], input)]),
    );
  }

  /** Sites first, then errors. */
  together(name: string, sites: string, errors: string): string {
    const flat = [sites, errors].map((input) => this.flatten(`${input}/flat`, input));
    return this.node('Concat', name, flat, { axis: 1 });
  }
}

function floats(name: string, dims: readonly number[]): onnx.IValueInfoProto {
  const dim = [{ dimParam: 'tasks' }, ...dims.map((dimValue) => ({ dimValue }))];
  return { name, type: { tensorType: { elemType: onnx.TensorProto.DataType.FLOAT, shape: { dim } } } };
}

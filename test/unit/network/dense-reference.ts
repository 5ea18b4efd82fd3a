/** A plain dense network in float64, as the textbook has it: what the sparse engine must agree with. */
export interface DenseWeights {
  /** Kernels [inputs][outputs] of the hidden layers, then of the output. */
  readonly kernels: readonly (readonly number[][])[];
  readonly biases: readonly (readonly number[])[];
}

/** Class probabilities, and the gradient of the mean weighted cross entropy by every weight. */
export function denseNetwork(
  { kernels, biases }: DenseWeights,
  examples: number[][],
  labels: ArrayLike<number>,
  classWeights: readonly number[],
): { probabilities: number[][]; loss: number; kernelGradients: number[][][]; biasGradients: number[][] } {
  const kernelGradients = kernels.map((kernel) => kernel.map((row) => row.map(() => 0)));
  const biasGradients = biases.map((bias) => bias.map(() => 0));
  let loss = 0;
  const probabilities = examples.map((example, n) => {
    const activations = [example];
    kernels.forEach((kernel, layer) => {
      const input = activations[layer];
      const sums = biases[layer].map((bias, j) => bias + input.reduce((sum, x, i) => sum + x * kernel[i][j], 0));
      activations.push(layer === kernels.length - 1 ? softmax(sums) : sums.map((sum) => Math.max(0, sum)));
    });
    const output = activations[activations.length - 1];
    const weight = classWeights[labels[n]];
    loss -= (weight * Math.log(output[labels[n]])) / examples.length;
    let gradient = output.map((p, c) => (weight * (p - (c === labels[n] ? 1 : 0))) / examples.length);
    for (let layer = kernels.length - 1; layer >= 0; layer--) {
      const input = activations[layer];
      const delta = gradient;
      delta.forEach((d, j) => {
        biasGradients[layer][j] += d;
        input.forEach((x, i) => {
          kernelGradients[layer][i][j] += x * d;
        });
      });
      gradient = input.map((x, i) =>
        layer > 0 && x <= 0 ? 0 : delta.reduce((sum, d, j) => sum + d * kernels[layer][i][j], 0),
      );
    }
    return output;
  });
  return { probabilities, loss, kernelGradients, biasGradients };
}

function softmax(values: readonly number[]): number[] {
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}

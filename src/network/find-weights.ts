import type { SavedWeights } from './layers-model.ts';

/**
 * The weights of a layer among those of a file. Keras and its converters put the model's name before a layer's
 * (`sequential/dense/kernel`), TensorFlow an output's number after it (`dense/kernel:0`), and Keras 3 numbers the weights of a
 * layer in some of its formats (`dense/vars/0`).
 *
 * @param weight `kernel`, `bias` or `depthwise_kernel`
 * @param fail   is called if there are none, or more than one
 */
export function findWeights(
  weights: ReadonlyMap<string, SavedWeights>,
  layer: string,
  weight: string,
  fail: (reason: string) => never,
): SavedWeights {
  const number = weight === 'bias' ? 1 : 0;
  const endings = [
    // Keras 3 uses this name for every kernel.
    ...new Set([`${layer}/${weight}`, `${layer}/${weight.replace('depthwise_', '')}`]),
    `${layer}/vars/${number}`,
    `${layer}/variables/${number}`,
  ];
  for (const ending of endings) {
    const found = [...weights].filter(([name]) => {
      const plain = name.replace(/:0$/, '');
      return plain === ending || plain.endsWith(`/${ending}`);
    });
    if (found.length > 1) {
      return fail(`the weights ${layer}/${weight} could be ${found.map(([name]) => name).join(' or ')}`);
    }
    const [[, only] = []] = found;
    if (only) return only;
  }
  const names = [...weights.keys()].slice(0, 10).join(', ');
  return fail(`the model has no weights ${layer}/${weight}; it has ${names === '' ? 'none' : names}`);
}

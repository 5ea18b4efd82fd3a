import { createRequire } from 'node:module';
import util from 'node:util';
import type { TensorFlow } from './tensorflow.ts';

/**
 * TensorFlow's native library through `@tensorflow/tfjs-node`, which users install themselves: it takes 380 MB. Only one thread
 * of a process can load it.
 *
 * @param module path of the package's entry
 * @throws whatever the package throws, or Error if it is another package
 */
export function openNative(module: string): TensorFlow {
  // tfjs-node 4.22 calls a function that Node.js 23 no longer has.
  const old = util as { isNullOrUndefined?: (value: unknown) => boolean };
  old.isNullOrUndefined ??= (value) => value === null || value === undefined;
  const tf = createRequire(module)(module);
  if (typeof tf?.variableGrads !== 'function' || typeof tf.layers?.dense !== 'function') {
    throw new Error(`${module} is not TensorFlow.js`);
  }
  return { core: tf, layers: tf, backend: 'node' };
}

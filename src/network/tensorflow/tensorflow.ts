import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';

/** TensorFlow's native library, or TensorFlow.js's own code in WebAssembly or, without it, JavaScript. */
export const backendNames = ['node', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** A TensorFlow.js that is ready to compute. tfjs-node has its own copy, so our code never imports one directly. */
export interface TensorFlow {
  readonly core: typeof Core;
  readonly layers: typeof Layers;
  readonly backend: BackendName;
}

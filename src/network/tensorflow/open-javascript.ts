import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { TensorFlow } from './tensorflow.ts';
import { registerWasmKernels } from './wasm-kernels.ts';

/**
 * TensorFlow.js without native code: in WebAssembly, or in plain JavaScript where that cannot be loaded.
 *
 * @param wasmFolder where the backend's `.wasm` files are, with the slash at its end
 */
export async function openJavaScript(wasmFolder: string): Promise<TensorFlow> {
  core.env().set('PROD', true);
  setWasmPaths(wasmFolder);
  if (await core.setBackend('wasm').catch(() => false)) {
    registerWasmKernels(core);
    return { core, layers, backend: 'wasm' };
  }
  if (!(await core.setBackend('cpu'))) throw new Error('TensorFlow.js has no backend here');
  return { core, layers, backend: 'cpu' };
}

import type * as Core from '@tensorflow/tfjs-core';

/**
 * Gives the WebAssembly backend the kernel that it lacks to train convolutions: the gradient by the filter. It is a convolution
 * itself, of the transposed input with the transposed gradient of the output (stride 1 without padding, which is all that our
 * networks have).
 */
export function registerWasmKernels(core: typeof Core): void {
  core.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { strides, pad, dataFormat } = attrs as unknown as Core.Conv2DBackpropFilterAttrs;
      const isPlain = [strides].flat().every((stride) => stride === 1) && pad === 'valid' && dataFormat === 'NHWC';
      if (!isPlain) throw new Error('the gradient of a convolution is there for stride 1 without padding only');
      const [x, dy] = [inputs.x as Core.Tensor4D, inputs.dy as Core.Tensor4D];
      return core.tidy(() => {
        // Examples take the place of the input's channels, and channels that of examples.
        const input = core.transpose(x, [3, 1, 2, 0]);
        const gradient = core.transpose(dy, [1, 2, 0, 3]);
        return core.transpose(core.conv2d(input, gradient, 1, 'valid'), [1, 2, 0, 3]);
      });
    },
  });
}

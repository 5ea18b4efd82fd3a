import type * as Core from '@tensorflow/tfjs-core';

/** Fixes two obstacles to training in the WebAssembly backend: a missing kernel and a slow one. */
export function registerWasmKernels(core: typeof Core): void {
  registerFilterGradient(core);
  transposeBeforeProducts(core);
}

/**
 * The gradient of a convolution by its filter is a convolution itself, of the transposed input with the transposed gradient
 * of the output (stride 1 without padding, the only case in our networks).
 */
function registerFilterGradient(core: typeof Core): void {
  core.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { strides, pad, dataFormat } = attrs as unknown as Core.Conv2DBackpropFilterAttrs;
      const isPlain = [strides].flat().every((stride) => stride === 1) && pad === 'valid' && dataFormat === 'NHWC';
      if (!isPlain) throw new Error('the gradient of a convolution exists only for stride 1 without padding');
      const [x, dy] = [inputs.x as Core.Tensor4D, inputs.dy as Core.Tensor4D];
      return core.tidy(() => {
        // Examples and the input's channels change places.
        const input = core.transpose(x, [3, 1, 2, 0]);
        const gradient = core.transpose(dy, [1, 2, 0, 3]);
        return core.transpose(core.conv2d(input, gradient, 1, 'valid'), [1, 2, 0, 3]);
      });
    },
  });
}

/**
 * Matrix products are fast only if no factor has to be transposed on the way, which gradients always need. So they are
 * transposed first.
 */
function transposeBeforeProducts(core: typeof Core): void {
  const product = core.getKernel('BatchMatMul', 'wasm');
  if (!product) return;
  const turned = (tensor: Core.Tensor): Core.Tensor => {
    const axes = tensor.shape.map((_, axis) => axis);
    return core.transpose(tensor, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
  };
  core.unregisterKernel('BatchMatMul', 'wasm');
  core.registerKernel({
    ...product,
    kernelFunc: ({ inputs, backend, attrs }) => {
      const { transposeA, transposeB } = attrs as unknown as Core.BatchMatMulAttrs;
      const temporary: Core.Tensor[] = [];
      const straight = (tensor: Core.TensorInfo | undefined, isTurned: boolean): Core.TensorInfo => {
        if (!tensor) throw new Error('a product has two factors');
        if (!isTurned) return tensor;
        const result = turned(tensor as Core.Tensor);
        temporary.push(result);
        return result;
      };
      const pair = { a: straight(inputs.a, transposeA), b: straight(inputs.b, transposeB) };
      const result = product.kernelFunc({ inputs: pair, backend, attrs: { transposeA: false, transposeB: false } });
      for (const tensor of temporary) tensor.dispose();
      return result;
    },
  });
}

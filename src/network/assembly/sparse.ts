// Products of sparse examples with a kernel [columns × units]; work follows the non-zeros.
import { sumOfLanes } from './lanes';

/** out[r] = bias + Σ value · kernel[column]; bias 0 = none. [rows × units], stride bytes in kernel and out. */
export function sparseForward(
  rows: i32, start: usize, column: usize, value: usize,
  kernel: usize, stride: usize, bias: usize, out: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const from = load<i32>(start + (<usize>r << 2));
    const to = load<i32>(start + (<usize>r << 2), 4);
    const target = out + <usize>r * stride;
    let u: usize = 0;
    for (; u + 64 <= stride; u += 64) {
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
      if (bias) {
        s0 = v128.load(bias + u);
        s1 = v128.load(bias + u, 16);
        s2 = v128.load(bias + u, 32);
        s3 = v128.load(bias + u, 48);
      }
      for (let i = from; i < to; i++) {
        const x = v128.load32_splat(value + (<usize>i << 2));
        const k = kernel + <usize>load<i32>(column + (<usize>i << 2)) * stride + u;
        s0 = f32x4.add(s0, f32x4.mul(x, v128.load(k)));
        s1 = f32x4.add(s1, f32x4.mul(x, v128.load(k, 16)));
        s2 = f32x4.add(s2, f32x4.mul(x, v128.load(k, 32)));
        s3 = f32x4.add(s3, f32x4.mul(x, v128.load(k, 48)));
      }
      v128.store(target + u, s0);
      v128.store(target + u, s1, 16);
      v128.store(target + u, s2, 32);
      v128.store(target + u, s3, 48);
    }
    for (; u < stride; u += 16) {
      let sum = bias ? v128.load(bias + u) : f32x4.splat(0);
      for (let i = from; i < to; i++) {
        const k = kernel + <usize>load<i32>(column + (<usize>i << 2)) * stride + u;
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(value + (<usize>i << 2)), v128.load(k)));
      }
      v128.store(target + u, sum);
    }
  }
}

/** gradient[column] += value · outGradient[r], for every entry. */
export function sparseBackward(
  rows: i32, start: usize, column: usize, value: usize,
  outGradient: usize, stride: usize, gradient: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const from = load<i32>(start + (<usize>r << 2));
    const to = load<i32>(start + (<usize>r << 2), 4);
    const source = outGradient + <usize>r * stride;
    let u: usize = 0;
    for (; u + 96 <= stride; u += 96) {
      const y = source + u;
      const y0 = v128.load(y), y1 = v128.load(y, 16), y2 = v128.load(y, 32);
      const y3 = v128.load(y, 48), y4 = v128.load(y, 64), y5 = v128.load(y, 80);
      for (let i = from; i < to; i++) {
        const x = v128.load32_splat(value + (<usize>i << 2));
        const g = gradient + <usize>load<i32>(column + (<usize>i << 2)) * stride + u;
        v128.store(g, f32x4.add(v128.load(g), f32x4.mul(x, y0)));
        v128.store(g, f32x4.add(v128.load(g, 16), f32x4.mul(x, y1)), 16);
        v128.store(g, f32x4.add(v128.load(g, 32), f32x4.mul(x, y2)), 32);
        v128.store(g, f32x4.add(v128.load(g, 48), f32x4.mul(x, y3)), 48);
        v128.store(g, f32x4.add(v128.load(g, 64), f32x4.mul(x, y4)), 64);
        v128.store(g, f32x4.add(v128.load(g, 80), f32x4.mul(x, y5)), 80);
      }
    }
    for (; u < stride; u += 16) {
      const y = v128.load(source + u);
      for (let i = from; i < to; i++) {
        const g = gradient + <usize>load<i32>(column + (<usize>i << 2)) * stride + u;
        v128.store(g, f32x4.add(v128.load(g), f32x4.mul(v128.load32_splat(value + (<usize>i << 2)), y)));
      }
    }
  }
}

/** entryGradient[i] = outGradient[r] · kernel[column of i]: the gradient by each entry's value. */
export function sparseInputGradient(
  rows: i32, start: usize, column: usize,
  outGradient: usize, stride: usize, kernel: usize, entryGradient: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const to = load<i32>(start + (<usize>r << 2), 4);
    const source = outGradient + <usize>r * stride;
    for (let i = load<i32>(start + (<usize>r << 2)); i < to; i++) {
      const k = kernel + <usize>load<i32>(column + (<usize>i << 2)) * stride;
      let sum = f32x4.splat(0);
      for (let u: usize = 0; u < stride; u += 16) {
        sum = f32x4.add(sum, f32x4.mul(v128.load(k + u), v128.load(source + u)));
      }
      store<f32>(entryGradient + (<usize>i << 2), sumOfLanes(sum));
    }
  }
}

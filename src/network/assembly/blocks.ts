// Products of block-sparse examples with a kernel [blocks · width × units]: an entry is a block of `width` consecutive
// columns, row i of value [entries × width] holds its values, block[i] is its number among all blocks.
import { sumOfLanes } from './lanes';

/** out[r] = bias + Σ_i Σ_f value[i, f] · kernel[block[i] · width + f]; bias 0 = none. [rows × units] */
export function blockForward(
  rows: i32, start: usize, block: usize, value: usize, valueStride: usize, width: i32,
  kernel: usize, stride: usize, bias: usize, out: usize,
): void {
  const blockBytes = <usize>width * stride;
  const valueBytes = <usize>width << 2;
  for (let r = 0; r < rows; r++) {
    const from = load<i32>(start + (<usize>r << 2));
    const to = load<i32>(start + (<usize>r << 2), 4);
    const target = out + <usize>r * stride;
    if (stride < 112) {
      for (let u: usize = 0; u < stride; u += 16) {
        let sum = bias ? v128.load(bias + u) : f32x4.splat(0);
        for (let i = from; i < to; i++) {
          let k = kernel + <usize>load<i32>(block + (<usize>i << 2)) * blockBytes + u;
          let v = value + <usize>i * valueStride;
          for (const end = v + valueBytes; v < end; v += 4) {
            sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(v), v128.load(k)));
            k += stride;
          }
        }
        v128.store(target + u, sum);
      }
      continue;
    }
    // Seven vectors at a time; the last seven may overlap those before.
    for (let u: usize = 0; ; u = min<usize>(u + 112, stride - 112)) {
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0;
      if (bias) {
        const b = bias + u;
        s0 = v128.load(b); s1 = v128.load(b, 16); s2 = v128.load(b, 32); s3 = v128.load(b, 48);
        s4 = v128.load(b, 64); s5 = v128.load(b, 80); s6 = v128.load(b, 96);
      }
      for (let i = from; i < to; i++) {
        let k = kernel + <usize>load<i32>(block + (<usize>i << 2)) * blockBytes + u;
        let v = value + <usize>i * valueStride;
        for (const end = v + valueBytes; v < end; v += 4) {
          const x = v128.load32_splat(v);
          s0 = f32x4.add(s0, f32x4.mul(x, v128.load(k)));
          s1 = f32x4.add(s1, f32x4.mul(x, v128.load(k, 16)));
          s2 = f32x4.add(s2, f32x4.mul(x, v128.load(k, 32)));
          s3 = f32x4.add(s3, f32x4.mul(x, v128.load(k, 48)));
          s4 = f32x4.add(s4, f32x4.mul(x, v128.load(k, 64)));
          s5 = f32x4.add(s5, f32x4.mul(x, v128.load(k, 80)));
          s6 = f32x4.add(s6, f32x4.mul(x, v128.load(k, 96)));
          k += stride;
        }
      }
      const o = target + u;
      v128.store(o, s0); v128.store(o, s1, 16); v128.store(o, s2, 32); v128.store(o, s3, 48);
      v128.store(o, s4, 64); v128.store(o, s5, 80); v128.store(o, s6, 96);
      if (u + 112 == stride) break;
    }
  }
}

/** gradient[block[i] · width + f] += value[i, f] · outGradient[r], for every entry. */
export function blockBackward(
  rows: i32, start: usize, block: usize, value: usize, valueStride: usize, width: i32,
  outGradient: usize, stride: usize, gradient: usize,
): void {
  const blockBytes = <usize>width * stride;
  const valueBytes = <usize>width << 2;
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
        let g = gradient + <usize>load<i32>(block + (<usize>i << 2)) * blockBytes + u;
        let v = value + <usize>i * valueStride;
        for (const end = v + valueBytes; v < end; v += 4) {
          const x = v128.load32_splat(v);
          v128.store(g, f32x4.add(v128.load(g), f32x4.mul(x, y0)));
          v128.store(g, f32x4.add(v128.load(g, 16), f32x4.mul(x, y1)), 16);
          v128.store(g, f32x4.add(v128.load(g, 32), f32x4.mul(x, y2)), 32);
          v128.store(g, f32x4.add(v128.load(g, 48), f32x4.mul(x, y3)), 48);
          v128.store(g, f32x4.add(v128.load(g, 64), f32x4.mul(x, y4)), 64);
          v128.store(g, f32x4.add(v128.load(g, 80), f32x4.mul(x, y5)), 80);
          g += stride;
        }
      }
    }
    for (; u < stride; u += 16) {
      const y = v128.load(source + u);
      for (let i = from; i < to; i++) {
        let g = gradient + <usize>load<i32>(block + (<usize>i << 2)) * blockBytes + u;
        let v = value + <usize>i * valueStride;
        for (const end = v + valueBytes; v < end; v += 4) {
          v128.store(g, f32x4.add(v128.load(g), f32x4.mul(v128.load32_splat(v), y)));
          g += stride;
        }
      }
    }
  }
}

/** valueGradient[i, f] = outGradient[r] · kernel[block[i] · width + f]: the gradient by each entry's values. */
export function blockInputGradient(
  rows: i32, start: usize, block: usize, width: i32,
  outGradient: usize, stride: usize, kernel: usize, valueGradient: usize, valueStride: usize,
): void {
  const blockBytes = <usize>width * stride;
  for (let r = 0; r < rows; r++) {
    const to = load<i32>(start + (<usize>r << 2), 4);
    const source = outGradient + <usize>r * stride;
    for (let i = load<i32>(start + (<usize>r << 2)); i < to; i++) {
      let k = kernel + <usize>load<i32>(block + (<usize>i << 2)) * blockBytes;
      const target = valueGradient + <usize>i * valueStride;
      let f = 0;
      for (; f + 4 <= width; f += 4) {
        v128.store(target + (<usize>f << 2), fourProducts(source, k, stride));
        k += stride << 2;
      }
      for (; f < width; f++) {
        store<f32>(target + (<usize>f << 2), product(source, k, stride));
        k += stride;
      }
    }
  }
}

/** x · y of one row each. */
@inline
function product(x: usize, y: usize, stride: usize): f32 {
  let even = f32x4.splat(0), odd = even;
  let u: usize = 0;
  for (; u + 32 <= stride; u += 32) {
    even = f32x4.add(even, f32x4.mul(v128.load(x + u), v128.load(y + u)));
    odd = f32x4.add(odd, f32x4.mul(v128.load(x + u, 16), v128.load(y + u, 16)));
  }
  if (u < stride) even = f32x4.add(even, f32x4.mul(v128.load(x + u), v128.load(y + u)));
  return sumOfLanes(f32x4.add(even, odd));
}

/** x · y of one row and the four from y on. */
@inline
function fourProducts(x: usize, y: usize, stride: usize): v128 {
  const y1 = y + stride, y2 = y1 + stride, y3 = y2 + stride;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let u: usize = 0; u < stride; u += 16) {
    const a = v128.load(x + u);
    s0 = f32x4.add(s0, f32x4.mul(a, v128.load(y + u)));
    s1 = f32x4.add(s1, f32x4.mul(a, v128.load(y1 + u)));
    s2 = f32x4.add(s2, f32x4.mul(a, v128.load(y2 + u)));
    s3 = f32x4.add(s3, f32x4.mul(a, v128.load(y3 + u)));
  }
  const even = f32x4.add(f32x4.shuffle(s0, s1, 0, 1, 4, 5), f32x4.shuffle(s0, s1, 2, 3, 6, 7));
  const odd = f32x4.add(f32x4.shuffle(s2, s3, 0, 1, 4, 5), f32x4.shuffle(s2, s3, 2, 3, 6, 7));
  return f32x4.add(f32x4.shuffle(even, odd, 0, 2, 4, 6), f32x4.shuffle(even, odd, 1, 3, 5, 7));
}

// Dense matrix products in register tiles of 5 rows × 8 columns: with more, V8 has too few registers and keeps sums in memory.

/**
 * out[i, j] = bias[j] + Σ_p a(i, p) · b[p, j], or with `add` out[i, j] += Σ_p …; a(i, p) lies at a + i·rowStep + p·innerStep,
 * so one kernel serves x·w (rowStep = stride, innerStep = 4) and xᵀ·y (rowStep = 4, innerStep = stride).
 * [rows × inner] · [inner × columns]; columns a multiple of 4; bias 0 = none.
 */
export function multiply(
  rows: i32, inner: i32, columns: i32,
  a: usize, rowStep: usize, innerStep: usize,
  b: usize, bStride: usize,
  bias: usize, out: usize, outStride: usize, add: bool,
): void {
  const width = <usize>columns << 2;
  let i = 0;
  for (; i + 5 <= rows; i += 5) {
    const ai = a + <usize>i * rowStep;
    const oi = out + <usize>i * outStride;
    let u: usize = 0;
    for (; u + 32 <= width; u += 32) tile5x8(inner, ai, rowStep, innerStep, b + u, bStride, bias ? bias + u : 0, oi + u, outStride, add);
    for (; u < width; u += 16) tile5x4(inner, ai, rowStep, innerStep, b + u, bStride, bias ? bias + u : 0, oi + u, outStride, add);
  }
  for (; i < rows; i++) {
    const ai = a + <usize>i * rowStep;
    const oi = out + <usize>i * outStride;
    let u: usize = 0;
    for (; u + 64 <= width; u += 64) tile1x16(inner, ai, innerStep, b + u, bStride, bias ? bias + u : 0, oi + u, add);
    for (; u < width; u += 16) tile1x4(inner, ai, innerStep, b + u, bStride, bias ? bias + u : 0, oi + u, add);
  }
}

function tile5x8(
  inner: i32, a: usize, rowStep: usize, innerStep: usize,
  b: usize, bStride: usize, bias: usize, out: usize, outStride: usize, add: bool,
): void {
  const o1 = out + outStride, o2 = o1 + outStride, o3 = o2 + outStride, o4 = o3 + outStride;
  let s00 = f32x4.splat(0), s01 = s00;
  let s10 = s00, s11 = s00;
  let s20 = s00, s21 = s00;
  let s30 = s00, s31 = s00;
  let s40 = s00, s41 = s00;
  if (add) {
    s00 = v128.load(out); s01 = v128.load(out, 16);
    s10 = v128.load(o1); s11 = v128.load(o1, 16);
    s20 = v128.load(o2); s21 = v128.load(o2, 16);
    s30 = v128.load(o3); s31 = v128.load(o3, 16);
    s40 = v128.load(o4); s41 = v128.load(o4, 16);
  } else if (bias) {
    s00 = v128.load(bias); s01 = v128.load(bias, 16);
    s10 = s00; s11 = s01;
    s20 = s00; s21 = s01;
    s30 = s00; s31 = s01;
    s40 = s00; s41 = s01;
  }
  let a0 = a, a1 = a0 + rowStep, a2 = a1 + rowStep, a3 = a2 + rowStep, a4 = a3 + rowStep;
  for (const end = b + <usize>inner * bStride; b != end; ) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    s00 = f32x4.add(s00, f32x4.mul(x, b0));
    s01 = f32x4.add(s01, f32x4.mul(x, b1));
    x = v128.load32_splat(a1);
    s10 = f32x4.add(s10, f32x4.mul(x, b0));
    s11 = f32x4.add(s11, f32x4.mul(x, b1));
    x = v128.load32_splat(a2);
    s20 = f32x4.add(s20, f32x4.mul(x, b0));
    s21 = f32x4.add(s21, f32x4.mul(x, b1));
    x = v128.load32_splat(a3);
    s30 = f32x4.add(s30, f32x4.mul(x, b0));
    s31 = f32x4.add(s31, f32x4.mul(x, b1));
    x = v128.load32_splat(a4);
    s40 = f32x4.add(s40, f32x4.mul(x, b0));
    s41 = f32x4.add(s41, f32x4.mul(x, b1));
    a0 += innerStep; a1 += innerStep; a2 += innerStep; a3 += innerStep; a4 += innerStep;
    b += bStride;
  }
  v128.store(out, s00); v128.store(out, s01, 16);
  v128.store(o1, s10); v128.store(o1, s11, 16);
  v128.store(o2, s20); v128.store(o2, s21, 16);
  v128.store(o3, s30); v128.store(o3, s31, 16);
  v128.store(o4, s40); v128.store(o4, s41, 16);
}

function tile5x4(
  inner: i32, a: usize, rowStep: usize, innerStep: usize,
  b: usize, bStride: usize, bias: usize, out: usize, outStride: usize, add: bool,
): void {
  const o1 = out + outStride, o2 = o1 + outStride, o3 = o2 + outStride, o4 = o3 + outStride;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0;
  if (add) {
    s0 = v128.load(out); s1 = v128.load(o1); s2 = v128.load(o2); s3 = v128.load(o3); s4 = v128.load(o4);
  } else if (bias) {
    s0 = v128.load(bias); s1 = s0; s2 = s0; s3 = s0; s4 = s0;
  }
  let a0 = a, a1 = a0 + rowStep, a2 = a1 + rowStep, a3 = a2 + rowStep, a4 = a3 + rowStep;
  for (const end = b + <usize>inner * bStride; b != end; ) {
    const b0 = v128.load(b);
    s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(a0), b0));
    s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(a1), b0));
    s2 = f32x4.add(s2, f32x4.mul(v128.load32_splat(a2), b0));
    s3 = f32x4.add(s3, f32x4.mul(v128.load32_splat(a3), b0));
    s4 = f32x4.add(s4, f32x4.mul(v128.load32_splat(a4), b0));
    a0 += innerStep; a1 += innerStep; a2 += innerStep; a3 += innerStep; a4 += innerStep;
    b += bStride;
  }
  v128.store(out, s0); v128.store(o1, s1); v128.store(o2, s2); v128.store(o3, s3); v128.store(o4, s4);
}

function tile1x16(inner: i32, a: usize, innerStep: usize, b: usize, bStride: usize, bias: usize, out: usize, add: bool): void {
  const from = add ? out : bias;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  if (from) {
    s0 = v128.load(from); s1 = v128.load(from, 16); s2 = v128.load(from, 32); s3 = v128.load(from, 48);
  }
  for (const end = b + <usize>inner * bStride; b != end; ) {
    const x = v128.load32_splat(a);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b, 32)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(b, 48)));
    a += innerStep;
    b += bStride;
  }
  v128.store(out, s0); v128.store(out, s1, 16); v128.store(out, s2, 32); v128.store(out, s3, 48);
}

function tile1x4(inner: i32, a: usize, innerStep: usize, b: usize, bStride: usize, bias: usize, out: usize, add: bool): void {
  let sum = add ? v128.load(out) : bias ? v128.load(bias) : f32x4.splat(0);
  for (const end = b + <usize>inner * bStride; b != end; ) {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(a), v128.load(b)));
    a += innerStep;
    b += bStride;
  }
  v128.store(out, sum);
}

/** out[j, i] = x[i, j]. */
export function transpose(rows: i32, columns: i32, x: usize, stride: usize, out: usize, outStride: usize): void {
  for (let i = 0; i < rows; i++) {
    let source = x + <usize>i * stride;
    let target = out + (<usize>i << 2);
    for (let j = 0; j < columns; j++) {
      store<f32>(target, load<f32>(source));
      source += 4;
      target += outStride;
    }
  }
}

/** out[j] += Σ_i x[i, j]: the gradient of a bias. */
export function addColumnSums(rows: i32, x: usize, stride: usize, out: usize): void {
  for (let u: usize = 0; u < stride; u += 16) {
    let sum = v128.load(out + u);
    let source = x + u;
    for (let i = 0; i < rows; i++) {
      sum = f32x4.add(sum, v128.load(source));
      source += stride;
    }
    v128.store(out + u, sum);
  }
}

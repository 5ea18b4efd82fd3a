// ReLU with dropout. Random bits come from four lanes of xoshiro128+ (Blackman & Vigna), one state for each lane.

let s0: v128 = i32x4.splat(1);
let s1: v128 = i32x4.splat(2);
let s2: v128 = i32x4.splat(3);
let s3: v128 = i32x4.splat(4);

/** Takes the state of the dropout stream from 64 bytes at `state`. */
export function seedDropout(state: usize): void {
  s0 = v128.load(state);
  s1 = v128.load(state, 16);
  s2 = v128.load(state, 32);
  s3 = v128.load(state, 48);
}

/**
 * x = max(x, 0), in place; then with probability threshold / 2³² an element becomes 0, the others are multiplied by
 * `scale` = 1 / (1 − rate). threshold 0 = no dropout.
 */
export function reluDropout(x: usize, bytes: usize, threshold: u32, scale: f32): void {
  const zero = f32x4.splat(0);
  if (threshold == 0) {
    for (let u: usize = 0; u < bytes; u += 16) v128.store(x + u, f32x4.max(v128.load(x + u), zero));
    return;
  }
  const limit = i32x4.splat(threshold);
  const factor = f32x4.splat(scale);
  let a = s0, b = s1, c = s2, d = s3;
  for (let u: usize = 0; u < bytes; u += 16) {
    const bits = i32x4.add(a, d);
    const t = i32x4.shl(b, 9);
    c = v128.xor(c, a);
    d = v128.xor(d, b);
    b = v128.xor(b, c);
    a = v128.xor(a, d);
    c = v128.xor(c, t);
    d = v128.or(i32x4.shl(d, 11), i32x4.shr_u(d, 21));
    const kept = i32x4.ge_u(bits, limit);
    const y = f32x4.mul(f32x4.max(v128.load(x + u), zero), factor);
    v128.store(x + u, v128.and(y, kept));
  }
  s0 = a; s1 = b; s2 = c; s3 = d;
}

/** gradient = output > 0 ? gradient · scale : 0, in place: an element that is not positive was off or dropped. */
export function reluDropoutGradient(output: usize, gradient: usize, bytes: usize, scale: f32): void {
  const zero = f32x4.splat(0);
  const factor = f32x4.splat(scale);
  for (let u: usize = 0; u < bytes; u += 16) {
    const on = f32x4.gt(v128.load(output + u), zero);
    v128.store(gradient + u, v128.and(f32x4.mul(v128.load(gradient + u), factor), on));
  }
}

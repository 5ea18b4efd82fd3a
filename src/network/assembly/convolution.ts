// The two convolutions that span a whole axis each: an entry adds count · kernel[its error] to the output of its site and
// count · kernel[its site] to that of its error. Outputs are numbered sites first, then errors; only those that an example
// adds to are written, one block of filters each.
import { sumOfLanes } from './lanes';

/**
 * Writes the blocks of every example in the order of its entries.
 * sum [blocks × filters]; place [entries × 2]: the blocks of each entry's site and error; latest [sites + errors]: int32, any.
 * @returns number of blocks
 */
export function convolve(
  rows: i32, start: usize, error: usize, site: usize, count: usize, sites: i32, errors: i32,
  siteKernel: usize, errorKernel: usize, stride: usize,
  latest: usize, blockStart: usize, block: usize, sum: usize, place: usize,
): i32 {
  memory.fill(latest, 0xff, <usize>(sites + errors) << 2);
  let filled = 0;
  for (let r = 0; r < rows; r++) {
    const first = filled;
    const to = load<i32>(start + (<usize>r << 2), 4);
    store<i32>(blockStart + (<usize>r << 2), first);
    for (let i = load<i32>(start + (<usize>r << 2)); i < to; i++) {
      const at = <usize>i << 2;
      const e = load<i32>(error + at), s = load<i32>(site + at);
      const x = v128.load32_splat(count + at);
      let output = s;
      let k = siteKernel + <usize>e * stride;
      for (let side: usize = 0; side < 8; side += 4) {
        let b = load<i32>(latest + (<usize>output << 2));
        // A block of an earlier example does not belong to this one.
        const isNew = b < first;
        if (isNew) {
          b = filled++;
          store<i32>(latest + (<usize>output << 2), b);
          store<i32>(block + (<usize>b << 2), output);
        }
        store<i32>(place + (<usize>i << 3) + side, b);
        const target = sum + <usize>b * stride;
        for (let u: usize = 0; u < stride; u += 16) {
          const added = f32x4.mul(x, v128.load(k + u));
          v128.store(target + u, isNew ? added : f32x4.add(v128.load(target + u), added));
        }
        output = sites + e;
        k = errorKernel + <usize>s * stride;
      }
    }
  }
  store<i32>(blockStart + (<usize>rows << 2), filled);
  return filled;
}

/** Adds to the gradients of both kernels, given the gradient by the blocks. */
export function convolveBackward(
  entries: i32, error: usize, site: usize, count: usize, place: usize,
  blockGradient: usize, stride: usize, siteGradient: usize, errorGradient: usize,
): void {
  for (let i = 0; i < entries; i++) {
    const at = <usize>i << 2;
    const x = v128.load32_splat(count + at);
    const ofSite = blockGradient + <usize>load<i32>(place + (<usize>i << 3)) * stride;
    const ofError = blockGradient + <usize>load<i32>(place + (<usize>i << 3), 4) * stride;
    const siteKernel = siteGradient + <usize>load<i32>(error + at) * stride;
    const errorKernel = errorGradient + <usize>load<i32>(site + at) * stride;
    for (let u: usize = 0; u < stride; u += 16) {
      v128.store(siteKernel + u, f32x4.add(v128.load(siteKernel + u), f32x4.mul(x, v128.load(ofSite + u))));
      v128.store(errorKernel + u, f32x4.add(v128.load(errorKernel + u), f32x4.mul(x, v128.load(ofError + u))));
    }
  }
}

/** entryGradient[i] = blockGradient[its site] · kernel[its error] + blockGradient[its error] · kernel[its site]. */
export function convolveInputGradient(
  entries: i32, error: usize, site: usize, place: usize,
  blockGradient: usize, stride: usize, siteKernel: usize, errorKernel: usize, entryGradient: usize,
): void {
  for (let i = 0; i < entries; i++) {
    const at = <usize>i << 2;
    const ofSite = blockGradient + <usize>load<i32>(place + (<usize>i << 3)) * stride;
    const ofError = blockGradient + <usize>load<i32>(place + (<usize>i << 3), 4) * stride;
    const bySite = siteKernel + <usize>load<i32>(error + at) * stride;
    const byError = errorKernel + <usize>load<i32>(site + at) * stride;
    let sum = f32x4.splat(0);
    for (let u: usize = 0; u < stride; u += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(ofSite + u), v128.load(bySite + u)));
      sum = f32x4.add(sum, f32x4.mul(v128.load(ofError + u), v128.load(byError + u)));
    }
    store<f32>(entryGradient + at, sumOfLanes(sum));
  }
}

/** scaled[b] = block[b] · attention's weight of its output, example by example. */
export function scaleBlocks(
  rows: i32, blockStart: usize, block: usize, sum: usize, stride: usize, sites: i32,
  siteWeights: usize, siteStride: usize, errorWeights: usize, errorStride: usize, scaled: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const to = load<i32>(blockStart + (<usize>r << 2), 4);
    const ofSites = siteWeights + <usize>r * siteStride;
    const ofErrors = errorWeights + <usize>r * errorStride;
    for (let b = load<i32>(blockStart + (<usize>r << 2)); b < to; b++) {
      const output = load<i32>(block + (<usize>b << 2));
      const weight = v128.load32_splat(at(output, sites, ofSites, ofErrors));
      const from = <usize>b * stride;
      for (let u = from; u < from + stride; u += 16) {
        v128.store(scaled + u, f32x4.mul(v128.load(sum + u), weight));
      }
    }
  }
}

/** Adds to the gradients by attention's weights; the gradient by the scaled blocks becomes that by the blocks, in place. */
export function scaleBlocksGradient(
  rows: i32, blockStart: usize, block: usize, sum: usize, stride: usize, sites: i32,
  siteWeights: usize, siteStride: usize, errorWeights: usize, errorStride: usize,
  blockGradient: usize, siteGradient: usize, errorGradient: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const to = load<i32>(blockStart + (<usize>r << 2), 4);
    const siteRow = <usize>r * siteStride, errorRow = <usize>r * errorStride;
    for (let b = load<i32>(blockStart + (<usize>r << 2)); b < to; b++) {
      const output = load<i32>(block + (<usize>b << 2));
      const weight = v128.load32_splat(at(output, sites, siteWeights + siteRow, errorWeights + errorRow));
      const gradient = at(output, sites, siteGradient + siteRow, errorGradient + errorRow);
      const from = <usize>b * stride;
      let product = f32x4.splat(0);
      for (let u = from; u < from + stride; u += 16) {
        const g = v128.load(blockGradient + u);
        product = f32x4.add(product, f32x4.mul(g, v128.load(sum + u)));
        v128.store(blockGradient + u, f32x4.mul(g, weight));
      }
      store<f32>(gradient, load<f32>(gradient) + sumOfLanes(product));
    }
  }
}

/** Where the number of an output is in the rows of sites and of errors. */
@inline
function at(output: i32, sites: i32, ofSites: usize, ofErrors: usize): usize {
  return output < sites ? ofSites + (<usize>output << 2) : ofErrors + (<usize>(output - sites) << 2);
}

// Softmax and the weighted cross entropy, in float64 inside: the classes are few, the logarithms matter.

/** Row-wise softmax of the first `columns` columns, in place; the padding does not change. */
export function softmaxRows(rows: i32, columns: i32, x: usize, stride: usize): void {
  for (let r = 0; r < rows; r++) softmaxRow(columns, x + <usize>r * stride);
}

function softmaxRow(columns: i32, x: usize): void {
  let largest = load<f32>(x);
  for (let c = 1; c < columns; c++) largest = max<f32>(largest, load<f32>(x + (<usize>c << 2)));
  let sum: f64 = 0;
  for (let c = 0; c < columns; c++) {
    const e = Math.exp(<f64>(load<f32>(x + (<usize>c << 2)) - largest));
    sum += e;
    store<f32>(x + (<usize>c << 2), <f32>e);
  }
  for (let c = 0; c < columns; c++) {
    const at = x + (<usize>c << 2);
    store<f32>(at, <f32>(<f64>load<f32>(at) / sum));
  }
}

/**
 * Weighted cross entropy of a batch and its gradient by the logits, written over them:
 * loss = Σ_r weight[label] · −log q (the sum, float64), gradient = weight[label] · (p − y) / rows,
 * where p = softmax(logits + offsets) and q = p[label]. With gamma > 0 the loss of a row is multiplied by (1 − q)^gamma (focal
 * loss) and its gradient by (1 − q)^gamma − gamma · (1 − q)^(gamma − 1) · q · log q.
 * labels: int32 [rows]; weights, offsets: float32 [classes].
 */
export function softmaxCrossEntropy(
  rows: i32, classes: i32, logits: usize, stride: usize,
  labels: usize, weights: usize, offsets: usize, gamma: f64,
): f64 {
  let loss: f64 = 0;
  const share = 1 / <f64>rows;
  for (let r = 0; r < rows; r++) {
    const x = logits + <usize>r * stride;
    const label = load<i32>(labels + (<usize>r << 2));
    const weight = <f64>load<f32>(weights + (<usize>label << 2));
    for (let c = 0; c < classes; c++) {
      const at = x + (<usize>c << 2);
      store<f32>(at, load<f32>(at) + load<f32>(offsets + (<usize>c << 2)));
    }
    let largest = load<f32>(x);
    for (let c = 1; c < classes; c++) largest = max<f32>(largest, load<f32>(x + (<usize>c << 2)));
    let sum: f64 = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(<f64>(load<f32>(x + (<usize>c << 2)) - largest));
    const crossEntropy = Math.log(sum) - <f64>(load<f32>(x + (<usize>label << 2)) - largest);
    let factor: f64 = 1;
    if (gamma > 0) {
      const q = Math.exp(-crossEntropy);
      const missing = max<f64>(1 - q, 1e-12);
      const power = Math.pow(missing, gamma);
      factor = power + gamma * (power / missing) * q * crossEntropy;
      loss += weight * power * crossEntropy;
    } else {
      loss += weight * crossEntropy;
    }
    for (let c = 0; c < classes; c++) {
      const at = x + (<usize>c << 2);
      const p = Math.exp(<f64>(load<f32>(at) - largest)) / sum;
      store<f32>(at, <f32>(weight * share * factor * (c == label ? p - 1 : p)));
    }
  }
  return loss;
}

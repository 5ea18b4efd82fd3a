/** What a network minimises: a loss per example, times the weight of the example's class. */
export interface Loss {
  /**
   * Focal loss (Lin et al. 2017): the cross entropy times (1 − p)^gamma, so that examples that are predicted well count less;
   * 0 = the cross entropy.
   */
  readonly gamma: number;
  /**
   * Logit adjustment (Menon et al. 2021): in training, tau · ln(share of the class) is added to each logit, so that the logits alone
   * treat all classes alike. It takes the place of class weights. 0 = none.
   */
  readonly tau: number;
}

export const crossEntropyLoss: Loss = { gamma: 0, tau: 0 };

/**
 * Weights of the classes in the loss, and what is added to their logits.
 *
 * @param classWeights [classes] inversely proportional to the number of examples of each class
 */
export function classTerms(
  { tau }: Loss,
  classWeights: ArrayLike<number>,
): { readonly weights: Float32Array; readonly offsets: Float32Array } {
  const plain = Float32Array.from(classWeights);
  if (tau === 0) return { weights: plain, offsets: new Float32Array(plain.length) };
  // The share of a class is 1 / (k · weight): the same for all classes up to a constant, which a softmax ignores.
  return { weights: new Float32Array(plain.length).fill(1), offsets: plain.map((weight) => -tau * Math.log(weight)) };
}

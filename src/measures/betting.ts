/*
 * How surprising shares of errors are if their mean were above a rate: the capital of a gambler who bets against it, which
 * grows beyond 1/p with a probability of at most p (Waudby-Smith and Ramdas, Estimating Means of Bounded Random Variables by
 * Betting, 2024; Bates et al., Distribution-Free, Risk-Controlling Prediction Sets, 2021). Valid for any number of shares,
 * which need to be exchangeable and within 0 … 1, and nothing else.
 */

/** Never bets more than this part of what could be lost at once. */
const maxBet = 0.75;

/**
 * p value of "the mean is above `rate`".
 *
 * @param shares [workflows] in an order that does not depend on them
 * @param alpha  level that the bets are made for
 */
export function bettingPValue(shares: ArrayLike<number>, rate: number, alpha: number): number {
  const m = shares.length;
  let capital = 1;
  let most = 1;
  let sum = 0;
  let squares = 0;
  let variance = 1 / 4;
  for (let i = 0; i < m; i++) {
    const share = shares[i];
    const bet = Math.min(Math.sqrt((2 * Math.log(1 / alpha)) / (m * variance)), maxBet / (1 - rate));
    capital *= 1 - bet * (share - rate);
    most = Math.max(most, capital);
    sum += share;
    squares += (share - (1 / 2 + sum) / (i + 2)) ** 2;
    variance = (1 / 4 + squares) / (i + 2);
  }
  return 1 / most;
}

/** The mean is not above this, with a probability of at least 1 − delta; in steps of a thousandth. */
export function upperMean(shares: ArrayLike<number>, delta: number): number {
  const steps = 1000;
  let step = steps;
  while (step > 1 && bettingPValue(shares, (step - 1) / steps, delta) <= delta) step--;
  return step / steps;
}

/** How many shares that are all 0 are needed for a p value of alpha. */
export function leastShares(rate: number, alpha: number): number {
  let [low, high] = [0, 1];
  while (bettingPValue(new Uint8Array(high), rate, alpha) > alpha) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (bettingPValue(new Uint8Array(middle), rate, alpha) > alpha) low = middle;
    else high = middle;
  }
  return high;
}

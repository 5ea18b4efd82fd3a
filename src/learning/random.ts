const stateWords = 624;
const middleWord = 397;
const twoTo32 = 2 ** 32;

/**
 * NumPy's legacy generator, `numpy.random.RandomState(seed)`, number for number: the Mersenne Twister MT19937 seeded with
 * `init_genrand`, and the distributions as NumPy froze them. It reproduces the splits of scikit-learn and the samples of
 * imbalanced-learn from their seeds.
 */
export class RandomState {
  private readonly state = new Uint32Array(stateWords);
  private position = stateWords;
  /** The polar method makes normal numbers in pairs; the second is kept here, also across other calls. */
  private secondNormal: number | undefined;

  /** @param seed whole number from 0 to 2³² − 1 */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= twoTo32) {
      throw new RangeError(`A random seed is a whole number from 0 to ${twoTo32 - 1}, but it is ${seed}.`);
    }
    this.state[0] = seed;
    for (let i = 1; i < stateWords; i++) {
      const previous = this.state[i - 1];
      this.state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  /** The next raw word, 0 … 2³² − 1. */
  uint32(): number {
    return this.int32() >>> 0;
  }

  /** The same bits as a signed number, which engines keep in a register. */
  private int32(): number {
    if (this.position === stateWords) this.renewState();
    let word = this.state[this.position++] | 0;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return word ^ (word >>> 18);
  }

  /** `random_sample(size)`: real numbers in [0, 1) with 53 random bits. */
  randomSample(size: number): Float64Array {
    const values = new Float64Array(size);
    for (let i = 0; i < size; i++) values[i] = this.real();
    return values;
  }

  /** `uniform(low, high, size)`: real numbers in [low, high). */
  uniform(low: number, high: number, size: number): Float64Array {
    return this.randomSample(size).map((value) => low + (high - low) * value);
  }

  /** `standard_normal(size)`: real numbers of mean 0 and standard deviation 1. */
  standardNormal(size: number): Float64Array {
    const values = new Float64Array(size);
    for (let i = 0; i < size; i++) values[i] = this.normal();
    return values;
  }

  /**
   * `randint(low, high, size)`: whole numbers from low to high − 1.
   *
   * @throws RangeError if there is no such number, or more than 2⁵³ of them
   */
  randint(low: number, high: number, size: number): Float64Array {
    const largest = high - 1 - low;
    if (!Number.isSafeInteger(largest) || largest < 0) {
      throw new RangeError(`randint needs whole numbers low < high less than 2^53 apart, but got ${low} and ${high}.`);
    }
    const values = new Float64Array(size);
    for (let i = 0; i < size; i++) values[i] = low + this.upTo(largest);
    return values;
  }

  /** `shuffle(values)`, in place. */
  shuffle<T>(values: { readonly length: number; [index: number]: T }): void {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.upTo(i);
      const value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  /** `permutation(n)`: the numbers 0 … n − 1 in random order. */
  permutation(n: number): Int32Array {
    const values = new Int32Array(n);
    for (let i = 0; i < n; i++) values[i] = i;
    this.shuffle(values);
    return values;
  }

  private real(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** Marsaglia's polar method. */
  private normal(): number {
    if (this.secondNormal !== undefined) {
      const kept = this.secondNormal;
      this.secondNormal = undefined;
      return kept;
    }
    for (;;) {
      const x1 = 2 * this.real() - 1;
      const x2 = 2 * this.real() - 1;
      const squared = x1 * x1 + x2 * x2;
      if (squared >= 1 || squared === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(squared)) / squared);
      this.secondNormal = factor * x1;
      return factor * x2;
    }
  }

  /** A whole number from 0 to `largest` (inclusive): as many low bits as `largest` has, drawn until they fit. */
  private upTo(largest: number): number {
    if (largest === 0) return 0;
    if (largest >= twoTo32) return this.upTo64(largest);
    const mask = 0xffffffff >>> Math.clz32(largest);
    for (;;) {
      const value = (this.int32() & mask) >>> 0;
      if (value <= largest) return value;
    }
  }

  /** The same for more than 32 bits: the high word is drawn first. */
  private upTo64(largest: number): number {
    const mask = 0xffffffff >>> Math.clz32(Math.floor(largest / twoTo32));
    for (;;) {
      const high = (this.uint32() & mask) >>> 0;
      const value = high * twoTo32 + this.uint32();
      if (value <= largest) return value;
    }
  }

  private renewState(): void {
    const { state } = this;
    const last = stateWords - 1;
    const wrapped = stateWords - middleWord;
    for (let i = 0; i < wrapped; i++) state[i] = state[i + middleWord] ^ twist(state[i], state[i + 1]);
    for (let i = wrapped; i < last; i++) state[i] = state[i - wrapped] ^ twist(state[i], state[i + 1]);
    state[last] = state[middleWord - 1] ^ twist(state[last], state[0]);
    this.position = 0;
  }
}

function twist(word: number, next: number): number {
  const joined = (word & 0x80000000) | (next & 0x7fffffff);
  return (joined >>> 1) ^ (-(next & 1) & 0x9908b0df);
}

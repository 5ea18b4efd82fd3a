/** A float64 number that knows what it was computed from, so that its derivatives can be told (reverse mode). */
export class Scalar {
  /** Derivative of the result that was differentiated by this number. */
  derivative = 0;

  constructor(
    readonly value: number,
    readonly origins: readonly Scalar[] = [],
    /** [origins] derivative of this number by each. */
    readonly slopes: readonly number[] = [],
  ) {}
}

/** Real numbers by name. */
export type Weights = ReadonlyMap<string, readonly number[]>;
export type Variables = ReadonlyMap<string, readonly Scalar[]>;

export function constants(values: ArrayLike<number>): Scalar[] {
  return Array.from(values, (value) => new Scalar(value));
}

export function variablesOf(weights: Weights): Variables {
  return new Map([...weights].map(([name, values]) => [name, constants(values)]));
}

export function variablesNamed(variables: Variables, name: string): readonly Scalar[] {
  const found = variables.get(name);
  if (!found) throw new Error(`the network has no weights ${name}`);
  return found;
}

/** A flat list cut into rows of one length. */
export function rowsOf(flat: readonly Scalar[], length: number): Scalar[][] {
  return Array.from({ length: flat.length / length }, (_, i) => flat.slice(i * length, (i + 1) * length));
}

/** The value of a formula of the weights, and its derivative by each of them. */
export function differentiate(
  weights: Weights,
  formula: (variables: Variables) => Scalar,
): { readonly value: number; readonly gradient: Weights } {
  const variables = variablesOf(weights);
  const result = formula(variables);
  result.derivative = 1;
  for (const { derivative, origins, slopes } of inOrder(result).reverse()) {
    origins.forEach((origin, i) => {
      origin.derivative += derivative * slopes[i];
    });
  }
  const gradient = new Map([...variables].map(([name, scalars]) => [name, scalars.map((x) => x.derivative)]));
  return { value: result.value, gradient };
}

/** Everything a number was computed from and the number itself, each after its origins. */
function inOrder(result: Scalar): Scalar[] {
  const order = new Set<Scalar>();
  const visit = (scalar: Scalar): void => {
    if (order.has(scalar)) return;
    scalar.origins.forEach(visit);
    order.add(scalar);
  };
  visit(result);
  return [...order];
}

/** Σ x_i · y_i */
export function dot(x: readonly Scalar[], y: readonly Scalar[]): Scalar {
  const [a, b] = [x, y].map((scalars) => scalars.map(({ value }) => value));
  const value = a.reduce((sum, ai, i) => sum + ai * b[i], 0);
  return new Scalar(value, [...x, ...y], [...b, ...a]);
}

export function times(x: Scalar, y: Scalar): Scalar {
  return dot([x], [y]);
}

export function scaled(factor: number, x: Scalar): Scalar {
  return new Scalar(factor * x.value, [x], [factor]);
}

export function sum(terms: readonly Scalar[]): Scalar {
  const value = terms.reduce((total, term) => total + term.value, 0);
  return new Scalar(
    value,
    terms,
    terms.map(() => 1),
  );
}

/** max(x, 0), of slope 0 at 0. */
export function rectified(x: Scalar): Scalar {
  return x.value > 0 ? x : new Scalar(0);
}

export function logarithm(x: Scalar): Scalar {
  return new Scalar(Math.log(x.value), [x], [1 / x.value]);
}

export function softmax(x: readonly Scalar[]): Scalar[] {
  const largest = Math.max(...x.map(({ value }) => value));
  const powers = x.map(({ value }) => Math.exp(value - largest));
  const total = powers.reduce((all, power) => all + power, 0);
  const shares = powers.map((power) => power / total);
  return shares.map(
    (share, i) =>
      new Scalar(
        share,
        x,
        shares.map((other, j) => share * ((i === j ? 1 : 0) - other)),
      ),
  );
}

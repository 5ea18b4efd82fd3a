/** Values on an axis, with what is written at them. */
export interface Ticks {
  readonly from: number;
  readonly to: number;
  readonly marks: readonly { readonly at: number; readonly text: string }[];
}

const steps = [1, 2, 5, 10] as const;

/** Round values between two others, about as many as requested. The ends are those given. */
export function linearTicks(from: number, to: number, count: number): Ticks {
  const step = roundStep((to - from) / count);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const marks = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
    marks.push({ at: i * step, text: (i * step).toFixed(digits) });
  }
  return { from, to, marks };
}

/** The same, with the ends moved outwards to round values. */
export function widenedTicks(from: number, to: number, count: number): Ticks {
  const step = roundStep((to - from) / count);
  const [first, last] = [Math.floor(from / step + 1e-9), Math.ceil(to / step - 1e-9)];
  return linearTicks(first * step, Math.max(last, first + 1) * step, count);
}

/** Ones, twos and fives of each power of ten on a logarithmic axis; where it has hardly any of them, round values. */
export function logarithmicTicks(from: number, to: number): Ticks {
  const marks = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.log10(to); power++) {
    for (const factor of [1, 2, 5]) {
      const at = factor * 10 ** power;
      if (at >= from * (1 - 1e-9) && at <= to * (1 + 1e-9)) marks.push({ at, text: String(Number(at.toPrecision(1))) });
    }
  }
  return marks.length < 3 ? linearTicks(from, to, 4) : { from, to, marks };
}

/** 1, 2 or 5 times a power of ten, not below the step. */
function roundStep(step: number): number {
  if (!(step > 0) || !Number.isFinite(step)) return 1;
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = steps.find((one) => one * power >= step * (1 - 1e-9)) ?? 10;
  return factor * power;
}

import * as z from 'zod/mini';

/** How a model's probabilities become true ones, from the simplest to the most elaborate. */
export const calibrationMethods = [
  'none',
  'temperature',
  'bias-corrected-temperature',
  'isotonic',
  'bias-corrected-temperature+isotonic',
] as const;
export type CalibrationMethod = (typeof calibrationMethods)[number];

const fitIndex = z.int().check(z.minimum(0));

const curve = z
  .object({ x: z.array(z.number()), y: z.array(z.number()) })
  .check(z.refine(({ x, y }) => x.length > 0 && x.length === y.length, 'a curve needs as many heights as places'));

/** A method with its numbers. The formulas: docs/decisions/0033-calibration.md. */
export const calibrator = z.discriminatedUnion('method', [
  z.object({ method: z.literal('none') }),
  z.object({ method: z.literal('temperature'), inverseTemperature: z.number() }),
  z.object({
    method: z.literal('bias-corrected-temperature'),
    inverseTemperature: z.number(),
    /** [classes] */
    bias: z.array(z.number()),
  }),
  z.object({
    method: z.literal('isotonic'),
    /** [classes] */
    curves: z.array(curve),
    /** Rows that they were fitted to; one more of each class is added, so that nothing is impossible that was never seen. */
    rows: z.int(),
  }),
  z.object({
    method: z.literal('bias-corrected-temperature+isotonic'),
    inverseTemperature: z.number(),
    /** [classes] */
    bias: z.array(z.number()),
    /** Of the recommended class. */
    confidence: curve,
  }),
]);
export type Calibrator = z.infer<typeof calibrator>;

/** How good probabilities are, and the bins of the reliability diagram. */
export const reliability = z.object({
  ece: z.number(),
  brier: z.number(),
  logLoss: z.number(),
  bins: z.array(
    z.object({
      /** Of 15. */
      bin: z.int(),
      count: z.int(),
      accuracy: z.number(),
      confidence: z.number(),
    }),
  ),
});
export type Reliability = z.infer<typeof reliability>;

/** What the calibrations of a target's fits say together. */
export const targetCalibration = z.object({
  /** Of most fits, the first of several. */
  method: z.enum(calibrationMethods),
  /** [fits] where there are several. */
  methods: z.optional(z.array(z.enum(calibrationMethods))),
  /** Rows that a fit was calibrated on; the fewest of any. */
  rows: z.int(),
  notes: z.array(z.string()),
  /** Of the evaluated rows of all fits together, each as the fit that evaluated it has it. */
  raw: reliability,
  calibrated: reliability,
});
export type TargetCalibration = z.infer<typeof targetCalibration>;

/** `calibration.json` of a fit. */
export const calibrationRecord = z.object({
  version: z.literal(1),
  target: z.string(),
  index: fitIndex,
  classes: z.array(z.string()),
  calibrator,
  /** Rows that it was fitted on; none of them trained the fit. */
  rows: z.int(),
  /** Why it is what it is, where that needs to be said. */
  notes: z.array(z.string()),
  /** Fits whose held-out predictions these rows are: of a cross-validation, all others. */
  sources: z.optional(z.array(z.object({ index: fitIndex, sha256: z.string() }))),
  /** What the rows say that the fit is evaluated on. */
  evaluated: z.object({ rows: z.int(), raw: reliability, calibrated: reliability }),
  /** Where another class than the study's is recommended: counts on the evaluated rows, row = truth, column = recommended. */
  decided: z.optional(z.object({ confusion: z.array(z.array(z.number())) })),
});
export type CalibrationRecord = z.infer<typeof calibrationRecord>;

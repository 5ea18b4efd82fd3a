import codes from './study-codes.json';

/** What an error code of the study means. */
export interface CodeDescription {
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly family: string;
  /** What operators usually do; empty = nothing is known. */
  readonly usualAction: string;
}

/**
 * The 54 error codes of the study in its order, which is that of strings. Signals are 128 + n, 8-bit codes those of cmsRun
 * modulo 256.
 */
export const studyCodes: readonly CodeDescription[] = codes;

const byCode: ReadonlyMap<string, CodeDescription> = new Map(studyCodes.map((one) => [one.code, one]));
const none: ReadonlyMap<string, CodeDescription> = new Map();

/** A history uses the study's codes if the study knows at least this share of them. */
const studyShare = 0.25;

/**
 * The study's descriptions of the codes of a history: none if most of its codes are not the study's, as the few that look the
 * same then mean something else.
 *
 * @param codes of the history, or of a run
 */
export function studyDescriptions(codes: readonly string[]): ReadonlyMap<string, CodeDescription> {
  const known = codes.filter((code) => byCode.has(code)).length;
  return known >= studyShare * codes.length ? byCode : none;
}

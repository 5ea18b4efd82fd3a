import { looksLikeHistory } from '../dataset/sniff-history.ts';

/** Maximum length of an experiment: with thousands of raw values it has a few hundred thousand characters. */
export const maxExperimentLength = 4_000_000;
/** Characters at a file's beginning that show whether it is a history. */
export const sniffedCharacters = 1 << 16;

/**
 * Why a text is not an experiment, judged by its beginning; undefined if it may be one.
 *
 * @param beginning the first `sniffedCharacters`
 */
export function whyNoExperiment(beginning: string, length: number): string | undefined {
  const example = 'expected an experiment such as {"history": "history.json"}';
  if (looksLikeHistory(beginning)) return `this is a history, not an experiment; ${example}`;
  if (length <= maxExperimentLength) return undefined;
  return `the file is too long for an experiment (${(length / 1e6).toFixed(1)} MB), expected at most ${maxExperimentLength / 1e6} MB`;
}

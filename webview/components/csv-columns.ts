import * as l10n from '@vscode/l10n';

/** A column of a table for a program: its numbers are numbers. */
export interface CsvColumn {
  readonly title: string;
  readonly cells: readonly string[];
}

/** A number as tables show it, taken apart; all texts are numbers that programs read. */
interface ShownNumber {
  readonly value: string;
  readonly deviation: string;
  readonly low: string;
  readonly high: string;
  /** What follows in parentheses. */
  readonly note: string;
  readonly unit: '' | '%' | 's';
}

const number = /[+−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?/.source;
/** `1,234`, `−0.012`, `0.058 ± 0.007`, `−0.01 [−0.03, +0.02]`, `12 %`, `0.93 (best)`. */
const shownNumber = new RegExp(
  `^(${number})(?: ± (${number}))?(?: \\[(${number}), (${number})\\])?( %)?(?: \\((.*)\\))?$`,
  's',
);
/** `0.4 s`, `3 min 12 s`, `1,234 h 05 min`. */
const duration = /^(?:([\d,]+) h (\d+) min|(\d+) min (\d+) s|(\d+(?:\.\d+)?) s)$/;
const missing = new Set(['', '–']);

/**
 * A shown column as columns of numbers: mean and deviation, the ends of an interval and what is in parentheses each in
 * a separate one; without thousands separators, with a plain minus sign, durations in seconds. Texts stay as they are.
 */
export function csvColumns(title: string, cells: readonly string[]): CsvColumn[] {
  const shown = cells.map((cell) => (missing.has(cell) ? undefined : parse(cell)));
  const numbers = shown.filter((one) => one !== undefined);
  if (numbers.length === 0) return [{ title, cells }];
  const units = new Set(numbers.map(({ unit }) => unit));
  // Seconds next to counts would not say what they are.
  if (units.size > 1 || (!units.has('') && cells.some((cell, i) => !shown[i] && !missing.has(cell)))) {
    return [{ title, cells }];
  }
  const [unit] = units;
  const part = (name: string, of: (one: ShownNumber) => string): CsvColumn[] =>
    numbers.some((one) => of(one) !== '') ? [{ title: name, cells: shown.map((one) => (one ? of(one) : '')) }] : [];
  const value = shown.map((one, i) => one?.value ?? (missing.has(cells[i]) ? '' : cells[i]));
  return [
    { title: unit === '' ? title : unit === 's' ? l10n.t('{0} (seconds)', title) : `${title} (%)`, cells: value },
    ...part(l10n.t('{0}, standard deviation', title), ({ deviation }) => deviation),
    ...part(l10n.t('{0}, lower bound', title), ({ low }) => low),
    ...part(l10n.t('{0}, upper bound', title), ({ high }) => high),
    ...part(l10n.t('{0}, note', title), ({ note }) => note),
  ];
}

function parse(cell: string): ShownNumber | undefined {
  const none = { deviation: '', low: '', high: '', note: '' };
  const time = duration.exec(cell);
  if (time) return { ...none, value: secondsOf(time), unit: 's' };
  const [, value, deviation = '', low = '', high = '', percent, note = ''] = shownNumber.exec(cell) ?? [];
  if (value === undefined) return undefined;
  return {
    value: plain(value),
    deviation: plain(deviation),
    low: plain(low),
    high: plain(high),
    note: plain(note),
    unit: percent === undefined ? '' : '%',
  };
}

function secondsOf([, hours, minutesOfHour, minutes, seconds, alone]: RegExpExecArray): string {
  if (hours !== undefined) return String(Number(plain(hours)) * 3600 + Number(minutesOfHour) * 60);
  if (minutes !== undefined) return String(Number(minutes) * 60 + Number(seconds));
  return alone;
}

/** `−1,234` → `-1234`; any other text as it is. */
function plain(text: string): string {
  if (!new RegExp(`^${number}$`).test(text)) return text;
  return text.replaceAll(',', '').replace('−', '-').replace(/^\+/, '');
}

import { jsonText } from '../protocol/json-text.ts';

/*
 * Everything that the command line prints goes through here, so that names from data (and paths and options) reach a terminal
 * as text, never as control sequences.
 */

/** Characters that control a terminal or the order of a line: C0, C1, formatting, line and paragraph ends. */
const commands = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text that is safe in a terminal: control characters are escaped as in JSON, `\u001b`. */
export function printable(text: string): string {
  return text.replaceAll(commands, (found) =>
    Array.from({ length: found.length }, (_, i) => `\\u${found.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );
}

/** Prints lines on standard output. */
export function printLines(lines: readonly string[]): void {
  process.stdout.write(textOf(lines));
}

/** Prints a JSON document on standard output, on one line; Maps are objects in their order. */
export function printDocument(document: unknown): void {
  process.stdout.write(documentLine(document));
}

/** Characters of texts that are printed at once. */
const printedTogether = 1 << 15;

/** Prints texts on standard output, many at once; nothing is left waiting afterwards. Each is made of whole, printable lines. */
export function printTexts(texts: Iterable<string>): void {
  let text = '';
  for (const piece of texts) {
    text += piece;
    if (text.length < printedTogether) continue;
    process.stdout.write(text);
    text = '';
  }
  if (text !== '') process.stdout.write(text);
}

/** Prints lines on standard error. */
export function reportLines(lines: readonly string[]): void {
  process.stderr.write(textOf(lines));
}

/** Prints a sentence on standard error. Line breaks in it (from a name, or another program's message) become spaces. */
export function reportSentence(sentence: string): void {
  reportLines([sentence.replaceAll(/\s*[\r\n]\s*/g, ' ')]);
}

/** Removes the last lines from a terminal on standard error. */
export function eraseLines(count: number): void {
  if (count > 0) process.stderr.write(`\u001b[${count}A\u001b[0J`);
}

/** A JSON document as a line, with its end. */
export function documentLine(document: unknown): string {
  // JSON may write any character as an escape, and what is left of these is within texts.
  return `${printable(jsonText(document))}\n`;
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${printable(line)}\n`).join('');
}

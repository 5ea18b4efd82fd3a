import { scannerOver } from './bytes-scanner.ts';
import { OPEN_OBJECT } from './json-bytes.ts';
import { JsonFault, needMore } from './json-fault.ts';
import type { JsonScanner } from './json-scanner.ts';

const encoder = new TextEncoder();

/**
 * Whether a JSON text is a history, judged by its beginning: one of the first entries, or the first line, has `errors` with
 * site groups. Not meant to find damaged ones.
 *
 * @param beginning a few thousand characters
 */
export function looksLikeHistory(beginning: string): boolean {
  const scanner = scannerOver(encoder.encode(beginning), false);
  try {
    if (scanner.peek() !== OPEN_OBJECT) return false;
    return hasErrors(scanner, true);
  } catch (error) {
    // It ends too early, or is not JSON.
    if (error === needMore || error instanceof JsonFault) return false;
    throw error;
  }
}

/** Skips an object. @returns early with true if it, or one of its members, turns out to be a task */
function hasErrors(scanner: JsonScanner, outer: boolean): boolean {
  let empty = false;
  let parameters = false;
  for (let more = scanner.firstMember(); more; more = scanner.nextMember()) {
    scanner.readName();
    const name = scanner.textString();
    const isObject = scanner.peek() === OPEN_OBJECT;
    const { at } = scanner;
    if (isObject && name === 'errors') {
      const first = firstName(scanner);
      if (first === 'good_sites' || first === 'bad_sites') return true;
      empty = first === undefined;
    }
    scanner.at = at;
    if (name === 'parameters' && isObject) parameters = true;
    if (empty && parameters) return true;
    if (!outer || !isObject) scanner.skipValue();
    else if (hasErrors(scanner, false)) return true;
  }
  return false;
}

/** Name of the first member of the next object, if that member is an object, too; undefined otherwise. */
function firstName(scanner: JsonScanner): string | undefined {
  if (!scanner.firstMember()) return undefined;
  scanner.readName();
  const name = scanner.textString();
  return scanner.peek() === OPEN_OBJECT ? name : '';
}

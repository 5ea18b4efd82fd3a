import { OPEN_OBJECT, QUOTE } from './json-bytes.ts';
import type { JsonScanner } from './json-scanner.ts';

const taskKey = new TextEncoder().encode('task');

/** Skips `"name": …` and calls back when the scanner has the name as its text. */
export function skipEntry(scanner: JsonScanner, onName: () => void): void {
  scanner.readString();
  onName();
  scanner.readColon();
  scanner.skipValue();
}

/** Skips the content of a line of JSON Lines and calls back when the scanner has a name of its task as its text. */
export function skipLine(scanner: JsonScanner, onName: () => void): void {
  if (scanner.peek() !== OPEN_OBJECT) {
    scanner.skipValue();
    return;
  }
  for (let more = scanner.firstMember(); more; more = scanner.nextMember()) {
    scanner.readName();
    const isName = scanner.textIs(taskKey);
    if (isName && scanner.peek() === QUOTE) {
      scanner.readString();
      onName();
    } else {
      scanner.skipValue();
    }
  }
}

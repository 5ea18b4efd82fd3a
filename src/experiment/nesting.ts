import { createScanner } from 'jsonc-parser';

/** An experiment needs six levels; a recursive parser would run out of stack at a few thousand. */
const maxLevels = 100;

/** Offset of the first bracket that is nested too deeply to be read; undefined if there is none. */
export function findTooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let level = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const first = text[scanner.getTokenOffset()];
    if (first === '{' || first === '[') level++;
    else if (first === '}' || first === ']') level--;
    if (level > maxLevels) return scanner.getTokenOffset();
  }
  return undefined;
}

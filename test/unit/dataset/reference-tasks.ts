/** Where an entry stands in a text: from its first character to after its last, in UTF-16 units. */
export type Span = readonly [from: number, to: number];

/** The members of the object that a valid JSON text is, found character by character. */
export function membersOf(text: string): Span[] {
  const spans: Span[] = [];
  const { length } = text;
  let at = text.indexOf('{') + 1;
  for (;;) {
    while (at < length && text[at] !== '"' && text[at] !== '}') at++;
    if (at === length || text[at] === '}') return spans;
    const from = at;
    let depth = 0;
    let lastToken = at;
    while (depth > 0 || (text[at] !== ',' && text[at] !== '}')) {
      if (text[at] === '"') {
        for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++;
      } else if ('{['.includes(text[at])) depth++;
      else if ('}]'.includes(text[at])) depth--;
      if (!/\s/.test(text[at])) lastToken = at;
      at++;
    }
    spans.push([from, lastToken + 1]);
  }
}

/** The values of valid JSON Lines. */
export function linesOf(text: string): Span[] {
  return [...text.matchAll(/[^\r\n]+/g)].flatMap(({ 0: line, index }): Span[] => {
    const from = index + line.length - line.replace(/^[ \t]+/, '').length;
    const to = index + line.replace(/[ \t]+$/, '').length;
    return to > from ? [[from, to]] : [];
  });
}

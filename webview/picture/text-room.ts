/** Width of a text in pixels, in a font of this height. */
export type Measure = (text: string, size: number, bold: boolean) => number;

/** The text, or as much of its beginning as there is room for. @param width of a text, by the text */
export function shortenText(text: string, room: number, width: (text: string) => number): string {
  if (width(text) <= room) return text;
  const characters = [...text];
  let [fits, tooLong] = [0, characters.length];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (width(`${characters.slice(0, middle).join('')}…`) <= room) fits = middle;
    else tooLong = middle;
  }
  return `${characters.slice(0, fits).join('').trimEnd()}…`;
}

/** The text in lines: broken between words, within them where a word has no room, and shortened after the last line. */
export function wrapText(text: string, room: number, width: (text: string) => number, maxLines: number): string[] {
  const lines: string[] = [];
  let rest = text.trim().replace(/\s+/g, ' ');
  while (rest !== '' && lines.length < maxLines - 1) {
    const line = firstLine(rest, room, width);
    lines.push(line);
    rest = rest.slice(line.length).trim();
  }
  return rest === '' ? lines : [...lines, shortenText(rest, room, width)];
}

/** As many words as there is room for; a part of the first if not even that has. */
function firstLine(text: string, room: number, width: (text: string) => number): string {
  if (width(text) <= room) return text;
  const words = text.split(' ');
  let count = 0;
  while (count < words.length && width(words.slice(0, count + 1).join(' ')) <= room) count++;
  if (count > 0) return words.slice(0, count).join(' ');
  const part = shortenText(words[0], room, width).slice(0, -1);
  return part === '' ? [...words[0]][0] : part;
}

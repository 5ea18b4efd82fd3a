/** Names are cut behind so many characters. */
const longest = 160;

/**
 * Text from data for Markdown: whatever is in it, it is shown as it is. Everything but letters, digits and spaces becomes
 * a character reference, which Markdown never takes for its own signs, nor VS Code for an icon; what cannot be seen, or
 * turns the writing direction, becomes its number.
 */
export function markdownText(text: string): string {
  return escaped(shortened(text));
}

/** The same for text of our own, which may be long. */
export function escaped(text: string): string {
  return visible(text).replace(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Text from data for places that show plain text in one line. */
export function plainText(text: string): string {
  return visible(shortened(text));
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (sign) => {
    const point = sign.codePointAt(0) ?? 0;
    return `\\u${point.toString(16).padStart(4, '0')}`;
  });
}

/** A link that gives a command arguments; the Markdown has to be trusted with it. */
export function commandLink(label: string, command: string, ...args: readonly unknown[]): string {
  const query = encodeURIComponent(JSON.stringify(args)).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `[${label}](command:${command}${args.length > 0 ? `?${query}` : ''})`;
}

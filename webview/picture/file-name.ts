/** Letters of a part of a file's name, and of the whole before its extension. */
const maxPartLength = 80;
const maxNameLength = 180;

/**
 * A file's name of names that come from data: what is no letter, digit, dot, plus, minus or underscore becomes a minus, so
 * that it is a name on every system and in none a path. Letters lose their accents.
 */
export function fileName(parts: readonly string[], extension: string): string {
  const words = parts.map((part) =>
    trimmed(withoutAccents(part.slice(0, 1000)).replaceAll(/[^A-Za-z0-9._+]+/g, '-')).slice(0, maxPartLength),
  );
  const name = trimmed(
    words
      .filter((word) => word !== '')
      .join('-')
      .slice(0, maxNameLength),
  );
  return `${name === '' ? 'chart' : name}.${extension}`;
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{Mark}/gu, '');
}

/** Without a minus or dot at its ends: a name that begins with a dot is hidden, one that begins with a minus an option. */
function trimmed(text: string): string {
  return text.replaceAll(/^[-.]+|[-.]+$/g, '');
}

/**
 * JSON like `JSON.stringify`, but a Map becomes an object whose members are in the Map's order. In plain objects, names that look
 * like whole numbers come first, and names from data may look like anything.
 *
 * @param indent spaces per level; 0 = everything on one line
 */
export function jsonText(value: unknown, indent = 0): string {
  return textOf(value, '\n', ' '.repeat(indent)) ?? 'null';
}

/** @param line beginning of a line at the value's level; undefined is left out of objects, as in `JSON.stringify` */
function textOf(value: unknown, line: string, indent: string): string | undefined {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return JSON.stringify(value);
  const inner = line + indent;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => textOf(item, inner, indent) ?? 'null');
    return enclose('[', items, ']', line, indent);
  }
  const entries: Iterable<[unknown, unknown]> = value instanceof Map ? value : Object.entries(value);
  const members: string[] = [];
  for (const [name, member] of entries) {
    const text = textOf(member, inner, indent);
    if (text !== undefined) members.push(`${JSON.stringify(String(name))}:${indent && ' '}${text}`);
  }
  return enclose('{', members, '}', line, indent);
}

function enclose(open: string, items: readonly string[], close: string, line: string, indent: string): string {
  if (items.length === 0) return open + close;
  if (!indent) return open + items.join(',') + close;
  return `${open}${line}${indent}${items.join(`,${line}${indent}`)}${line}${close}`;
}

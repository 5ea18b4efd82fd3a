import type { Node } from 'jsonc-parser';

/** A part of a text, in UTF-16 units. */
export interface Range {
  readonly offset: number;
  readonly length: number;
}

/** The value at a path, or the nearest enclosing value that is written. */
export function findNode(root: Node | undefined, path: readonly PropertyKey[]): Node | undefined {
  let node = root;
  for (const step of path) {
    const next = node?.type === 'array' ? node.children?.[Number(step)] : findProperty(node, step)?.children?.[1];
    if (!next) return node;
    node = next;
  }
  return node;
}

/** The property node (name and value) of an object. */
export function findProperty(object: Node | undefined, name: PropertyKey): Node | undefined {
  if (object?.type !== 'object') return undefined;
  return object.children?.find(({ children }) => children?.[0]?.value === name);
}

/** Where a value is; for a value of several lines, its first character only; without one, the start of the text. */
export function rangeOf(node: Node | undefined, text: string): Range {
  if (!node) return { offset: 0, length: Math.min(1, text.length) };
  const { offset, length } = node;
  return { offset, length: /[\r\n]/.test(text.slice(offset, offset + length)) ? 1 : length };
}

/** A range inside the text: a problem at its end is shown at its last character. */
export function rangeInside(text: string, offset: number, length: number): Range {
  const from = Math.max(0, Math.min(offset, text.length - 1));
  return { offset: from, length: Math.min(Math.max(length, 1), text.length - from) };
}

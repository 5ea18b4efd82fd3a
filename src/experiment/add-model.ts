import { createScanner, type Edit, findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { usualModels, type WrittenEntry } from './definition.ts';

/**
 * The edits that add a model to an experiment's text, after the existing ones; comments and layout are kept.
 *
 * @param text an experiment without problems
 */
export function addModel(text: string, entry: WrittenEntry): Edit[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root === undefined) throw new Error('an experiment without problems is an object');
  const models = findNodeAtLocation(root, ['models']);
  if (models) return append(text, models, JSON.stringify(entry));
  const field = `"models": ${JSON.stringify([...usualModels, entry])}`;
  return append(text, root, field);
}

/** Appends an element to a list, or a field to an object, on its own line if the last one is on its own line. */
function append(text: string, parent: Node, added: string): Edit[] {
  const last = parent.children?.at(-1);
  if (!last) return [{ offset: parent.offset + 1, length: 0, content: added }];
  const end = last.offset + last.length;
  const hasComma = commaFollows(text, end);
  const comma: Edit[] = hasComma ? [] : [{ offset: end, length: 0, content: ',' }];
  const lineEnd = /\r\n|\r|\n/g;
  lineEnd.lastIndex = end;
  const next = lineEnd.exec(text);
  if (!next || next.index >= parent.offset + parent.length - 1) {
    const at = hasComma ? text.indexOf(',', end) + 1 : end;
    return [...comma, { offset: at, length: 0, content: ` ${added}` }];
  }
  const lineStart = Math.max(text.lastIndexOf('\n', last.offset), text.lastIndexOf('\r', last.offset)) + 1;
  const [indent] = /^[ \t]*/.exec(text.slice(lineStart)) ?? [''];
  return [...comma, { offset: next.index, length: 0, content: `${next[0]}${indent}${added}` }];
}

function commaFollows(text: string, offset: number): boolean {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  return text[scanner.getTokenOffset()] === ',';
}

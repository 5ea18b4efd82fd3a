import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseAst } from 'vitest/node';

/*
 * Everything that people read in a panel can be translated: it comes out of l10n.t, from where scripts/texts.mjs collects
 * it. That no single word was forgotten is told by test/e2e/texts.e2e.ts, in the panels themselves.
 */

/** Attributes that nobody reads. `name` is read where it names a picture. */
const technical =
  /^([@.?].*|class|role|id|name|type|list|part|scope|icon|width|height|size|tabindex|value|d|x|y|x1|x2|y1|y2|cx|cy|viewBox|points|preserveAspectRatio|transform|overflow|fill|stroke|stroke-(width|dasharray)|aria-(hidden|live|busy|haspopup|orientation|describedby|labelledby))$/;
/** Markup and style sheets in strings. */
const otherLanguages = ['picture/svg.ts', 'report/palette.ts'];
const selectors = ['tbody tr'];

/** A node of a syntax tree. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [property: string]: unknown;
}

interface Source {
  readonly name: string;
  readonly text: string;
  readonly tree: Node;
}

const folder = 'webview';
const sources: readonly Source[] = fs
  .readdirSync(folder, { recursive: true })
  .map((name) => String(name).replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .map((name) => {
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    return { name, text, tree: parseAst(text, { lang: 'ts' }) as unknown as Node };
  });

test('no template has words of its own', () => {
  const found = sources.flatMap((source) =>
    nodesOf(source.tree)
      .filter((node) => node.type === 'TaggedTemplateExpression' && !isTagged(source, node, 'css'))
      .flatMap((template) => wordsOf(source, template)),
  );
  expect(found).toEqual([]);
});

test('no sentence stands in a string, but in errors and messages for the log', () => {
  const found = sources
    .filter(({ name }) => !otherLanguages.includes(name))
    .flatMap((source) => {
      const read = nodesOf(source.tree, (node) => !isUnread(source, node));
      const markup = read.flatMap(({ type, quasi }) => (type === 'TaggedTemplateExpression' ? [quasi] : []));
      return read
        .filter((node) => !markup.includes(node))
        .map((node) => ({ at: node.start, text: stringOf(node) }))
        .filter(({ text }) => /\p{L}{2} \p{L}{2}/u.test(text) && !selectors.includes(text))
        .map(({ at, text }) => `${placeOf(source, at)} ${text}`);
    });
  expect(found).toEqual([]);
});

test('every message and its comments are written out where it is made, as those who collect them read no variables', () => {
  const messages = sources.flatMap((source) =>
    nodesOf(source.tree)
      .filter((node) => isMessage(source, node))
      .map((call) => ({ place: placeOf(source, call.start), isWrittenOut: isWrittenOut(call) })),
  );
  expect(messages.length).toBeGreaterThan(300);
  expect(messages.filter((message) => !message.isWrittenOut)).toEqual([]);
});

/** A node and all below it. @param enters whether what is below a node counts, and itself */
function nodesOf(node: Node, enters: (node: Node) => boolean = () => true): Node[] {
  if (!enters(node)) return [];
  return [node, ...childrenOf(node).flatMap((child) => nodesOf(child, enters))];
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function textOf({ text }: Source, node: unknown): string {
  return isNode(node) ? text.slice(node.start, node.end) : '';
}

function placeOf({ name, text }: Source, at: number): string {
  return `${path.join(folder, name)}:${text.slice(0, at).split('\n').length}`;
}

function isTagged(source: Source, node: Node, tag: string): boolean {
  return node.type === 'TaggedTemplateExpression' && textOf(source, node.tag) === tag;
}

function isMessage(source: Source, node: Node): boolean {
  return node.type === 'CallExpression' && textOf(source, node.callee) === 'l10n.t';
}

/** What is in a style sheet, a translated message, an import, an error or a message for the log. */
function isUnread(source: Source, node: Node): boolean {
  return (
    isTagged(source, node, 'css') ||
    isMessage(source, node) ||
    node.type === 'ImportDeclaration' ||
    (node.type === 'NewExpression' && textOf(source, node.callee) === 'Error') ||
    (node.type === 'CallExpression' && textOf(source, node.callee).endsWith('.failed'))
  );
}

/** Words in the texts and attributes of a template, each with its place. */
function wordsOf(source: Source, { quasi }: Node): string[] {
  const template = quasi as Node;
  // The expressions give way to blanks, so that every place stays what it is.
  const markup = (template.expressions as readonly Node[]).reduce(
    (text, { start, end }) => {
      const [from, to] = [start - template.start, end - template.start];
      return `${text.slice(0, from)}${text.slice(from, to).replaceAll(/[^\n]/g, ' ')}${text.slice(to)}`;
    },
    textOf(source, template),
  );
  const tags = [...markup.matchAll(/<\/?([\w-]+)([^>]*)>/g)];
  const attributes = tags.flatMap(({ 0: { length }, 1: tag, 2: rest, index }) =>
    [...rest.matchAll(/([^\s=]+)=("[^"]*"|\S+)/g)]
      .filter(([, name]) => !technical.test(name) || (tag === 'save-picture' && name === 'name'))
      .map((attribute) => ({ at: index + length - 1 - rest.length + attribute.index, text: attribute[2] })),
  );
  const ends = [0, ...tags.map(({ 0: tag, index }) => index + tag.length)];
  const texts = ends.map((at, i) => ({ at, text: markup.slice(at, tags[i]?.index) }));
  return [...attributes, ...texts]
    .map(({ at, text }) => ({ at, text: text.replaceAll(/&\w+;/g, ' ').trim() }))
    .filter(({ text }) => /\p{L}/u.test(text))
    .map(({ at, text }) => `${placeOf(source, template.start + at)} ${text}`);
}

/** What is written in a string, with dots for what is put into it; empty for other nodes. */
function stringOf({ type, value, quasis }: Node): string {
  if (type === 'Literal') return typeof value === 'string' ? value : '';
  if (type !== 'TemplateLiteral') return '';
  return (quasis as readonly { readonly value: { readonly cooked: string } }[])
    .map((part) => part.value.cooked)
    .join('…');
}

function isWrittenOut(call: Node): boolean {
  const [first] = call.arguments as readonly Node[];
  if (first.type === 'Literal') return true;
  const properties = new Map(
    childrenOf(first).map(({ key, value }) => [String((key as Node).name), value as Node] as const),
  );
  const [message, comment] = [properties.get('message'), properties.get('comment')];
  return (
    message?.type === 'Literal' &&
    comment?.type === 'ArrayExpression' &&
    childrenOf(comment).every(({ type }) => type === 'Literal')
  );
}

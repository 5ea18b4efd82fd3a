import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { quoted } from './json-fault.ts';
import type { CodeDescription } from './vocabulary.ts';

/** A problem in a file of descriptions, in UTF-16 units. */
export interface DescriptionProblem {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
}

const fields = ['title', 'description', 'family', 'usualAction'] as const;
const form = 'a title, or an object with the strings title, description, family and usualAction';

/**
 * The descriptions of error codes in a file: `{"50660": {"title": "…", "description": "…", "family": "…",
 * "usualAction": "…"}, "85": "a title alone"}`, JSON with comments. Invalid entries are left out and reported.
 */
export function readCodeDescriptions(text: string): {
  readonly codes: ReadonlyMap<string, CodeDescription>;
  readonly problems: readonly DescriptionProblem[];
} {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const problems: DescriptionProblem[] = errors.map(({ error, offset, length }) => ({
    offset,
    length,
    message: `this is not JSON (${printParseErrorCode(error)}), expected an object of error codes`,
  }));
  const codes = new Map<string, CodeDescription>();
  const say = ({ offset, length }: Node, message: string): void => void problems.push({ offset, length, message });
  if (root && root.type !== 'object') say(root, 'expected an object of error codes, each with a description');
  for (const [key, value] of membersOf(root)) {
    const code = String(key.value);
    if (codes.has(code)) say(key, `the code ${quoted(code)} is described twice, expected once`);
    else if (value) codes.set(code, describe(code, value, say));
  }
  return { codes, problems };
}

function describe(code: string, value: Node, say: (node: Node, message: string) => void): CodeDescription {
  const described = { code, title: '', description: '', family: '', usualAction: '' };
  if (value.type === 'string') return { ...described, title: String(value.value) };
  if (value.type !== 'object') say(value, `the description of the code ${quoted(code)} is invalid, expected ${form}`);
  for (const [key, text] of membersOf(value)) {
    const field = fields.find((one) => one === key.value);
    if (field === undefined) say(key, `there is no ${quoted(String(key.value))} here, expected ${form}`);
    else if (text?.type !== 'string') say(text ?? key, `expected a string as the ${field} of the code ${quoted(code)}`);
    else described[field] = String(text.value);
  }
  return described;
}

function membersOf(node: Node | undefined): [key: Node, value: Node | undefined][] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children }): [Node, Node | undefined][] =>
    children?.[0] ? [[children[0], children[1]]] : [],
  );
}

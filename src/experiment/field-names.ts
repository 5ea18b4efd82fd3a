import { experimentSchema } from './schema.ts';

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

/** Names of the fields that the object at a path may have, in the order of the definition. */
export function fieldsAt(path: readonly PropertyKey[]): string[] {
  let nodes: SchemaNode[] = [experimentSchema() as SchemaNode];
  for (const step of path) nodes = nodes.flatMap(alternatives).flatMap((node) => child(node, step));
  return [...new Set(nodes.flatMap(alternatives).flatMap((node) => Object.keys(node.properties ?? {})))];
}

function alternatives(node: SchemaNode): SchemaNode[] {
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  return inner.length > 0 ? inner.flatMap(alternatives) : [node];
}

function child(node: SchemaNode, step: PropertyKey): SchemaNode[] {
  const named =
    typeof step === 'string' && Object.hasOwn(node.properties ?? {}, step) ? node.properties?.[step] : undefined;
  if (named) return [named];
  if (typeof step === 'number') return node.items ? [node.items] : [];
  return typeof node.additionalProperties === 'object' ? [node.additionalProperties] : [];
}

/** The name that was probably meant: the one with the fewest edits, if they are few for its length. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(written.length / 3));
  let nearest: string | undefined;
  let fewest = limit + 1;
  for (const name of names) {
    const edits = editDistance(written.toLowerCase(), name.toLowerCase());
    if (edits < fewest) {
      fewest = edits;
      nearest = name;
    }
  }
  return nearest;
}

/** The correction of a name that was probably meant to be another, if any. */
export function replacing(meant: string | undefined): { replacement?: string } {
  return meant === undefined ? {} : { replacement: JSON.stringify(meant) };
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}

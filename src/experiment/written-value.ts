import { getNodeValue, type Node } from 'jsonc-parser';

/**
 * The value of an experiment's text. `targets` and the `classes` of each are Maps: their names come from data, and objects
 * would change the order of some (`10` before `small`) and cannot hold all (`__proto__`).
 */
export function writtenValue(root: Node): unknown {
  return membersOf(root, (name, value) =>
    name === 'targets'
      ? namedValues(value, (definition) => membersOf(definition, definitionMember))
      : getNodeValue(value),
  );
}

function definitionMember(name: string, value: Node): unknown {
  return name === 'classes' ? namedValues(value, getNodeValue) : getNodeValue(value);
}

/** An object of known fields, each read by its name; anything else unchanged. */
function membersOf(node: Node, read: (name: string, value: Node) => unknown): unknown {
  if (node.type !== 'object') return getNodeValue(node);
  return Object.fromEntries(members(node).map(([name, value]) => [name, read(name, value)]));
}

/** An object whose names are data, as a Map; anything else unchanged. */
function namedValues(node: Node, read: (value: Node) => unknown): unknown {
  if (node.type !== 'object') return getNodeValue(node);
  return new Map(members(node).map(([name, value]) => [name, read(value)]));
}

function members({ children = [] }: Node): [string, Node][] {
  return children.flatMap(({ children: [name, value] = [] }): [string, Node][] =>
    name && value ? [[String(name.value), value]] : [],
  );
}

/** Whether the names of the object at a path come from data, so that any string is allowed. */
export function holdsNames(path: readonly PropertyKey[]): boolean {
  return path[0] === 'targets' && (path.length === 1 || (path.length === 3 && path[2] === 'classes'));
}

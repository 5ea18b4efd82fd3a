import { getNodeValue, type Node } from 'jsonc-parser';

/**
 * The value of an experiment's text. `targets`, the `classes` of each, and the `costs` of classes are Maps: their names come
 * from data, and objects would change the order of some (`10` before `small`) and cannot hold all (`__proto__`).
 */
export function writtenValue(root: Node): unknown {
  return membersOf(root, (name, value) => {
    if (name === 'targets') return namedValues(value, (definition) => membersOf(definition, definitionMember));
    return name === 'decision' ? membersOf(value, decisionMember) : getNodeValue(value);
  });
}

function decisionMember(name: string, value: Node): unknown {
  return name === 'costs' ? namedValues(value, (costs) => namedValues(costs, getNodeValue)) : getNodeValue(value);
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
  const [field, part] = path;
  if (field === 'decision') return part === 'costs' && (path.length === 2 || path.length === 3);
  return field === 'targets' && (path.length === 1 || (path.length === 3 && path[2] === 'classes'));
}

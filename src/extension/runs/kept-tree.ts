/** A node of a tree that is made again and again. */
export interface KeyedNode<Node> {
  /** The same for what is the same node, and of no other. */
  readonly key: string;
  readonly children: readonly Node[];
}

/**
 * A tree whose nodes stay the same objects while what they hold changes, so that only the rows that look different are
 * drawn again: VS Code forgets what belongs to rows that are drawn again, and a click at that moment is lost.
 */
export class KeptTree<Node extends KeyedNode<Node>> {
  readonly #look: (node: Node) => string;
  #nodes = new Map<string, { readonly node: Node; look: string }>();
  #roots: readonly Node[] = [];

  /** @param look everything that a node's row shows, without its children */
  constructor(look: (node: Node) => string) {
    this.#look = look;
  }

  get roots(): readonly Node[] {
    return this.#roots;
  }

  /**
   * Takes over a new tree.
   *
   * @returns the nodes whose rows, or rows below them, are to be drawn again; undefined for all
   */
  update(fresh: readonly Node[]): readonly Node[] | undefined {
    const before = this.#nodes;
    this.#nodes = new Map();
    const changed: Node[] = [];
    const isSame = sameKeys(this.#roots, fresh);
    this.#roots = fresh.map((node) => this.#adopt(node, before, changed));
    return isSame ? changed : undefined;
  }

  #adopt(fresh: Node, before: ReadonlyMap<string, { readonly node: Node; look: string }>, changed: Node[]): Node {
    const known = before.get(fresh.key);
    const isSame = known !== undefined && sameKeys(known.node.children, fresh.children);
    const node = known?.node ?? fresh;
    const below: Node[] = [];
    const children = fresh.children.map((child) => this.#adopt(child, before, below));
    Object.assign(node, { ...fresh, children });
    const look = this.#look(node);
    this.#nodes.set(node.key, { node, look });
    if (known === undefined || !isSame || known.look !== look) changed.push(node);
    else changed.push(...below);
    return node;
  }
}

function sameKeys<Node extends KeyedNode<Node>>(a: readonly Node[], b: readonly Node[]): boolean {
  return a.length === b.length && a.every(({ key }, i) => key === b[i].key);
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeptTree } from '../../../../src/extension/runs/kept-tree.ts';

interface Node {
  readonly key: string;
  readonly text: string;
  readonly children: readonly Node[];
}

/** A node whose key is its place. */
interface Loose {
  readonly text: string;
  readonly children: readonly Loose[];
}

const node = (key: string, text = '', ...children: Node[]): Node => ({ key, text, children });
const tree = (): KeptTree<Node> => new KeptTree(({ text }) => text);
const keys = (nodes: readonly Node[] | undefined) => nodes?.map(({ key }) => key);

test('nothing is drawn again where nothing changed', () => {
  const kept = tree();
  expect(kept.update([node('a', '', node('b'))])).toBeUndefined();
  expect(kept.update([node('a', '', node('b'))])).toEqual([]);
});

test('one row that looks different is drawn again, and stays the same object', () => {
  const kept = tree();
  kept.update([node('a', '', node('b', 'old'), node('c'))]);
  const [{ children: before }] = kept.roots;
  expect(keys(kept.update([node('a', '', node('b', 'new'), node('c'))]))).toEqual(['b']);
  expect(kept.roots[0].children[0]).toBe(before[0]);
  expect(before[0].text).toBe('new');
});

test('a row whose children come, go or change their order is drawn again with them', () => {
  const kept = tree();
  kept.update([node('a', '', node('b'), node('c', '', node('d'))), node('e')]);
  expect(keys(kept.update([node('a', '', node('b'), node('c', '', node('d'), node('f', 'x'))), node('e')]))).toEqual([
    'c',
  ]);
  expect(keys(kept.update([node('a', '', node('c', '', node('d'), node('f', 'x')), node('b')), node('e')]))).toEqual([
    'a',
  ]);
});

test('all is drawn again when the outermost rows are others', () => {
  const kept = tree();
  kept.update([node('a')]);
  expect(kept.update([node('a'), node('b')])).toBeUndefined();
});

test('what is drawn again brings the rows to what the tree is, for any changes', () => {
  const leaf = fc.record({ text: fc.constantFrom('x', 'y'), children: fc.constant([]) });
  const branchOf = (child: fc.Arbitrary<Loose>): fc.Arbitrary<Loose> =>
    fc.record({ text: fc.constantFrom('x', 'y'), children: fc.array(child, { maxLength: 3 }) });
  const anyNode = branchOf(branchOf(leaf));
  const named = (loose: Loose, key: string): Node => ({
    key,
    text: loose.text,
    children: loose.children.map((child, i) => named(child, `${key}.${i}`)),
  });
  fc.assert(
    fc.property(fc.array(fc.array(anyNode, { maxLength: 3 }), { minLength: 2, maxLength: 5 }), (versions) => {
      const kept = tree();
      // As VS Code has it: the texts and children of the rows when they were last drawn.
      const drawn = new Map<string, { text: string; children: readonly string[] }>();
      let roots: readonly string[] = [];
      const draw = (one: Node): void => {
        drawn.set(one.key, { text: one.text, children: one.children.map(({ key }) => key) });
        for (const child of one.children) draw(child);
      };
      for (const version of versions) {
        const fresh = version.map((loose, i) => named(loose, String(i)));
        const changed = kept.update(fresh.map((one) => structuredClone(one)));
        if (changed === undefined) roots = kept.roots.map(({ key }) => key);
        for (const one of changed ?? kept.roots) draw(one);
        const check = (one: Node): void => {
          expect(drawn.get(one.key)).toEqual({ text: one.text, children: one.children.map(({ key }) => key) });
          for (const child of one.children) check(child);
        };
        expect(roots).toEqual(fresh.map(({ key }) => key));
        for (const one of fresh) check(one);
      }
    }),
  );
});

/** A node of a tree as XGBoost's text dump (with statistics) describes it. */
export interface DumpedNode {
  readonly node: number;
  readonly depth: number;
  /** `f3` and `yes=1,no=2,missing=1` of a split; empty of a leaf. */
  readonly split: string;
  /** Threshold and gain of a split, or value of a leaf, then cover. */
  readonly numbers: readonly number[];
}

const number = String.raw`-?[\d.]+(?:e[-+]\d+)?`;
const splitLine = new RegExp(
  String.raw`^(\t*)(\d+):\[(.+)<(${number})\] (yes=\d+,no=\d+,missing=\d+),gain=(${number}),cover=(${number})$`,
);
const leafLine = new RegExp(String.raw`^(\t*)(\d+):leaf=(${number}),cover=(${number})$`);

export function parseDump(text: string): DumpedNode[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const split = splitLine.exec(line);
      if (split) {
        const [, tabs, node, feature, threshold, children, gain, cover] = split;
        const numbers = [threshold, gain, cover].map(Number);
        return { node: Number(node), depth: tabs.length, split: `${feature} ${children}`, numbers };
      }
      const leaf = leafLine.exec(line);
      if (!leaf) throw new Error(`not a line of a tree: ${JSON.stringify(line)}`);
      const [, tabs, node, value, cover] = leaf;
      return { node: Number(node), depth: tabs.length, split: '', numbers: [value, cover].map(Number) };
    });
}

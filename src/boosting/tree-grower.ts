import { type EntryLists, LevelLists, type SegmentRange } from './entry-lists.ts';
import { cutAbove, cutBelow, findCuts, type HistogramCuts } from './histogram-cuts.ts';
import type { NodeSums } from './runs.ts';
import type { BoosterSettings } from './settings.ts';
import type { SortedColumns } from './sorted-columns.ts';
import { type SplitPlace, SplitSearch, sumSlack } from './split-search.ts';
import { TreeDraft } from './tree-draft.ts';
import { prunedAway, type Tree } from './trees.ts';

/** XGBoost splits a node only for a larger gain, and cuts this far beyond the last value. */
const epsilon = Math.fround(1e-6);

/** A leaf that may be split. */
interface OpenLeaf {
  readonly node: number;
  readonly sums: NodeSums;
  readonly range: SegmentRange;
}

interface SplitLeaf extends OpenLeaf {
  readonly place: SplitPlace;
  readonly threshold: number;
  readonly firstChild: number;
}

/**
 * Grows one tree after another on the same examples, level by level, like XGBoost's `exact` or `hist`. Time is proportional to
 * the entries of the columns, not to their zeros. The sums of a node are taken over its rows, not from its split.
 */
export class TreeGrower {
  /** [rows] the leaf of the last tree that each row is in. */
  readonly leafOfRow: Int32Array;
  readonly #columns: SortedColumns;
  readonly #settings: BoosterSettings;
  readonly #search: SplitSearch;
  readonly #cuts: HistogramCuts | undefined;
  readonly #root: EntryLists;
  readonly #levels: readonly [LevelLists, LevelLists];
  readonly #spent: Uint8Array;

  /** @param rowWeights [rows], or undefined for 1 each; the gradients hold them already */
  constructor(columns: SortedColumns, settings: BoosterSettings, rowWeights: Float32Array | undefined) {
    const { zeros, treeMethod = 'exact' } = settings;
    const entries = columns.row.length;
    this.#columns = columns;
    this.#settings = {
      ...settings,
      eta: Math.fround(settings.eta),
      lambda: Math.fround(settings.lambda),
      gamma: Math.fround(settings.gamma),
      minChildWeight: Math.fround(settings.minChildWeight),
    };
    this.#search = new SplitSearch(
      { ...this.#settings, treeMethod, splitsMissing: columnsThatSplitMissing(columns) },
      longestColumn(columns),
    );
    this.#cuts = treeMethod === 'hist' ? findCuts(columns, zeros, rowWeights) : undefined;
    this.#root = { ...columns, column: Int32Array.from(columns.feature.keys()) };
    this.#levels = [new LevelLists(entries), new LevelLists(entries)];
    this.#spent = new Uint8Array(entries);
    this.leafOfRow = new Int32Array(columns.rows);
  }

  /** @param gradients [rows × 2] first and second derivative of the loss by each row's margin */
  grow(gradients: Float32Array): Tree {
    const { maxDepth } = this.#settings;
    const draft = new TreeDraft(this.#settings.eta);
    this.leafOfRow.fill(0);
    const [root] = this.#addLeaves(draft, [-1], gradients);
    let lists = this.#root;
    let open: readonly OpenLeaf[] = [{ node: 0, sums: root, range: { from: 0, to: this.#columns.feature.length } }];
    for (let depth = 0; depth < maxDepth && open.length > 0; depth++) {
      const split = this.#splitLeaves(draft, open, lists, gradients);
      if (split.length === 0) break;
      this.#moveRows(split, lists, draft.nodes);
      const parents = split.flatMap(({ node }) => [node, node]);
      const sums = this.#addLeaves(draft, parents, gradients);
      const next = this.#levels[depth % 2];
      open = depth + 1 < maxDepth ? this.#openLeaves(split, sums, lists, next) : [];
      lists = next;
    }
    const tree = (this.#isExact ? draft.prune(this.#settings.gamma) : draft.noteLeafValues()).finish();
    this.#leavePruned(tree);
    return tree;
  }

  get #isExact(): boolean {
    return this.#cuts === undefined;
  }

  /** Adds a leaf for each parent, in order; the rows are in them already. Returns the sums of each. */
  #addLeaves(draft: TreeDraft, parents: readonly number[], gradients: Float32Array): readonly NodeSums[] {
    const { lambda, minChildWeight } = this.#settings;
    const { leafOfRow } = this;
    const first = draft.nodes;
    const rows = new Int32Array(parents.length);
    const gradient = new Float64Array(parents.length);
    const hessian = new Float64Array(parents.length);
    for (let row = 0; row < leafOfRow.length; row++) {
      const i = leafOfRow[row] - first;
      if (i < 0) continue;
      rows[i]++;
      gradient[i] += gradients[2 * row];
      hessian[i] += gradients[2 * row + 1];
    }
    return parents.map((parent, i) => {
      const isHeavy = hessian[i] >= minChildWeight && hessian[i] > 0;
      draft.addLeaf(parent, hessian[i], isHeavy ? -gradient[i] / (hessian[i] + lambda) : 0);
      return { rows: rows[i], gradient: gradient[i], hessian: hessian[i] };
    });
  }

  /** Finds the leaves worth splitting and makes them inner nodes. */
  #splitLeaves(
    draft: TreeDraft,
    open: readonly OpenLeaf[],
    lists: EntryLists,
    gradients: Float32Array,
  ): readonly SplitLeaf[] {
    const split: SplitLeaf[] = [];
    for (const leaf of open) {
      const place = this.#search.find(lists, leaf.range, leaf.sums, gradients, this.#spent);
      if (place === undefined) continue;
      if (this.#isExact) draft.noteGain(leaf.node, place.gain);
      if (!(place.gain > epsilon) || (!this.#isExact && place.gain < this.#settings.gamma)) continue;
      const firstChild = draft.nodes + 2 * split.length;
      const column = lists.column[place.segment];
      const threshold = this.#threshold(place, column);
      draft.split(leaf.node, { ...place, feature: this.#columns.feature[column], threshold }, firstChild);
      split.push({ ...leaf, place, threshold, firstChild });
    }
    return split;
  }

  #threshold({ below, above, defaultLeft }: SplitPlace, column: number): number {
    if (this.#cuts !== undefined) {
      return defaultLeft ? cutBelow(this.#cuts, column, above) : cutAbove(this.#cuts, column, below);
    }
    if (Number.isNaN(below)) return Math.fround(above - Math.fround(Math.abs(above) + epsilon));
    if (Number.isNaN(above)) return Math.fround(below + Math.fround(Math.abs(below) + epsilon));
    return Math.fround(Math.fround(below + above) * 0.5);
  }

  /**
   * Moves the rows of split leaves into the children: first all of them to the child for rows without an entry, then those
   * with one.
   */
  #moveRows(split: readonly SplitLeaf[], lists: EntryLists, nodes: number): void {
    const { leafOfRow } = this;
    const withoutEntry = new Int32Array(nodes).fill(-1);
    for (const { node, place, threshold, firstChild } of split) {
      const isLeft = this.#settings.zeros === 'value' ? 0 < threshold : place.defaultLeft;
      withoutEntry[node] = isLeft ? firstChild : firstChild + 1;
    }
    for (let row = 0; row < leafOfRow.length; row++) {
      const child = withoutEntry[leafOfRow[row]];
      if (child >= 0) leafOfRow[row] = child;
    }
    for (const { place, threshold, firstChild } of split) {
      for (let e = lists.start[place.segment]; e < lists.start[place.segment + 1]; e++) {
        leafOfRow[lists.row[e]] = lists.value[e] < threshold ? firstChild : firstChild + 1;
      }
    }
  }

  /** Lists the entries of those children that are heavy enough to be split again. */
  #openLeaves(
    split: readonly SplitLeaf[],
    sums: readonly NodeSums[],
    lists: EntryLists,
    next: LevelLists,
  ): readonly OpenLeaf[] {
    const lightest = 2 * this.#settings.minChildWeight * (1 - sumSlack);
    next.clear();
    const open: OpenLeaf[] = [];
    sums.forEach((sum, i) => {
      if (sum.hessian < lightest || sum.rows < 2) return;
      const parent = split[i >> 1];
      const node = parent.firstChild + (i & 1);
      const range = next.add(lists, parent.range, this.#spent, this.leafOfRow, node);
      open.push({ node, sums: sum, range });
    });
    return open;
  }

  /** Rows of pruned leaves are in the next node above them that was not pruned. */
  #leavePruned({ feature, parent }: Tree): void {
    if (!feature.includes(prunedAway)) return;
    const standIn = Int32Array.from(feature.keys());
    for (let node = 0; node < feature.length; node++) {
      if (feature[node] === prunedAway) standIn[node] = standIn[parent[node]];
    }
    for (let row = 0; row < this.leafOfRow.length; row++) this.leafOfRow[row] = standIn[this.leafOfRow[row]];
  }
}

/** [columns] 1 = some rows have no entry there, and not all entries have the same value. */
function columnsThatSplitMissing({ rows, feature, start, value }: SortedColumns): Uint8Array {
  return Uint8Array.from(feature, (_, i) => {
    const isFull = start[i + 1] - start[i] === rows;
    return !isFull && value[start[i]] !== value[start[i + 1] - 1] ? 1 : 0;
  });
}

function longestColumn({ feature, start }: SortedColumns): number {
  return feature.reduce((longest, _, i) => Math.max(longest, start[i + 1] - start[i]), 0);
}

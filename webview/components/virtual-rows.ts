import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/virtual-core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Which of very many rows an element has to render, while its scroller is where it is. Rows are of one height, but for
 * those that are measured.
 */
export class VirtualRows implements ReactiveController {
  readonly #options: VirtualizerOptions<HTMLElement, HTMLElement>;
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  #rowHeight: number;
  #unmount: (() => void) | null = null;

  /**
   * @param scroller  found after the element's first update
   * @param rowHeight of rows that are not measured, in pixels
   * @param covered   pixels at the scroller's top that its header covers
   */
  constructor(host: ReactiveControllerHost, scroller: () => HTMLElement | null, rowHeight: number, covered: number) {
    this.#rowHeight = rowHeight;
    this.#options = {
      count: 0,
      getScrollElement: scroller,
      estimateSize: () => this.#rowHeight,
      overscan: 8,
      scrollPaddingEnd: covered,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => host.requestUpdate(),
    };
    this.#virtualizer = new Virtualizer(this.#options);
    host.addController(this);
  }

  hostConnected(): void {
    this.#unmount = this.#virtualizer._didMount();
  }

  hostUpdated(): void {
    this.#virtualizer._willUpdate();
  }

  hostDisconnected(): void {
    this.#unmount?.();
    this.#unmount = null;
  }

  /** Tells how many rows there are, and how a row is known again when the order changes. */
  show(count: number, keyOf: (index: number) => number): void {
    this.#virtualizer.setOptions({ ...this.#options, count, getItemKey: keyOf });
  }

  /** The rows to render, with their places in pixels from the first. */
  get rows(): VirtualItem[] {
    return this.#virtualizer.getVirtualItems();
  }

  /** Height of all rows in pixels. */
  get height(): number {
    return this.#virtualizer.getTotalSize();
  }

  /** Number of rows that are in sight. */
  get inSight(): number {
    const { range } = this.#virtualizer;
    return range === null ? 1 : Math.max(range.endIndex - range.startIndex - 1, 1);
  }

  /** Another look of the rows has another height. What was measured is forgotten. */
  resize(rowHeight: number): void {
    if (rowHeight === this.#rowHeight) return;
    this.#rowHeight = rowHeight;
    this.#virtualizer.measure();
  }

  /** To be called with a row that was rendered and may be of any height; it has its number as `data-index`. */
  readonly measure = (row: Element | undefined): void => {
    this.#virtualizer.measureElement(row instanceof HTMLElement ? row : null);
  };

  reveal(index: number): void {
    this.#virtualizer.scrollToIndex(index, { align: 'auto' });
  }

  /** Makes room below a row, unless it is in the upper half as it is. */
  makeRoomBelow(index: number): void {
    const { scrollOffset, scrollRect } = this.#virtualizer;
    const row = this.rows.find((one) => one.index === index);
    if (row && scrollRect && row.start - (scrollOffset ?? 0) > scrollRect.height / 2) {
      this.#virtualizer.scrollToIndex(index, { align: 'start' });
    }
  }
}

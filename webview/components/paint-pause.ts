/** What arrives is gathered for this many milliseconds at most. */
const longest = 5000;
/** Painting takes one part of this many of the time. */
const parts = 5;

/**
 * Paints what arrives bit by bit: once for all that comes within a pause, which is the longer the longer painting takes.
 * Pages may share their thread with VS Code's own window.
 */
export class PaintPause {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause: number;

  constructor(
    /** Asks for a paint, which is done by the end of the task. */
    readonly paint: () => void,
    /** What arrives is gathered for this many milliseconds at least. */
    readonly shortest: number,
  ) {
    this.#pause = shortest;
  }

  /** Paints after the pause. */
  soon(): void {
    this.#timer ??= setTimeout(() => this.now(), this.#pause);
  }

  /** Paints at once, also what waits. */
  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const start = performance.now();
    this.paint();
    setTimeout(() => {
      this.#pause = Math.min(Math.max(this.shortest, (parts - 1) * (performance.now() - start)), longest);
    });
  }
}

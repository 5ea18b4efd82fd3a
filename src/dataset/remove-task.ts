import type { TaskIndex } from './task-index.ts';

/**
 * The range of a history's text to delete, in UTF-16 units, so that a task is gone and the rest stays valid: the task with the
 * comma between it and the next one, or the one before; or its line.
 *
 * @param text the whole text
 */
export function stretchOf(
  index: TaskIndex,
  task: number,
  text: (from: number, to: number) => string,
  length: number,
): { readonly from: number; readonly to: number } {
  const [from, to] = [index.from(task), index.to(task)];
  if (index.layout === 'object') {
    if (task + 1 < index.count) return { from, to: index.from(task + 1) };
    return { from: task > 0 ? index.to(task - 1) : from, to };
  }
  const before = task > 0 ? index.to(task - 1) : 0;
  const after = task + 1 < index.count ? index.from(task + 1) : length;
  const [afterLast] = /[^\r\n]*$/.exec(text(before, from)) ?? [''];
  const lineEnd = /\r\n|\r|\n/.exec(text(to, after));
  return { from: from - afterLast.length, to: lineEnd ? to + lineEnd.index + lineEnd[0].length : after };
}

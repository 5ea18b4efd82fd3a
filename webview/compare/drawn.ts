/** Most runs whose lines are drawn at once: so many combinations of colour, dashes and marker can be distinguished. */
export const maxDrawn = 8;

/** A run whose lines are drawn, and which look they have. */
export interface Drawn {
  readonly folder: string;
  /** 0 … maxDrawn − 1; a run keeps it as long as it is drawn. */
  readonly slot: number;
}

/** Draws a run in the first look that is free, or takes it away. Nothing happens if all looks are taken. */
export function toggleDrawn(drawn: readonly Drawn[], folder: string): readonly Drawn[] {
  if (drawn.some((one) => one.folder === folder)) return drawn.filter((one) => one.folder !== folder);
  const slot = Array.from({ length: maxDrawn }, (_, i) => i).find((i) => drawn.every((one) => one.slot !== i));
  return slot === undefined ? drawn : [...drawn, { folder, slot }];
}

/** The first runs, as many as can be drawn. */
export function firstDrawn(folders: readonly string[]): readonly Drawn[] {
  return folders.slice(0, maxDrawn).map((folder, slot) => ({ folder, slot }));
}

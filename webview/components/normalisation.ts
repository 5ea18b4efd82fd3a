/** By what the counts of a confusion matrix are divided: those of the true class, of the predicted one, all, or nothing. */
export const normalisations = ['true', 'predicted', 'all', 'none'] as const;
export type Normalisation = (typeof normalisations)[number];

/** What the shares of a cell are of, in a sentence. */
export const wholeText: Readonly<Record<Normalisation, string>> = {
  true: 'Share of the true class',
  predicted: 'Share of the predicted class',
  all: 'Share of all examples',
  none: 'Examples of a fit',
};

/** The same after the number of a cell. */
export const ofWholeText: Readonly<Record<Normalisation, string>> = {
  true: 'of the row',
  predicted: 'of the column',
  all: 'of all',
  none: 'examples of a fit',
};

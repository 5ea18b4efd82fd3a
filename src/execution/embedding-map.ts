import { siteColumnName } from '../dataset/site-column.ts';
import { type CodeDescription, studyDescriptions } from '../dataset/vocabulary.ts';
import { principalComponents } from '../learning/principal-components.ts';
import type { Embeddings } from '../network/embeddings.ts';
import { loadEmbeddings } from '../network/layers-model.ts';
import type { EmbeddedName, EmbeddingMap } from '../protocol/run-panel.ts';
import { RunUnreadable } from '../runs/read-run.ts';
import { readVocabulary } from '../runs/read-vocabulary.ts';
import { fitFolder } from '../runs/run-paths.ts';
import { readModelFile } from '../runs/sealed-files.ts';

/** Number of most similar names. */
const nearestCount = 5;

/**
 * The embeddings of a complete fit of an `embedding` run. Codes and sites are laid out together, because they share a space:
 * the dot product of a code's and a site's shows whether the pair is used.
 *
 * @throws RunUnreadable
 */
export function embeddingMap(run: string, target: string, index: number): EmbeddingMap {
  const { codes, sites } = readVocabulary(run);
  const known = studyDescriptions(codes);
  const embeddings = readEmbeddings(run, target, index);
  const { size, errors } = embeddings;
  if (errors.length !== codes.length * size || embeddings.sites.length !== sites.length * size) {
    throw new RunUnreadable(`the model of ${run} does not fit its codes and sites`);
  }
  const all = new Float32Array(errors.length + embeddings.sites.length);
  all.set(errors);
  all.set(embeddings.sites, errors.length);
  const { coordinates, explained } = principalComponents(all, size, 2);
  const names = [
    ...codes.map((code) => ({ kind: 'code' as const, name: code, ...describe(known.get(code)) })),
    ...sites.map((column) => {
      const group = tierOf(column.site);
      return { kind: 'site' as const, name: siteColumnName(column), group, title: '' };
    }),
  ];
  return {
    size,
    explained: [...explained],
    names: names.map((name, i) => ({
      ...name,
      x: coordinates[2 * i],
      y: coordinates[2 * i + 1],
      nearest: nearest(all, size, i, i < codes.length ? [0, codes.length] : [codes.length, names.length]),
    })),
  };
}

function readEmbeddings(run: string, target: string, index: number): Embeddings {
  const [topology, weights] = ['model.json', 'weights.bin'].map((name) => readModelFile(run, target, index, name));
  try {
    return loadEmbeddings(topology, weights);
  } catch (error) {
    const fit = fitFolder(run, target, index);
    throw new RunUnreadable(`the model in ${fit} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function describe(known: CodeDescription | undefined): Pick<EmbeddedName, 'group' | 'title'> {
  const { family, title } = known ?? { family: 'unknown', title: '' };
  // `agent / merge` counts as `agent`: there are few distinguishable colours.
  return { group: family.split(' / ')[0], title };
}

/** Sites of the grid are named by their tier: `T1_DE_KIT`. */
function tierOf(site: string): string {
  return /^T\d(?=_)/.exec(site)?.[0] ?? 'unknown';
}

/** Numbers of the vectors with the smallest angle to one, among those from … to − 1; a vector of length 0 has none. */
function nearest(vectors: Float32Array, size: number, one: number, [from, to]: readonly [number, number]): number[] {
  const similarities: { other: number; similarity: number }[] = [];
  for (let other = from; other < to; other++) {
    if (other !== one) similarities.push({ other, similarity: cosine(vectors, size, one, other) });
  }
  similarities.sort((a, b) => b.similarity - a.similarity || a.other - b.other);
  return similarities.slice(0, nearestCount).map(({ other }) => other);
}

function cosine(vectors: Float32Array, size: number, a: number, b: number): number {
  let [product, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    const [valueA, valueB] = [vectors[a * size + i], vectors[b * size + i]];
    product += valueA * valueB;
    squareA += valueA * valueA;
    squareB += valueB * valueB;
  }
  return squareA === 0 || squareB === 0 ? -1 : product / Math.sqrt(squareA * squareB);
}

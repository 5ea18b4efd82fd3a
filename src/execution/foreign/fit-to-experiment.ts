import type { XgboostModel } from '../../boosting/read-xgboost-json.ts';
import { firstRounds, rearrangeTrees } from '../../boosting/rearrange-trees.ts';
import type { ZeroReading } from '../../boosting/settings.ts';
import type { BoostedTrees } from '../../boosting/trees.ts';
import { writeXgboostJson } from '../../boosting/write-xgboost-json.ts';
import { zerosInTraining } from '../../boosting/zeros-in-training.ts';
import { InputError } from '../../dataset/input-error.ts';
import { type ForeignNetwork, importLayersModel, type SavedModel } from '../../network/import-layers-model.ts';
import { columnsOfNames, readColumnNames } from './feature-names.ts';
import { missingNames, placesAmong } from './match-names.ts';
import type { ModelDescription } from './model-description.ts';

/** How zeros are read, by a model's file or by request. */
export type ZerosChoice = ZeroReading | 'auto';

/** Codes, sites and classes of the experiment's data, in their order. */
export interface OwnNames {
  readonly codes: readonly string[];
  readonly sites: readonly string[];
  readonly classes: readonly string[];
}

/** A model in our files, for the experiment's columns and classes. */
export interface FittedModel {
  readonly files: SavedModel;
  /** Settings of the model's entry, besides its architecture. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What was changed, and what had to be assumed; sentences. */
  readonly notes: readonly string[];
}

interface Request {
  readonly own: OwnNames;
  readonly description: ModelDescription | undefined;
  /** The model's file, for messages. */
  readonly file: string;
}

/** [own index] → index in the model. */
interface Order {
  readonly errors: Int32Array;
  readonly sites: Int32Array;
  readonly classes: Int32Array;
}

/** A network whose shape is the experiment's. @throws InputError */
export function fitNetwork(network: ForeignNetwork, request: Request): FittedModel {
  const { description, own, file } = request;
  const { errors, sites, classes } = network.network.architecture;
  const order = orderOf(request, { columns: errors * sites, axes: [errors, sites], classes });
  const notes = [description ? describeMatched(description) : describeAssumed(own, 'columns')];
  return { files: importLayersModel(network, order, file), settings: {}, notes };
}

/**
 * Boosted trees in the experiment's columns, with zeros read as in their training.
 *
 * @throws InputError if columns or classes differ
 */
export function fitTrees(model: XgboostModel, zeros: ZerosChoice, request: Request): FittedModel {
  const { own, file } = request;
  const notes: string[] = [];
  if (model.trees.trees.length === 0) throw new InputError('the model has no trees', file);
  const best = bestRounds(model, notes);
  const order = orderTrees(model.trees, request, notes);
  if (model.objective === 'binary:logistic') {
    const [first, second] = (request.description ?? own).classes;
    notes.push(`A model of ${model.objective}: its margin is that of ${second} against ${first}.`);
  }
  // Rounds after the best also show the matrix of the training.
  const reading = chooseZeros(model.trees, zeros, model.zeros, request, notes);
  const trees = { ...rearrangeTrees(best, order), zeros: reading };
  const bytes = new TextEncoder().encode(writeXgboostJson(trees));
  return { files: [{ name: 'model.xgb.json', bytes }], settings: { zeros: reading }, notes };
}

/** The rounds up to the best one, if training was stopped early, as in XGBClassifier. */
function bestRounds({ trees, bestIteration }: XgboostModel, notes: string[]): BoostedTrees {
  if (bestIteration === undefined) return trees;
  const rounds = trees.trees.length / trees.classes;
  const best = Number(bestIteration) + 1;
  if (!/^\d+$/.test(bestIteration) || best > rounds) {
    notes.push(
      `The file names ${bestIteration} as the best iteration, but has ${rounds} rounds: all of them are used.`,
    );
    return trees;
  }
  if (best === rounds) return trees;
  notes.push(`The best ${best} of ${rounds} rounds are used (best_iteration ${bestIteration}), as XGBClassifier does.`);
  return firstRounds(trees, best);
}

function orderTrees(
  trees: BoostedTrees,
  request: Request,
  notes: string[],
): { columns: Int32Array; classes: Int32Array } {
  const { own, description, file } = request;
  const fail = failIn(file);
  const { codes, sites } = description ?? own;
  const named = trees.featureNames && !description ? columnsOfNames(trees.featureNames, codes, sites, fail) : undefined;
  const order = orderOf(request, { columns: trees.features, classes: trees.classes });
  const width = own.sites.length;
  const columns = Int32Array.from({ length: own.codes.length * width }, (_, column) => {
    return order.errors[Math.floor(column / width)] * width + order.sites[column % width];
  });
  if (trees.featureNames && description) requireAgreement(trees.featureNames, description, fail);
  if (named) {
    named.forEach((own, theirs) => {
      columns[own] = theirs;
    });
    notes.push("The columns were matched by the model's feature_names.");
  }
  notes.push(description ? describeMatched(description) : describeAssumed(own, named ? 'classes' : 'columns'));
  return { columns, classes: order.classes };
}

/** How zeros are read: as requested, as in files, or as the splits show. */
function chooseZeros(
  trees: BoostedTrees,
  asked: ZerosChoice,
  inFile: ZeroReading | undefined,
  { description }: Request,
  notes: string[],
): ZeroReading {
  const read = (reading: ZeroReading, why: string): ZeroReading => {
    const how = reading === 'value' ? 'the number 0' : 'missing values';
    notes.push(`Cells without a count are read as ${how}: ${why}.`);
    return reading;
  };
  const recorded = inFile ?? description?.zeros;
  if (asked !== 'auto') {
    const against = recorded !== undefined && recorded !== asked ? `, though the model's files say ${recorded}` : '';
    return read(asked, `set by --zeros ${asked}${against}`);
  }
  if (recorded !== undefined) return read(recorded, 'the files of the model say so');
  const { reading, why } = zerosInTraining(trees);
  const other = reading === 'value' ? 'missing' : 'value';
  return read(reading, `${why} (--zeros ${other} for the other reading)`);
}

/** The sizes of a model. */
interface ModelSize {
  readonly columns: number;
  /** Codes and sites, if the model has separate axes. */
  readonly axes?: readonly [number, number];
  readonly classes: number;
}

/** By name if there are names, otherwise in the same order. @throws InputError if names or sizes do not fit */
function orderOf({ description, own, file }: Request, size: ModelSize): Order {
  const misfit = sizeMisfit(size, own, 'those of the experiment');
  if (!description) {
    if (misfit) throw new InputError(misfit, file);
    return inOrder(own);
  }
  const other = sizeMisfit(size, description, `those that ${description.file} describes`);
  if (other) throw new InputError(other, file);
  const problems = [
    ...missingNames(own.codes, description.codes, 'code'),
    ...missingNames(own.sites, description.sites, 'site'),
    ...missingNames(own.classes, description.classes, 'class'),
  ];
  if (problems.length > 0) {
    throw new InputError([...(misfit ? [misfit] : []), ...problems].join('; '), description.file);
  }
  return {
    errors: placesAmong(own.codes, description.codes),
    sites: placesAmong(own.sites, description.sites),
    classes: placesAmong(own.classes, description.classes),
  };
}

function sizeMisfit({ columns, axes, classes }: ModelSize, names: OwnNames, whose: string): string | undefined {
  const [errors, sites] = [names.codes.length, names.sites.length];
  const fits = axes ? axes[0] === errors && axes[1] === sites : columns === errors * sites;
  if (fits && classes === names.classes.length) return undefined;
  const wanted = `${errors} codes × ${sites} sites and ${names.classes.length} classes`;
  const has = axes ? `is for ${axes[0]} codes × ${axes[1]} sites` : `has ${columns} columns`;
  return `the model ${has} and ${classes} classes, expected ${whose}: ${axes ? wanted : `${errors * sites} (${wanted})`}`;
}

/** Checks that the names of columns agree with the description, as far as they can be read. */
function requireAgreement(
  names: readonly string[],
  { codes, sites, file }: ModelDescription,
  fail: (reason: string) => never,
): void {
  const read = readColumnNames(names, codes, sites);
  if (read.kind !== 'columns' || read.columns.every((column, i) => column === i)) return;
  fail(`the names of the model's columns (feature_names) contradict ${file}`);
}

function inOrder({ codes, sites, classes }: OwnNames): Order {
  const places = ({ length }: readonly string[]): Int32Array => Int32Array.from({ length }, (_, i) => i);
  return { errors: places(codes), sites: places(sites), classes: places(classes) };
}

function describeMatched({ file }: ModelDescription): string {
  return `Codes, sites and classes were matched by name with ${file.split(/[\\/]/).at(-1)} next to the model.`;
}

/** @param what has no names: the columns and classes, or only the classes */
function describeAssumed({ classes }: OwnNames, what: 'columns' | 'classes'): string {
  const order = `classes ${classes.slice(0, 10).join(', ')}${classes.length > 10 ? ' …' : ''}`;
  const transform = 'and its counts to be transformed as in the experiment';
  return what === 'classes'
    ? `The model does not name its classes: they are assumed to be in the experiment's order, ${order}, ${transform}.`
    : `The model does not name its columns and classes (no oap.json next to it): they are assumed to be in the experiment's order, column = code × sites + site, ${order}, ${transform}.`;
}

function failIn(file: string): (reason: string) => never {
  return (reason) => {
    throw new InputError(reason, file);
  };
}

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

/** How the file of a model says that zeros are read, or how they are to be. */
export type ZerosChoice = ZeroReading | 'auto';

/** What the experiment's data have, in their order. */
export interface OwnNames {
  readonly codes: readonly string[];
  readonly sites: readonly string[];
  readonly classes: readonly string[];
}

/** A model in our files, for the experiment's columns and classes. */
export interface FittedModel {
  readonly files: SavedModel;
  /** Settings of the model's entry besides those of its architecture. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What was done to it, and what had to be assumed; sentences. */
  readonly notes: readonly string[];
}

interface Request {
  readonly own: OwnNames;
  readonly description: ModelDescription | undefined;
  /** The model's file, for messages. */
  readonly file: string;
}

/** [of each own one] its place in the model. */
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
  const notes = [description ? sayMatched(description) : sayAssumed(own, 'columns')];
  return { files: importLayersModel(network, order, file), settings: {}, notes };
}

/**
 * Boosted trees in the experiment's columns, zeros read as they were in training.
 *
 * @throws InputError if columns or classes are others
 */
export function fitTrees(model: XgboostModel, zeros: ZerosChoice, request: Request): FittedModel {
  const { own, file } = request;
  const notes: string[] = [];
  if (model.trees.trees.length === 0) throw new InputError('the model has no trees', file);
  const best = bestRounds(model, notes);
  const order = orderTrees(model.trees, request, notes);
  if (model.objective === 'binary:logistic') {
    notes.push(`A model of ${model.objective}: its margin is that of ${own.classes[1]} against ${own.classes[0]}.`);
  }
  const reading = chooseZeros(best, zeros, model.zeros, request, notes);
  const trees = { ...rearrangeTrees(best, order), zeros: reading };
  const bytes = new TextEncoder().encode(writeXgboostJson(trees));
  return { files: [{ name: 'model.xgb.json', bytes }], settings: { zeros: reading }, notes };
}

/** The rounds up to the best, where training was stopped early, as XGBClassifier predicts. */
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
  notes.push(description ? sayMatched(description) : sayAssumed(own, named ? 'classes' : 'columns'));
  return { columns, classes: order.classes };
}

/** How zeros are read: as asked for, as files say, or as the splits show. */
function chooseZeros(
  trees: BoostedTrees,
  asked: ZerosChoice,
  inFile: ZeroReading | undefined,
  { description }: Request,
  notes: string[],
): ZeroReading {
  const say = (reading: ZeroReading, why: string): ZeroReading => {
    const how = reading === 'value' ? 'the number 0' : 'missing values';
    notes.push(`Cells without a count are read as ${how}: ${why}.`);
    return reading;
  };
  const said = inFile ?? description?.zeros;
  if (asked !== 'auto') {
    const against = said !== undefined && said !== asked ? `, though the model's files say ${said}` : '';
    return say(asked, `asked for (--zeros ${asked})${against}`);
  }
  if (said !== undefined) return say(said, 'the files of the model say so');
  const { reading, why } = zerosInTraining(trees);
  const other = reading === 'value' ? 'missing' : 'value';
  return say(reading, `${why} (--zeros ${other} for the other reading)`);
}

/** What a model has. */
interface ModelSize {
  readonly columns: number;
  /** Codes and sites, if the model knows them apart. */
  readonly axes?: readonly [number, number];
  readonly classes: number;
}

/** By names where there are any, else as the places are. @throws InputError if names or sizes do not fit */
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

/** Names of columns say what the description says, as far as they are understood. */
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

function sayMatched({ file }: ModelDescription): string {
  return `Codes, sites and classes were matched by name with ${file.split(/[\\/]/).at(-1)} next to the model.`;
}

/** @param what is not named: the columns and classes, or the classes only */
function sayAssumed({ classes }: OwnNames, what: 'columns' | 'classes'): string {
  const order = `classes ${classes.slice(0, 10).join(', ')}${classes.length > 10 ? ' …' : ''}`;
  return what === 'classes'
    ? `The model does not name its classes: they are taken to be in the experiment's order, ${order}.`
    : `The model does not name its columns and classes (no oap.json next to it): they are taken to be in the experiment's order, column = code × sites + site, ${order}, and its counts to be transformed as the experiment says.`;
}

function failIn(file: string): (reason: string) => never {
  return (reason) => {
    throw new InputError(reason, file);
  };
}

/*
 * Files that people mistake for a model that can be imported: what each is, and how to get such a model.
 */

/** What a file is, and what to do instead; both go into one sentence. */
export interface FileKind {
  readonly is: string;
  readonly instead: string;
  /** Default: `expectedModel`. */
  readonly expected?: string;
}

/** The files that can be imported. */
export const expectedModel = "expected model.json of TensorFlow.js (a LayersModel) or of Keras, or XGBoost's JSON";

export const toTensorFlow =
  'in Python, tensorflowjs.converters.save_keras_model(model, "folder") writes model.json and its weights';
export const toXgboost = 'in Python, model.save_model("model.json") writes it';
export const toEither = `of Keras: ${toTensorFlow}; of XGBoost: ${toXgboost}`;
export const fromTools = 'models of Keras and XGBoost can be imported';

interface TextSignature extends FileKind {
  readonly pattern: RegExp;
}

const texts: readonly TextSignature[] = [
  { is: 'empty', instead: 'export the model again', pattern: /^\s*$/ },
  { is: 'a Git LFS pointer, not the file itself', instead: 'run git lfs pull', pattern: /^version https:\/\/git-lfs/ },
  {
    is: 'a web page, perhaps a login page',
    instead: 'download the file itself',
    pattern: /^\s*<(?:!doctype html|html|head|body|!--)/i,
  },
  { is: 'PMML', instead: toEither, pattern: /^\s*<[\s\S]{0,500}<PMML/ },
  { is: 'XML', instead: toEither, pattern: /^\s*<\?xml/ },
  {
    is: 'a text dump of trees from XGBoost',
    instead: toXgboost,
    pattern: /^\s*(?:booster\[\d+\]:?\s+)?0:(?:\[.{1,1000}\] yes=|leaf=)/,
  },
  { is: 'a drawing of a tree (Graphviz)', instead: toXgboost, pattern: /^\s*digraph\b/ },
  { is: 'a LightGBM model', instead: fromTools, pattern: /^\s*tree\r?\nversion=/ },
];

/** What a text is if it is not JSON. */
export function textKind(text: string): FileKind {
  const start = text.slice(0, 4096);
  return texts.find(({ pattern }) => pattern.test(start)) ?? { is: 'not JSON', instead: toEither };
}

/** The text is meant as JSON. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** What a folder is. @param names of its files */
export function folderKind(names: readonly string[]): FileKind {
  if (names.includes('saved_model.pb')) return { is: 'a SavedModel folder of TensorFlow', instead: toTensorFlow };
  const model = ['model.json', 'model.xgb.json'].find((name) => names.includes(name));
  if (model) return { is: 'a folder', instead: `give the file ${model} in it` };
  if (names.includes('model.weights.h5')) return { is: 'an unpacked .keras archive', instead: toTensorFlow };
  return { is: 'a folder', instead: 'give the file of the model' };
}

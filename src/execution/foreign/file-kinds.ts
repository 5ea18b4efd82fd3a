/*
 * Files that people take for a model that can be imported, by their first bytes or their text: what each is, and the way to a
 * model that can be taken.
 */

/** What a file is, and what to do to get what is wanted; both end up in one sentence. */
export interface FileKind {
  readonly is: string;
  readonly instead: string;
  /** Unless given, what is taken. */
  readonly expected?: string;
}

/** What is taken. */
export const expectedModel = "expected model.json of TensorFlow.js (a LayersModel) or of Keras, or XGBoost's JSON";

const toTensorFlow =
  'in Python, tensorflowjs.converters.save_keras_model(model, "folder") writes model.json and its weights';
const toXgboost = 'in Python, model.save_model("model.json") writes it';
const toEither = `of Keras: ${toTensorFlow}; of XGBoost: ${toXgboost}`;
const unpack = 'unpack it first';
const fromTools = 'models of Keras and XGBoost can be imported';

interface Signature extends FileKind {
  matches(bytes: Buffer, name: string): boolean;
}

const startsWith =
  (...numbers: readonly number[]) =>
  (bytes: Buffer): boolean =>
    bytes.subarray(0, numbers.length).equals(Buffer.from(numbers));

const zip = startsWith(0x50, 0x4b, 0x03, 0x04);

const binary: readonly Signature[] = [
  {
    is: 'a .keras archive of Keras 3',
    instead: toTensorFlow,
    matches: (b) => zip(b) && b.includes('model.weights.h5'),
  },
  { is: 'an archive of PyTorch', instead: fromTools, matches: (b) => zip(b) && b.includes('data.pkl') },
  { is: 'an archive of NumPy arrays', instead: fromTools, matches: (b) => zip(b) && b.includes('.npy') },
  { is: 'a zip archive', instead: unpack, matches: zip },
  { is: 'a gzip archive', instead: unpack, matches: startsWith(0x1f, 0x8b) },
  { is: 'a bzip2 archive', instead: unpack, matches: startsWith(0x42, 0x5a, 0x68) },
  { is: 'an xz archive', instead: unpack, matches: startsWith(0xfd, 0x37, 0x7a, 0x58, 0x5a) },
  { is: 'a zstd archive', instead: unpack, matches: startsWith(0x28, 0xb5, 0x2f, 0xfd) },
  { is: 'an HDF5 file (.h5) of Keras', instead: toTensorFlow, matches: startsWith(0x89, 0x48, 0x44, 0x46) },
  { is: 'a NumPy array', instead: fromTools, matches: startsWith(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59) },
  { is: 'a pickle of Python, which is code and is never opened', instead: toEither, matches: isPickle },
  {
    is: 'a compressed pickle (joblib)',
    instead: toEither,
    matches: (b) => b[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(b[1]),
  },
  { is: 'a TensorFlow Lite model', instead: toTensorFlow, matches: (b) => b.toString('latin1', 4, 8) === 'TFL3' },
  { is: 'a CatBoost model', instead: fromTools, matches: (b) => b.toString('latin1', 0, 4) === 'CBM1' },
  { is: 'an XGBoost model in UBJSON', instead: `the same model is wanted as JSON: ${toXgboost}`, matches: isUbjson },
  {
    is: 'an XGBoost model in the old binary format',
    instead: `the same model is wanted as JSON: ${toXgboost}`,
    matches: isOldXgboost,
  },
  {
    is: 'a part of a SavedModel of TensorFlow',
    instead: toTensorFlow,
    matches: (b, name) => name.endsWith('.pb') && isBinary(b),
  },
  { is: 'an ONNX model', instead: toEither, matches: isOnnx },
  {
    is: 'text in UTF-16',
    instead: 'save it as UTF-8',
    matches: (b) => startsWith(0xff, 0xfe)(b) || startsWith(0xfe, 0xff)(b),
  },
  {
    is: 'the weights of a model',
    instead: 'give its model.json, which names them',
    matches: (b, name) => name.endsWith('.bin') && isBinary(b),
  },
  { is: 'a binary file', instead: toEither, matches: isBinary },
];

/** What a file is if it is no text. @param name of the file */
export function binaryKind(bytes: Buffer, name: string): FileKind | undefined {
  return binary.find((kind) => kind.matches(bytes, name.toLowerCase()));
}

function isPickle(bytes: Buffer): boolean {
  return bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5;
}

/** An object whose first key has its length before it: `{L` and eight bytes. */
function isUbjson(bytes: Buffer): boolean {
  return bytes[0] === 0x7b && 'iUIlL'.includes(String.fromCharCode(bytes[1])) && bytes.subarray(2, 12).includes(0);
}

function isOldXgboost(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 4096);
  const start = head.toString('latin1', 0, 14);
  if (/^(?:binf|bs64|CONFIG-offset:)/.test(start)) return true;
  return isBinary(head) && ['gbtree', 'gblinear', 'dart'].some((name) => head.includes(name));
}

/** The version and the name of what wrote it, fields 1 and 2 of a protocol buffer. */
function isOnnx(bytes: Buffer, name: string): boolean {
  if (bytes[0] !== 0x08 || !isBinary(bytes)) return false;
  return name.endsWith('.onnx') || (bytes[1] <= 20 && bytes[2] === 0x12);
}

/** Control characters that texts do not have. */
function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 4096).some((byte) => byte < 9 || (byte > 13 && byte < 32));
}

interface TextSignature extends FileKind {
  readonly pattern: RegExp;
}

const texts: readonly TextSignature[] = [
  { is: 'empty', instead: 'export the model again', pattern: /^\s*$/ },
  { is: 'a Git LFS pointer, not the file itself', instead: 'run git lfs pull', pattern: /^version https:\/\/git-lfs/ },
  {
    is: 'a web page, perhaps that of a login',
    instead: 'download the file itself',
    pattern: /^\s*<(?:!doctype html|html|head|body|!--)/i,
  },
  { is: 'PMML', instead: toEither, pattern: /^\s*<[\s\S]{0,500}<PMML/ },
  { is: 'XML', instead: toEither, pattern: /^\s*<\?xml/ },
  {
    is: 'a dump of the trees of XGBoost as text',
    instead: toXgboost,
    pattern: /^\s*(?:booster\[\d+\]:?\s+)?0:(?:\[.{1,1000}\] yes=|leaf=)/,
  },
  { is: 'a drawing of a tree (Graphviz)', instead: toXgboost, pattern: /^\s*digraph\b/ },
  { is: 'a LightGBM model', instead: fromTools, pattern: /^\s*tree\r?\nversion=/ },
];

/** What a text is if it is no JSON. */
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

/** JSON files that are no model, by their content. */
export function jsonKind(content: unknown): FileKind | undefined {
  if (Array.isArray(content)) return listKind(content);
  if (!isObject(content)) return { is: 'JSON of another kind', instead: toEither };
  const has = (...names: readonly string[]): boolean => names.every((name) => Object.hasOwn(content, name));
  const { learner, modelTopology: topology } = content;
  if (isObject(learner)) {
    const booster = learner.gradient_booster;
    const isConfiguration = isObject(booster) && !('model' in booster) && 'learner_train_param' in learner;
    return isConfiguration
      ? { is: 'the configuration of an XGBoost model (save_config)', instead: toXgboost }
      : undefined;
  }
  if (content.format === 'graph-model' || (isObject(topology) && 'node' in topology)) {
    return {
      is: 'a TensorFlow.js graph model',
      expected: 'expected a LayersModel',
      instead: `its layers are gone; from the Keras model, ${toTensorFlow}`,
    };
  }
  if (has('nodeid')) return { is: 'a dump of a tree of XGBoost', instead: toXgboost };
  if (has('tree_info', 'feature_names')) return { is: 'a LightGBM model', instead: fromTools };
  if (has('oblivious_trees') || has('features_info', 'model_info'))
    return { is: 'a CatBoost model', instead: fromTools };
  if (has('keras_version', 'date_saved')) return { is: 'metadata of a .keras archive', instead: toTensorFlow };
  if (has('codes', 'sites', 'classes'))
    return { is: 'oap.json, which describes a model', instead: 'give the model next to it' };
  if (has('specification', 'protocol'))
    return { is: 'the record of a run', instead: 'give model.json or model.xgb.json of one of its fits' };
  if (has('history')) return { is: 'an experiment', instead: 'give it first, then the model' };
  if (
    Object.values(content)
      .slice(0, 3)
      .some((task) => isObject(task) && 'errors' in task)
  ) {
    return { is: 'a history', instead: toEither };
  }
  return undefined;
}

function listKind(content: readonly unknown[]): FileKind | undefined {
  const [first] = content;
  const isTree = isObject(first) && ('nodeid' in first || 'leaf' in first);
  if (isTree || (typeof first === 'string' && /nodeid|^0:(?:\[|leaf=)/.test(first))) {
    return {
      is: 'a dump of trees of XGBoost (get_dump), which lacks the classes and the base score',
      instead: toXgboost,
    };
  }
  const isManifest = isObject(first) && 'paths' in first && 'weights' in first;
  return isManifest
    ? { is: 'a list of weights (weightsManifest), which lacks the layers', instead: toTensorFlow }
    : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

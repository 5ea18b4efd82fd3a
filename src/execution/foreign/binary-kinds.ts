import { type FileKind, fromTools, toEither, toTensorFlow, toXgboost } from './file-kinds.ts';

/* Binary files, by their first bytes. */

const unpack = 'unpack it first';

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
  { is: 'a Python pickle, which is code and never opened', instead: toEither, matches: isPickle },
  {
    is: 'a compressed pickle (joblib)',
    instead: toEither,
    matches: (b) => b[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(b[1]),
  },
  { is: 'a TensorFlow Lite model', instead: toTensorFlow, matches: (b) => b.toString('latin1', 4, 8) === 'TFL3' },
  { is: 'a CatBoost model', instead: fromTools, matches: (b) => b.toString('latin1', 0, 4) === 'CBM1' },
  { is: 'an XGBoost model in UBJSON', instead: `save it as JSON: ${toXgboost}`, matches: isUbjson },
  {
    is: 'an XGBoost model in the old binary format',
    instead: `save it as JSON: ${toXgboost}`,
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

/** What a binary file is. @param name of the file */
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

/** Control characters that text files do not have. */
function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 4096).some((byte) => byte < 9 || (byte > 13 && byte < 32));
}

import fs from 'node:fs';
import path from 'node:path';
import { parseWithNaN } from '../../boosting/parse-with-nan.ts';
import { readXgboostModel, type XgboostModel } from '../../boosting/read-xgboost-json.ts';
import { InputError } from '../../dataset/input-error.ts';
import { type ForeignNetwork, readForeignNetwork } from '../../network/import-layers-model.ts';
import { binaryKind } from './binary-kinds.ts';
import { expectedModel, type FileKind, folderKind, looksLikeJson, textKind } from './file-kinds.ts';
import { jsonKind } from './json-kinds.ts';

/** The content of a model file. */
export type ForeignModel =
  | { readonly kind: 'network'; readonly network: ForeignNetwork; readonly training: unknown }
  | { readonly kind: 'trees'; readonly model: XgboostModel };

/** Maximum size of a model file in bytes: a JavaScript string holds little more. */
const maxBytes = 500 * 2 ** 20;

/** @throws InputError that says what the file is, if it is not a model that can be imported */
export function readModelFile(file: string): ForeignModel {
  const bytes = readBytes(file);
  const binary = binaryKind(bytes, path.basename(file));
  if (binary) throw refused(binary, file);
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (!looksLikeJson(text)) throw refused(textKind(text), file);
  const content = parse(text, file);
  const kind = jsonKind(content);
  if (kind) throw refused(kind, file);
  if (isObject(content) && 'learner' in content) return { kind: 'trees', model: readXgboostModel(content, file) };
  return { kind: 'network', network: readForeignNetwork(content, file), training: trainingOf(content) };
}

function readBytes(file: string): Buffer {
  try {
    const stat = fs.statSync(file);
    if (stat.isDirectory()) throw refused(folderKind(fs.readdirSync(file)), file);
    if (!stat.isFile()) throw new InputError(`this is not a regular file, ${expectedModel}`, file);
    if (stat.size > maxBytes) {
      throw new InputError(`this file has ${stat.size} bytes, expected a model of at most ${maxBytes}`, file);
    }
    return fs.readFileSync(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`the model cannot be read: ${(error as Error).message}`, file);
  }
}

function parse(text: string, file: string): unknown {
  try {
    return parseWithNaN(text);
  } catch (error) {
    const { message } = error as Error;
    const isCut = !/[\]}]\s*$/.test(text) || /Unexpected end|Unterminated/.test(message);
    const what = isCut ? 'this file is cut off: its JSON does not end' : `this is not valid JSON (${message})`;
    throw new InputError(`${what}, ${expectedModel}`, file);
  }
}

function refused({ is, instead, expected = expectedModel }: FileKind, file: string): InputError {
  return new InputError(`this is ${is}, ${expected}: ${instead}`, file);
}

/** How the model was trained, if the file has it. */
function trainingOf(content: unknown): unknown {
  if (!isObject(content)) return undefined;
  const { modelTopology: topology, trainingConfig, training_config: config, compile_config: compiled } = content;
  return trainingConfig ?? config ?? compiled ?? (isObject(topology) ? topology.training_config : undefined);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

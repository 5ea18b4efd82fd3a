import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const packageName = '@tensorflow/tfjs-node';

/**
 * The entry of `@tensorflow/tfjs-node` in a folder named by the user: where it is installed, or the package's own. No other
 * place is searched, neither above the folder nor next to experiments: their code is unknown.
 *
 * @throws Error that says what was expected
 */
export function findTensorFlowNode(folder: string): string {
  const places = ['', packageName, path.join('node_modules', packageName)].map((place) => path.resolve(folder, place));
  const found = places.find(isPackage);
  if (found === undefined) {
    throw new Error(`there is no ${packageName} in ${folder}, expected the folder in which it is installed`);
  }
  const real = fs.realpathSync(found);
  return createRequire(path.join(real, 'package.json')).resolve(real);
}

function isPackage(folder: string): boolean {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).name === packageName;
  } catch {
    // No such folder, or no package in it.
    return false;
  }
}

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const packageName = '@tensorflow/tfjs-node';

/**
 * The entry of `@tensorflow/tfjs-node`, as it is found from a folder: there, or in the folders above it.
 *
 * @param folders to look in, in this order
 * @returns undefined if it is nowhere
 */
export function findTensorFlowNode(folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    // The package's own folder may be given, too.
    const places = path.basename(folder) === 'tfjs-node' ? [folder, packageName] : [packageName];
    for (const place of places) {
      try {
        return createRequire(path.join(fs.realpathSync(folder), 'index.js')).resolve(place);
      } catch {
        // Not in this folder, or no such folder.
      }
    }
  }
  return undefined;
}

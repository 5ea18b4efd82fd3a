import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The reference numbers come as one file per subject. */
export type OracleName =
  | 'splits'
  | 'metrics'
  | 'smote'
  | 'networks'
  | 'earlystopping'
  | 'xgboost'
  | 'trust'
  | 'manifest';

/** The folder the oracle files are read from: that of `OAP_ORACLES`, or the one beside these tests. */
export const oracleFolder = process.env.OAP_ORACLES ?? fileURLToPath(new URL('./data', import.meta.url));

/** The content of one oracle file, in the shape the test states. */
export function oracle<Content>(name: OracleName): Content {
  const path = join(oracleFolder, `${name}.json`);
  if (!existsSync(path)) {
    throw new Error(`The oracle file ${path} is missing; OAP_ORACLES names the folder that has to hold it.`);
  }
  return JSON.parse(readFileSync(path, 'utf8')) as Content;
}

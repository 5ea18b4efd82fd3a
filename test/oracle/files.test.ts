import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oracle, oracleFolder } from './files.ts';

interface Manifest {
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

describe.skipIf(!existsSync(join(oracleFolder, 'manifest.json')))('oracle files', () => {
  it('are byte for byte those of the manifest', () => {
    for (const [name, { bytes, sha256 }] of Object.entries(oracle<Manifest>('manifest').files)) {
      const content = readFileSync(join(oracleFolder, name));
      expect(content.length, name).toBe(bytes);
      expect(createHash('sha256').update(content).digest('hex'), name).toBe(sha256);
    }
  });
});

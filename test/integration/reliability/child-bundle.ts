import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll } from 'vitest';

/** Bundles TypeScript for a process of its own, which cannot read it. @returns the bundle's file */
export function childBundle(entry: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'oap-child-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const outfile = path.join(folder, 'child.cjs');
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', target: 'node20', logLevel: 'error' });
  return outfile;
}

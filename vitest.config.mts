import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Gives a `.wasm` import as a Uint8Array, as esbuild's binary loader does in the bundles. */
const wasm = {
  name: 'wasm',
  enforce: 'pre' as const,
  load(id: string): string | undefined {
    if (!id.endsWith('.wasm')) return undefined;
    return `export default Uint8Array.from(atob('${readFileSync(id).toString('base64')}'), (c) => c.charCodeAt(0));`;
  },
};

const tools = 'test/e2e/tools/**';
const pictures = ['test/e2e/guide-*.e2e.ts', 'test/e2e/look-*.e2e.ts'];
const e2e = {
  // Files that run in one process share its browser.
  isolate: false,
  testTimeout: 300_000,
  hookTimeout: 300_000,
  // A busy machine takes its time to show what is waited for.
  expect: { poll: { timeout: 60_000 } },
};

/** End-to-end tests first, one file after the other: a process that goes on with the next keeps its browser. */
class EndToEndFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isEndToEnd = ({ project }: TestSpecification): boolean => project.name === 'e2e';
    return [...sorted.filter(isEndToEnd), ...sorted.filter((file) => !isEndToEnd(file))];
  }
}

export default defineConfig({
  plugins: [wasm],
  test: {
    maxWorkers: 2,
    sequence: { sequencer: EndToEndFirst },
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      { extends: true, test: { name: 'oracle', include: ['test/oracle/**/*.test.ts'], testTimeout: 120_000 } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: { ...e2e, name: 'e2e', include: ['test/e2e/**/*.e2e.ts'], exclude: [tools, ...pictures] },
      },
      // Tests that take pictures for people to look at, those of the user guide among them: `npm run pictures`.
      { extends: true, test: { ...e2e, name: 'pictures', include: pictures } },
    ],
  },
});

import fs from 'node:fs';
import path from 'node:path';
import type { Page } from './browser.ts';
import { root } from './workspace.ts';

const axe = fs.readFileSync(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary: string }[];
}

/** Serious and critical findings of the page as it is now, each with its elements. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], rules: { 'color-contrast-enhanced': { enabled: false } } })`,
  )) as { violations: readonly Violation[] };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map((violation) => ({ ...violation, nodes: violation.nodes.filter((node) => !isNumberOfCell(violation, node)) }))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`.slice(0, 400)),
    );
}

/**
 * Names have to contain visible labels, so that they can be spoken (WCAG 2.5.3). The numbers in a matrix's cell are no label:
 * the name says them in a sentence, with the cell's row and column.
 */
function isNumberOfCell({ id }: Violation, { target }: Violation['nodes'][number]): boolean {
  return id === 'label-content-name-mismatch' && JSON.stringify(target).includes('"confusion-matrix');
}

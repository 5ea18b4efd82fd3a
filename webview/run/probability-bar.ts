import { html, svg, type TemplateResult } from 'lit';
import { colourClass } from '../components/series-look.ts';

/** Probabilities of all classes in a row, as one bar of parts in the classes' order and colours. */
export function probabilityBar(probabilities: ArrayLike<number>): TemplateResult {
  let from = 0;
  const parts = Array.from(probabilities, (p, c) => {
    const x = from;
    from += p;
    return svg`<rect class=${colourClass(c)} fill="currentColor" x=${x} y="0" width=${p} height="1" />`;
  });
  // The text of the cell says the same.
  return html`<svg class="bar" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

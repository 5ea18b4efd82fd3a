import { type Report, report } from '../../src/protocol/report.ts';

/** The report of this page. @throws Error if the page has none, or one that this script does not understand */
export async function readReport(): Promise<Report> {
  const text = document.getElementById('report-data')?.textContent ?? '';
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return report.parse(await new Response(unpacked).json());
}

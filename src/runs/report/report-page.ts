import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Report } from '../../protocol/report.ts';

const compress = promisify(gzip);

/**
 * A report as one page that needs nothing else: the script that shows it, and its data, compressed. The page allows that
 * script by its hash and nothing besides: no network, no other script, no styles but those that the script brings.
 *
 * @param script the bundle of webview/report
 */
export async function reportPage(report: Report, script: string): Promise<string> {
  // Base64 has no character that HTML could take for markup, whatever the names in the data are.
  const data = (await compress(JSON.stringify(report), { level: 9 })).toString('base64');
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title(report))}</title>
</head>
<body>
<p id="report-status">Loading the report…</p>
<noscript><p>${escapeHtml(title(report))}. Its charts and tables are drawn by a script, which this browser has turned off.</p></noscript>
<script type="text/plain" id="report-data">${data}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

function title({ runs }: Report): string {
  const [first] = runs;
  if (runs.length !== 1) return `Report of ${runs.length} runs`;
  return `Report of ${first.name}, ${first.snapshot.run.protocol}`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

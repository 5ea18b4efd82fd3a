import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/**
 * The page of a panel, as webview/host.ts describes it: its script by nonce, its style sheet from the extension, nothing else.
 *
 * @param name     the panel's folder under `webview`
 * @param identity of what the panel shows, which the page keeps for the time after a reload
 */
export function panelHtml(webview: vscode.Webview, extension: vscode.Uri, name: string, identity: string): string {
  const nonce = randomBytes(16).toString('base64');
  const resource = (file: string): vscode.Uri =>
    webview.asWebviewUri(vscode.Uri.joinPath(webviewFolder(extension), file));
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${resource('codicon.css')}">
<title>${escapeHtml(l10n.t('Operator Actions'))}</title>
<script type="application/json" id="texts">${escapeScript(JSON.stringify(vscode.l10n.bundle ?? {}))}</script>
</head>
<body>
<${name}-panel identity="${escapeHtml(identity)}"></${name}-panel>
<script type="module" nonce="${nonce}" src="${resource(`${name}.js`)}"></script>
</body>
</html>`;
}

/** Where the build puts the panels; nothing else may be loaded by them. */
export function webviewFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** JSON that cannot end the script element that it is in. */
function escapeScript(json: string): string {
  return json.replaceAll('<', '\\u003c');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

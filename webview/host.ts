/*
 * The HTML that the host must provide for a panel, here for `run`:
 *
 *     <!DOCTYPE html>
 *     <html lang="${language}">
 *       <head>
 *         <meta charset="utf-8" />
 *         <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource};
 *           font-src ${webview.cspSource}; script-src 'nonce-${nonce}'" />
 *         <meta name="viewport" content="width=device-width, initial-scale=1" />
 *         <link rel="stylesheet" id="vscode-codicon-stylesheet" href="…/dist/webview/codicon.css" />
 *         <title>…</title>
 *         <script type="application/json" id="texts">${texts of the language: vscode.l10n.bundle}</script>
 *       </head>
 *       <body>
 *         <run-panel identity="${escaped identity of the run}"></run-panel>
 *         <script type="module" nonce="${nonce}" src="…/dist/webview/run.js"></script>
 *       </body>
 *     </html>
 *
 * The icons are looked up through the link's id. `identity` is whatever lets the host find again what is shown: the view
 * keeps it in its state as `identity`, where a serializer finds it after a reload. Messages are those of src/protocol/<panel>-panel.ts.
 */

/** The other side of a panel. Injected, so that a panel runs in any page. */
export interface Host<Outgoing> {
  post(message: Outgoing): void;
  /** Data as they arrive, not yet guarded. */
  onMessage(listener: (data: unknown) => void): void;
  /** What the panel last gave to `setState`, also after a reload; not yet guarded. */
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** VS Code. Can be asked for once in a page. */
export function vscodeHost<Outgoing>(): Host<Outgoing> {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    onMessage: (listener) => window.addEventListener('message', (event) => listener(event.data)),
    getState: () => api.getState(),
    setState: (state) => api.setState(state),
  };
}

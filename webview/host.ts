import type { PageService } from '../src/protocol/page.ts';
import { type Client, clientHere, clientOf, type Implementation, Port } from '../src/protocol/port.ts';
import type { Service } from '../src/protocol/service.ts';
import { Refused } from './components/answers.ts';

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
 * keeps it in its state as `identity`, where a serializer finds it after a reload. What it may ask is in src/protocol/<panel>-panel.ts.
 */

/** The other side of a panel. Injected, so that a panel runs in any page. */
export interface Host<S extends Service> {
  readonly calls: Client<S>;
  /** Hears that something came that is not as it should be; it is logged and left alone. */
  onInvalid(listener: () => void): void;
  /** What the panel last gave to `setState`, also after a reload; not yet guarded. */
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** VS Code. A page can acquire it once. */
export function vscodeHost<S extends PageService>(service: S): Host<S> {
  const api = acquireVsCodeApi();
  const channel = {
    post: (message: object) => api.postMessage(message),
    onMessage: (listener: (message: unknown) => void) =>
      window.addEventListener('message', (event) => listener(event.data)),
  };
  const listeners: (() => void)[] = [];
  const port: Port<S> = new Port(service, channel, {
    errorOf: ({ code, message }) => new Refused(code, message),
    onInvalid(reason) {
      void (calls as Client<PageService>).failed({ message: `invalid message: ${reason}` });
      for (const listener of listeners) listener();
    },
    // What is still under way for the page before this one is not for it.
    after: Math.floor(Math.random() * 2 ** 40),
  });
  const calls = clientOf(service, (...asked) => port.ask(...asked));
  return {
    calls,
    onInvalid: (listener) => void listeners.push(listener),
    getState: () => api.getState(),
    setState: (state) => api.setState(state),
  };
}

/** The page itself, which answers from what it has. Its state lasts as long as the page. */
export function ownHost<S extends Service>(service: S, answers: Implementation<S>): Host<S> {
  let kept: unknown;
  return {
    calls: clientHere(service, answers),
    onInvalid() {},
    getState: () => kept,
    setState(state) {
      kept = state;
    },
  };
}

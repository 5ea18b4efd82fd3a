import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { webviewBundle } from '../../scripts/bundles.mjs';
import { eventually } from '../eventually.ts';
import type { Browser, Page } from './browser.ts';
import { givePage, takePage } from './page-pool.ts';

/*
 * A panel in a plain page: the page as the extension writes it, with its security policy, the bundle as it is shipped, VS Code's theme
 * variables, and in VS Code's place a host that keeps what it is sent.
 */

export const themeNames = ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const;
export type ThemeName = (typeof themeNames)[number];

const here = path.dirname(fileURLToPath(import.meta.url));

/** Serves the panels' bundles, built anew. @param texts of the language of VS Code; none = English */
export async function servePanels(texts: Texts = {}): Promise<PanelServer> {
  const { outputFiles } = await esbuild.build({ ...webviewBundle, minify: true, write: false });
  const files = new Map(outputFiles.map((file) => [path.basename(file.path), file.contents]));
  const styles = fs.readFileSync(path.join(here, 'themes/webview-styles.txt'));
  files.set('webview-styles.css', styles);
  const panelHtml = await loadPanelHtml(texts);
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    if (url.pathname.endsWith('.html')) answerPage(url, panelHtml, response);
    else answerFile(url.pathname.slice(1), files, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    file(name) {
      const content = files.get(name);
      if (!content) throw new Error(`the bundles have no ${name}`);
      return content;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a page is given of a language: translations by what they are of, as in l10n/bundle.l10n.json. */
export type Texts = Readonly<Record<string, string>>;

export interface PanelServer {
  readonly origin: string;
  /** A file of the bundles. */
  file(name: string): Uint8Array;
  stop(): Promise<void>;
}

/** The product's `panelHtml`, as far as it is asked here; URIs are paths. */
type PanelHtml = (
  webview: { readonly cspSource: string; asWebviewUri(path: string): string },
  extension: string,
  name: string,
  identity: string,
) => string;

/** What panels' pages are written by, and what it needs of VS Code. */
async function loadPanelHtml(texts: Texts): Promise<PanelHtml> {
  const entry = path.join(here, '../../src/extension/panels/panel-html.ts');
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    external: ['vscode'],
  });
  const vscode = {
    env: { language: 'en' },
    l10n: { bundle: texts },
    Uri: { joinPath: (...names: readonly string[]) => names.join('/') },
  };
  const module = { exports: {} as { readonly panelHtml: PanelHtml } };
  const require = createRequire(import.meta.url);
  new Function('require', 'module', outputFiles[0].text)(
    (name: string) => (name === 'vscode' ? vscode : require(name)),
    module,
  );
  return module.exports.panelHtml;
}

/** The page as the extension writes it, with VS Code's own styles and scripts that stand for VS Code. */
function answerPage(url: URL, panelHtml: PanelHtml, response: http.ServerResponse): void {
  const panel = path.basename(url.pathname, '.html');
  const theme = url.searchParams.get('theme') ?? 'dark';
  const webview = { cspSource: url.origin, asWebviewUri: (file: string) => `${url.origin}/${path.basename(file)}` };
  const html = panelHtml(webview, '', panel, panel === 'history' ? '/data/history.json' : 'the-identity');
  const [, nonce] = /'nonce-([^']+)'/.exec(html) ?? [];
  const read = (name: string): string => fs.readFileSync(path.join(here, name), 'utf8');
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(
    html
      .replace('<link ', '<link rel="stylesheet" href="webview-styles.css">\n<link ')
      .replace('<body>', () =>
        [
          '<body>',
          `<script nonce="${nonce}">const theme = ${read(`themes/${theme}.json`)};</script>`,
          `<script nonce="${nonce}">${read('fake-host.js')}</script>`,
        ].join('\n'),
      ),
  );
}

function answerFile(name: string, files: ReadonlyMap<string, Uint8Array>, response: http.ServerResponse): void {
  const content = files.get(name);
  if (!content) {
    response.writeHead(404).end();
    return;
  }
  const types = new Map([
    ['.js', 'text/javascript'],
    ['.css', 'text/css'],
    ['.ttf', 'font/ttf'],
  ]);
  response.writeHead(200, {
    'Content-Type': types.get(path.extname(name)) ?? 'application/octet-stream',
    // The browser keeps a script compiled only if it may keep the file. No other build has this port.
    'Cache-Control': 'max-age=86400',
  });
  response.end(content);
}

export interface PanelOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** As the zoom of VS Code: fewer CSS pixels, each as many times as large. */
  readonly zoom?: number;
  readonly reducedMotion?: boolean;
}

/** A panel in a browser, and the host's side of it. */
export interface PanelPage {
  readonly page: Page;
  /** Reports to the panel what it follows. */
  send(...updates: readonly unknown[]): Promise<void>;
  /** Sends a message as it is. */
  post(...messages: readonly unknown[]): Promise<void>;
  /** What the panel has asked so far with this method: the arguments. */
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect.
  asked(method: string): Promise<readonly any[]>;
  /** Answers what the panel has asked with this method and nobody has answered. */
  // biome-ignore lint/suspicious/noExplicitAny: of an argument of the method.
  answer(method: string, answer: object | null | ((argument: any) => unknown)): Promise<void>;
  /** Reports how far the last question is. */
  progress(method: string, value: unknown): Promise<void>;
  /** As `answer`, with the reason why there is none. */
  refuse(method: string, message: string): Promise<void>;
  /** What the panel has last kept as its state. */
  state(): Promise<unknown>;
  /** Waits until an expression is true in the page. */
  until(expression: string): Promise<void>;
  /** Loads the page anew, as VS Code does when it restores a panel. */
  reload(): Promise<void>;
  /** Offences against the security policy and errors, which should be none. */
  faults(): Promise<readonly string[]>;
  setTheme(theme: ThemeName): Promise<void>;
  /** A picture of the whole panel, in artifacts/. */
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

let opened = 0;

export async function openPanel(
  browser: Browser,
  server: PanelServer,
  panel: string,
  options: PanelOptions = {},
): Promise<PanelPage> {
  const zoom = options.zoom ?? 1;
  const pageOptions = {
    viewport: { width: (options.width ?? 1100) / zoom, height: (options.height ?? 900) / zoom },
    deviceScaleFactor: zoom,
    reducedMotion: options.reducedMotion === false ? 'no-preference' : 'reduce',
  } as const;
  const page = await takePage(browser, pageOptions);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  await page.goto(`${server.origin}/${panel}.html?theme=${options.theme ?? 'dark'}&opened=${++opened}`);
  // Playwright's own waiting evaluates code in the page, which the policy forbids.
  const until = async (expression: string): Promise<void> => {
    await eventually(() => page.evaluate(expression), Boolean);
  };
  const isReady = `sent.some(({ method }) => method === 'follow')`;
  await until(isReady);
  const settled = new Set<number>();
  const questions = async (method: string): Promise<readonly { id: number; argument: unknown }[]> =>
    page.evaluate(`sent.filter((message) => message.kind === 'ask' && message.method === '${method}')`);
  const post = async (...messages: readonly unknown[]): Promise<void> => {
    await page.evaluate(`for (const message of ${JSON.stringify(messages)}) window.postMessage(message)`);
    // A message is received in a task of its own, and painted within 100 ms.
    await page.evaluate(
      'new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => setTimeout(resolve)), 150))',
    );
  };
  const settle = async (method: string, messageOf: (argument: unknown) => object): Promise<void> => {
    const open = (await questions(method)).filter(({ id }) => !settled.has(id));
    if (open.length === 0) throw new Error(`the panel waits for no answer to ${method}`);
    for (const { id } of open) settled.add(id);
    await post(...open.map(({ id, argument }) => ({ id, ...messageOf(argument) })));
  };
  const progress = async (method: string, ...values: readonly unknown[]): Promise<void> => {
    const id = (await questions(method)).at(-1)?.id;
    await post(...values.map((value) => ({ kind: 'progress', id, value })));
  };
  return {
    page,
    until,
    async reload() {
      await page.reload();
      await until(isReady);
    },
    send: (...updates) => progress('follow', ...updates),
    post,
    asked: async (method) => (await questions(method)).map(({ argument }) => argument),
    answer: (method, answer) =>
      settle(method, (argument) => ({
        kind: 'answer',
        value: typeof answer === 'function' ? answer(argument) : answer,
      })),
    progress,
    refuse: (method, message) => settle(method, () => ({ kind: 'error', error: { code: 'input', message } })),
    state: () => page.evaluate('JSON.parse(sessionStorage.getItem("state"))'),
    async faults() {
      return [...errors, ...((await page.evaluate('violations')) as string[])];
    },
    async setTheme(theme) {
      await page.evaluate(`setTheme(${fs.readFileSync(path.join(here, `themes/${theme}.json`), 'utf8')})`);
    },
    async screenshot(name) {
      await page.evaluate('document.fonts.ready');
      const folder = path.join(here, '../../artifacts/screenshots');
      fs.mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
    },
    close: () => givePage(browser, page, pageOptions),
  };
}

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { toolsFolder } from '../browser.ts';

/* VS Code's own server, from the npm package code-server. */

const serverScript = fileURLToPath(new URL('node_modules/code-server/lib/vscode/out/server-main.js', toolsFolder));

/** Nothing fetched, nothing asked, nothing moving. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.commandCenter': false,
  'window.menuBarVisibility': 'compact',
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'npm.fetchOnlinePackageInfo': false,
  'json.schemaDownload.enable': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'editor.accessibilitySupport': 'off',
  'editor.hover.delay': 100,
  'files.autoSave': 'off',
};

export interface Server {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** `127.0.0.1:<port>`: the authority of `vscode-remote:` URIs. */
  readonly authority: string;
  /** Folder with everything the server writes; gone after `stop`. */
  readonly home: string;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Extension packages to install. */
  readonly vsix?: readonly string[];
  /** User settings on top of the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables that the extension host sees. */
  readonly environment?: Readonly<Record<string, string>>;
  /** With workspace trust, folders open restricted and VS Code asks. */
  readonly workspaceTrust?: boolean;
}

/** Starts VS Code's server with user data of its own. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  if (!fs.existsSync(serverScript)) {
    throw new Error('No VS Code to test with: run "node scripts/setup-tests.mjs".');
  }
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-e2e-'));
  const workspaceTrust = options.workspaceTrust ?? false;
  const settings = { ...quietSettings, 'security.workspace.trust.enabled': workspaceTrust, ...options.settings };
  fs.mkdirSync(path.join(home, 'data/User'), { recursive: true });
  fs.writeFileSync(path.join(home, 'data/User/settings.json'), JSON.stringify(settings, null, 2));
  const folders = ['--server-data-dir', 'server', '--user-data-dir', 'data', '--extensions-dir', 'extensions'].map(
    (word) => (word.startsWith('--') ? word : path.join(home, word)),
  );
  const args = [serverScript, '--accept-server-license-terms', '--telemetry-level', 'off', ...folders];
  const env = serverEnvironment(home, options.environment ?? {});
  for (const file of options.vsix ?? []) {
    execFileSync(process.execPath, [...args, '--install-extension', path.resolve(file), '--force'], { env });
  }

  const port = await freePort();
  const logFile = path.join(home, 'server.log');
  const log = fs.openSync(logFile, 'w');
  args.push('--host', '127.0.0.1', '--port', String(port), '--without-connection-token');
  if (!workspaceTrust) args.push('--disable-workspace-trust');
  // Detached: a process group of its own, so that stopping it ends the extension host, too.
  const server = spawn(process.execPath, args, { env, stdio: ['ignore', log, log], detached: true });
  fs.closeSync(log);
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const kill = (signal: NodeJS.Signals) => {
    try {
      process.kill(-(server.pid ?? Number.NaN), signal);
    } catch {
      // The group has ended already.
    }
  };
  const stop = async () => {
    kill('SIGTERM');
    await Promise.race([exited, sleep(3000)]);
    kill('SIGKILL');
    await Promise.race([exited, sleep(3000)]);
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };

  const origin = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  while (!(await answers(`${origin}/version`))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      const said = fs.readFileSync(logFile, 'utf8');
      await stop();
      throw new Error(`VS Code's server did not start: ${said}`);
    }
    await sleep(50);
  }
  return { origin, authority: `127.0.0.1:${port}`, home, stop };
}

/** A home of its own, no extension gallery, and nothing of a VS Code terminal in which the tests may run. */
function serverEnvironment(home: string, extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|CODE_SERVER|ELECTRON_|NODE_OPTIONS$)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    XDG_RUNTIME_DIR: home,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...extra,
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    // Refused: not up yet.
    return false;
  }
}

/** The port of this process's last server: a page knows VS Code's code by its origin, too. */
let lastPort = 0;

/** A port that nothing listens to, the last one if it can be had. */
async function freePort(): Promise<number> {
  lastPort = await listenable(lastPort).catch(() => listenable(0));
  return lastPort;
}

function listenable(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(address)));
    });
  });
}

#!/usr/bin/env node
// Installs what tests and benchmarks need beyond `npm ci`: `python`, the peers of benchmarks and oracles; `vscode`,
// a browser with its driver, and a VS Code to drive; `onnx`, a runtime for exported models. Default: all of them.
// On a Debian machine as root it installs what is missing; elsewhere it prints what to install.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const parts = ['python', 'vscode', 'onnx'];
const named = process.argv.slice(2);
const unknown = named.find((name) => !parts.includes(name));
if (unknown !== undefined) {
  console.error(`setup-tests: there is no part "${unknown}", expected ${parts.join(', ')}`);
  process.exit(2);
}
const wanted = named.length > 0 ? named : parts;

/** Debian's packages belong to Debian's Python, which need not be the first on the path. */
const python = process.env.OAP_PYTHON ?? '/usr/bin/python3';

/** Python module → Debian package. */
const peers = new Map([
  ['numpy', 'python3-numpy'],
  ['sklearn', 'python3-sklearn'],
  ['imblearn', 'python3-imblearn'],
  ['xgboost', 'python3-xgboost'],
  ['torch', 'python3-torch'],
]);

const missing = missingPackages();
if (missing.length > 0) {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
    console.error(`These packages are needed: ${missing.join(' ')}. On Debian: apt-get install ${missing.join(' ')}`);
    process.exit(1);
  }
  console.log(`Installing ${missing.join(' ')}`);
  apt('update');
  apt('install', '--yes', '--no-install-recommends', ...missing);
  const still = missingPackages();
  if (still.length > 0) {
    console.error(`Still missing after the installation: ${still.join(' ')}.`);
    process.exit(1);
  }
}
if (wanted.includes('vscode')) {
  execFileSync(process.execPath, [path.join(root, 'test/e2e/tools/setup.mjs')], { stdio: 'inherit' });
}
if (wanted.includes('onnx')) installRuntime(path.join(root, 'test/integration/tools'));

/** What exported models are run with; its install script downloads from elsewhere, and is not needed. */
function installRuntime(folder) {
  const lock = fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8');
  const stamp = path.join(folder, 'node_modules', '.ready');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === lock) return;
  execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: folder, stdio: 'inherit' });
  fs.writeFileSync(stamp, lock);
}

/** Debian packages that the wanted parts lack here. */
function missingPackages() {
  return [
    ...(wanted.includes('vscode') ? missingPrograms() : []),
    ...(wanted.includes('python') ? missingPeers() : []),
  ];
}

function missingPrograms() {
  // The compiler is for VS Code's logs and terminal.
  const packages = ['g++', 'make'].filter((command) => spawnSync(command, ['--version']).status !== 0);
  if (!fs.existsSync(process.env.E2E_CHROMIUM ?? '/usr/bin/chromium')) packages.push('chromium');
  return packages;
}

function missingPeers() {
  // Looks the modules up without loading them: torch alone takes seconds.
  const lookUp = 'import importlib.util as u, sys; print(*[m for m in sys.argv[1:] if u.find_spec(m) is None])';
  const answer = spawnSync(python, ['-c', lookUp, ...peers.keys()], { encoding: 'utf8' });
  const modules = answer.status === 0 ? answer.stdout.split(/\s+/).filter(Boolean) : [...peers.keys()];
  return modules.map((module) => peers.get(module));
}

function apt(...args) {
  const options = ['-o', 'DPkg::Lock::Timeout=200', '--quiet'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const status = spawnSync('apt-get', [...options, ...args], { stdio: 'inherit', env }).status;
  if (status !== 0) {
    console.error(`apt-get ${args[0]} failed; needed are: ${missing.join(' ')}.`);
    process.exit(1);
  }
}

#!/usr/bin/env node
// Makes a runnable VS Code out of the npm package code-server, in this folder's node_modules. Needs the npm registry and,
// for VS Code's logs and terminal, g++, make and python3. Does nothing when it was already done for this lock file.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, 'node_modules');
const code = path.join(modules, 'code-server/lib/vscode');
const stamp = path.join(modules, '.ready');
const lock = fs.readFileSync(path.join(here, 'package-lock.json'), 'utf8');

if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === lock) {
  console.log('VS Code for the end-to-end tests is ready');
  process.exit(0);
}
install();
buildNativeModules();
linkRipgrep();
// The server looks for its modules under this name, too.
link('node_modules', path.join(code, 'node_modules.asar'));
fs.writeFileSync(stamp, lock);
console.log('VS Code for the end-to-end tests is ready');

/** No install scripts: those of code-server and VS Code download from outside the registry. */
function install() {
  must('npm', ['ci', '--ignore-scripts'], here);
  // VS Code's own dependencies; its shrinkwrap lacks a peer dependency, so that a plain `npm ci` refuses it.
  must('npm', ['ci', '--ignore-scripts', '--omit=dev', '--legacy-peer-deps'], code);
  // Those of the built-in extensions: the JSON and TypeScript services.
  must('npm', ['ci', '--ignore-scripts', '--omit=dev'], path.join(code, 'extensions'));
}

/** Without spdlog every log and output channel stays empty; without node-pty there is no terminal. The rest runs unbuilt. */
function buildNativeModules() {
  const gyp = path.join(modules, 'node-gyp/bin/node-gyp.js');
  // The headers beside this node where it has them; node-gyp downloads them otherwise.
  const prefix = path.dirname(path.dirname(fs.realpathSync(process.execPath)));
  const headers = fs.existsSync(path.join(prefix, 'include/node/node_api.h')) ? [`--nodedir=${prefix}`] : [];
  for (const name of ['@vscode/spdlog', 'node-pty']) {
    const args = [gyp, 'rebuild', '--loglevel=error', '--jobs=max', ...headers];
    if (run(process.execPath, args, path.join(code, 'node_modules', name)) !== 0) {
      console.warn(
        `${name} could not be built: ${name === 'node-pty' ? 'no terminal' : 'no output channels'} in the tests`,
      );
    }
  }
}

/** VS Code's ripgrep wants to download its program; a platform package on npm has it. */
function linkRipgrep() {
  const bin = path.join(code, 'node_modules/@vscode/ripgrep/bin');
  fs.mkdirSync(bin, { recursive: true });
  link(path.join(modules, '@vscode/ripgrep-linux-x64/bin/rg'), path.join(bin, 'rg'));
}

function link(target, file) {
  fs.rmSync(file, { force: true });
  fs.symlinkSync(target, file);
}

function must(command, args, folder) {
  const status = run(command, args, folder);
  if (status !== 0) process.exit(status);
}

/** Exit status of a command. The settings of an npm that runs this script are kept from it, but for where to fetch from. */
function run(command, args, folder) {
  console.log(`${path.relative(here, folder) || '.'}: ${path.basename(command)} ${args.join(' ')}`);
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config|package|lifecycle)_/i.test(name) || /nodedir|registry|cafile|cache|proxy/i.test(name),
    ),
  );
  return spawnSync(command, args, { cwd: folder, stdio: 'inherit', env }).status ?? 1;
}

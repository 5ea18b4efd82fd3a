import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { writeFileAtomic } from '../../runs/atomic-file.ts';
import { experimentPattern, isExperiment } from './experiment-name.ts';

/** Maximum number of folders of a virtual workspace searched for experiments, and how deep. */
const maxFolders = 500;
const deepest = 6;
/** Folders that hold no experiments of the workspace. */
const passedOver = new Set(['node_modules', '.git', '.oap', '.vscode']);
/** Larger files are not copied, and are reported as missing where needed. */
const largestCopy = 200 * 2 ** 20;

/** What a run's folder has to have for the run to be listed. */
const listedFiles = ['run.json', 'marks.json'];

/**
 * Files of the workspace as files on the disk, which is what runs and histories are read from. Of a folder that is not on the
 * disk (a virtual workspace) files are copied into a folder of the extension when they are read: there paths are of the copies.
 */
export class WorkspaceFiles {
  readonly #log: vscode.LogOutputChannel;
  /** Holds the copies: `<scheme>/<authority>/<path>`. */
  readonly #copies: string;
  #experiments: Promise<string[]> | undefined;

  constructor(copies: string, log: vscode.LogOutputChannel) {
    this.#copies = copies;
    this.#log = log;
  }

  /** The path of a file or of its copy, which need not be there; undefined if it is neither on the disk nor in the workspace. */
  pathOf(uri: vscode.Uri): string | undefined {
    if (uri.scheme === 'file') return uri.fsPath;
    const segments = uri.path.split('/').filter((segment) => segment !== '');
    if (!vscode.workspace.getWorkspaceFolder(uri) || segments.includes('..')) return undefined;
    return path.join(this.#copies, uri.scheme, encodeURIComponent(uri.authority) || '-', ...segments);
  }

  /** Where a file is opened: itself, or what it is a copy of. */
  uriOf(file: string): vscode.Uri {
    if (!this.isCopy(file)) return vscode.Uri.file(file);
    const [scheme, authority, ...segments] = path.relative(this.#copies, file).split(path.sep);
    return vscode.Uri.from({
      scheme,
      authority: authority === '-' ? '' : decodeURIComponent(authority),
      path: `/${segments.join('/')}`,
    });
  }

  isCopy(file: string): boolean {
    return file.startsWith(this.#copies + path.sep);
  }

  /**
   * Paths of the workspace's experiments. Of virtual folders, experiments and the records of their runs are copied; that is
   * done once until `forget` is called.
   */
  findExperiments(): Promise<string[]> {
    const virtual = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme !== 'file');
    if (virtual.length === 0) return pathsOnDisk(experimentPattern);
    this.#experiments ??= Promise.all([
      pathsOnDisk(experimentPattern),
      ...virtual.map(({ uri }) => this.#findVirtual(uri)),
    ]).then((found) => found.flat());
    return this.#experiments;
  }

  /** Virtual folders have changed: they are to be searched again. */
  forget(): void {
    this.#experiments = undefined;
  }

  /** Brings copies up to date: of a file, or of everything in a folder. Files on the disk need nothing. */
  async fetch(file: string): Promise<void> {
    if (this.isCopy(file)) await this.#copy(this.uriOf(file), file);
  }

  /** Copies experiments below a folder, and what lists show of their runs. @returns paths of the copies */
  async #findVirtual(folder: vscode.Uri): Promise<string[]> {
    const found: string[] = [];
    const homes: vscode.Uri[] = [];
    let level: vscode.Uri[] = [folder];
    for (let depth = 0, seen = 0; depth <= deepest && level.length > 0 && seen < maxFolders; depth++) {
      const next: vscode.Uri[] = [];
      seen += level.length;
      for (const one of level) {
        const entries = await this.#list(one);
        const experiments = entries.filter(([name, type]) => isFile(type) && isExperiment(name));
        if (experiments.length > 0) homes.push(one);
        for (const [name] of experiments) found.push(...(await this.#copyOf(vscode.Uri.joinPath(one, name))));
        for (const [name, type] of entries) {
          if (isFolder(type) && !passedOver.has(name)) next.push(vscode.Uri.joinPath(one, name));
        }
      }
      level = next.slice(0, maxFolders - seen);
    }
    for (const home of homes) await this.#copyRecords(vscode.Uri.joinPath(home, '.oap', 'runs'));
    return found;
  }

  async #copyOf(uri: vscode.Uri): Promise<string[]> {
    const file = this.pathOf(uri);
    if (file === undefined) return [];
    await this.#copy(uri, file);
    return fs.existsSync(file) ? [file] : [];
  }

  /** Copies the records of the runs in a folder; copies of runs that are gone go, too. */
  async #copyRecords(runs: vscode.Uri): Promise<void> {
    const copies = this.pathOf(runs);
    if (copies === undefined) return;
    const names = (await this.#list(runs)).filter(([, type]) => isFolder(type)).map(([name]) => name);
    if (fs.existsSync(copies)) {
      for (const name of fs.readdirSync(copies)) {
        if (!names.includes(name)) fs.rmSync(path.join(copies, name), { recursive: true, force: true });
      }
    }
    const record = (name: string): Promise<unknown> =>
      Promise.all(
        listedFiles.map((file) => this.#copy(vscode.Uri.joinPath(runs, name, file), path.join(copies, name, file))),
      );
    await Promise.all(names.map(record));
  }

  /** Copies a file, or what is in a folder, unless the copy has the same time and size; removes the copy of what is gone. */
  async #copy(uri: vscode.Uri, copy: string): Promise<void> {
    const stat = await statOf(uri);
    if (stat === undefined) {
      fs.rmSync(copy, { recursive: true, force: true });
      return;
    }
    if (isFolder(stat.type)) {
      const entries = await this.#list(uri);
      await Promise.all(entries.map(([name]) => this.#copy(vscode.Uri.joinPath(uri, name), path.join(copy, name))));
      return;
    }
    const known = fs.statSync(copy, { throwIfNoEntry: false });
    if (stat.size > largestCopy || (known?.size === stat.size && Math.round(known.mtimeMs) === stat.mtime)) return;
    try {
      const bytes = await vscode.workspace.fs.readFile(uri);
      fs.mkdirSync(path.dirname(copy), { recursive: true });
      writeFileAtomic(copy, bytes);
      fs.utimesSync(copy, stat.mtime / 1000, stat.mtime / 1000);
    } catch (error) {
      this.#log.warn(`${uri.toString()} cannot be copied: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** What is in a folder; nothing if it cannot be read. */
  async #list(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(folder);
      return entries.filter(([name]) => name !== '..' && name !== '.' && !/[\\/]/.test(name));
    } catch (error) {
      this.#log.debug(
        `${folder.toString()} cannot be listed: ${error instanceof Error ? error.message : String(error)}`,
      );
      return [];
    }
  }
}

/**
 * Files of the workspace's folders on the disk. Virtual folders are left out: VS Code's own search would wait for a provider that
 * can search them, endlessly if there is none.
 */
export async function findOnDisk(pattern: string, most?: number): Promise<vscode.Uri[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const found = folders.map((folder) =>
    vscode.workspace.findFiles(new vscode.RelativePattern(folder, pattern), '**/node_modules/**', most),
  );
  return (await Promise.all(found)).flat();
}

async function pathsOnDisk(pattern: string): Promise<string[]> {
  return (await findOnDisk(pattern)).map(({ fsPath }) => fsPath);
}

async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch {
    // Gone, or out of reach: there is nothing to copy.
    return undefined;
  }
}

function isFolder(type: vscode.FileType): boolean {
  return (type & vscode.FileType.Directory) !== 0;
}

function isFile(type: vscode.FileType): boolean {
  return (type & vscode.FileType.File) !== 0;
}

import type { BuildOptions } from 'esbuild';

export const root: string;
export const extensionBundle: BuildOptions;
export const workerBundle: BuildOptions;
export const commandBundle: BuildOptions;
export const webviewBundle: BuildOptions;
export const reportBundle: BuildOptions;
export const tensorflowBundle: BuildOptions;
export const wasmFiles: readonly string[];

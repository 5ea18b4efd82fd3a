/** The experiments of a workspace. */
export const experimentPattern = '**/*.oap.json';

/** @param file its path or name */
export const isExperiment = (file: string): boolean => file.endsWith('.oap.json');

/** Does something with an open file, whose errors do not name it by themselves. */
export function named<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code, path, message } = error as NodeJS.ErrnoException;
    if (code === undefined || path !== undefined) throw error;
    throw Object.assign(error as Error, { path: file, message: `${message} '${file}'` });
  }
}

export function forbiddenImports(
  file: string,
  text: string,
  orders?: readonly (readonly (readonly string[])[])[],
): readonly string[];

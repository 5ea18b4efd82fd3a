/* Files that the report's script carries in itself. */

declare module '*.css' {
  const text: string;
  export default text;
}

declare module '*.ttf' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

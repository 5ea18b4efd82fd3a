import * as z from 'zod/mini';
import { savePicture } from './picture.ts';

/** What the page of every panel may ask of its host. */
export const pageRequest = z.discriminatedUnion('kind', [
  /** Text for the clipboard (tables as Markdown or CSV). */
  z.object({ kind: z.literal('copy'), text: z.string() }),
  savePicture,
  /** Something in the page went wrong. */
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);
export type PageRequest = z.infer<typeof pageRequest>;

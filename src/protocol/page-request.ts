import * as z from 'zod/mini';
import { savePicture } from './picture.ts';

/** The requests that the page of any panel can send. */
export const pageRequest = z.discriminatedUnion('kind', [
  /** Text for the clipboard (tables as Markdown or CSV). */
  z.object({ kind: z.literal('copy'), text: z.string() }),
  savePicture,
  /** An error in the page. */
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);
export type PageRequest = z.infer<typeof pageRequest>;

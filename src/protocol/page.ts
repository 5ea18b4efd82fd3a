import * as z from 'zod/mini';
import { savePicture } from './picture.ts';
import type { Service } from './port.ts';

/** What the page of every panel may ask of its host. */
export const pageService = {
  /** Text for the clipboard (tables as Markdown or CSV). */
  copy: { argument: z.object({ text: z.string() }), answer: z.null() },
  savePicture: { argument: savePicture, answer: z.null() },
  /** Logs that something in the page went wrong. */
  failed: { argument: z.object({ message: z.string() }), answer: z.null() },
} satisfies Service;
export type PageService = typeof pageService;

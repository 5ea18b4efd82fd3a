import * as z from 'zod/mini';
import { savePicture } from './picture.ts';
import type { Service } from './service.ts';

/** The requests of any panel's page to its host. */
export const pageService = {
  /** Text for the clipboard (tables as Markdown or CSV). */
  copy: { argument: z.object({ text: z.string() }), answer: z.null() },
  savePicture: { argument: savePicture, answer: z.null() },
  /** Logs an error in the page. */
  failed: { argument: z.object({ message: z.string() }), answer: z.null() },
} satisfies Service;
export type PageService = typeof pageService;

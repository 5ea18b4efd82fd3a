import * as z from 'zod/mini';

/*
 * A chart as a file, which any panel can send to be saved.
 */

export const pictureFormats = ['png', 'svg'] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** Far more than the largest chart has. */
const maxBytes = 64 * 2 ** 20;

export const savePicture = z.object({
  /** A suggested file name: letters, digits and some signs, so that it is never a path. */
  name: z.string().check(z.maxLength(200), z.regex(/^[A-Za-z0-9_+][A-Za-z0-9._+-]*\.(png|svg)$/)),
  content: z
    .instanceof(Uint8Array)
    .check(
      z.refine(({ byteLength }) => byteLength > 0 && byteLength <= maxBytes, 'an image that is empty or too large'),
    ),
});
export type SavePicture = z.infer<typeof savePicture>;

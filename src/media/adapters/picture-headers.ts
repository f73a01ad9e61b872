import type { ShownPicture } from '../application/show-picture.js';
import type { UploadState } from '../domain/upload.js';

/** Seconds. A picture that may yet turn out to be refused, or be followed by a smaller one. */
const SHORT = 60;
/** A shopper's: once it is deleted or its owner erased, copies on the way do not outlive a day. */
const DAY = 86_400;
const YEAR = 31_536_000;

/** What a picture is answered with besides its type and its length: it is drawn as a picture wherever it is put, and as nothing else. */
export function headersOf({ status, uploader }: UploadState, { facts: { digest, type }, isFinal }: ShownPicture) {
  const age = uploader.kind === 'staff' ? YEAR : DAY;
  return {
    ETag: `"${digest}"`,
    'Cache-Control':
      status === 'pending' || !isFinal ? `public, max-age=${SHORT}` : `public, max-age=${age}, immutable`,
    'X-Content-Type-Options': 'nosniff',
    'Content-Disposition': `inline; filename="picture.${type === 'image/png' ? 'png' : 'jpg'}"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Accept-Ranges': 'none',
  };
}

import { z } from 'zod';
import { codeImage as refusals } from '../error-codes.js';
import type { OutsideAnswer } from '../transport.js';
import type { MiniProgramApi } from './mini-program-api.js';

export interface CodeImageRequest {
  /** What the page is told: 1 to 32 of the characters WeChat lets pass. */
  readonly scene: string;
  /** Without a leading slash and without a query. */
  readonly page: string;
  /** Which version of the mini program it opens; WeChat looks for the page only in the released one. */
  readonly opens: 'develop' | 'trial' | 'release';
  /** Pixels, 280 to 1280; 430 when absent. */
  readonly width?: number;
}

export interface CodeImage {
  readonly bytes: Buffer;
  /** `image/jpeg` or `image/png`. */
  readonly contentType: string;
}

const SCENE = /^[A-Za-z0-9!#$&'()*+,/:;=?@\-._~]{1,32}$/;
const IMAGE = /^image\/(jpeg|png)\b/;

export async function codeImage(
  api: MiniProgramApi,
  { scene, page, opens, width }: CodeImageRequest,
): Promise<CodeImage> {
  if (!SCENE.test(scene)) throw new RangeError('The scene of a mini-program code has 1 to 32 visible characters');
  return api.authorised<CodeImage>({
    operation: 'getwxacodeunlimit',
    method: 'POST',
    path: '/wxa/getwxacodeunlimit',
    body: {
      scene,
      page,
      check_path: opens === 'release',
      env_version: opens,
      ...(width === undefined ? {} : { width }),
    },
    raw: imageOf,
    answer: z.never(),
    refusals,
  });
}

// Success is the image itself; a refusal is JSON, whatever HTTP says.
function imageOf({ headers, body }: OutsideAnswer): CodeImage | null {
  const [contentType] = IMAGE.exec(String(headers['content-type'] ?? '')) ?? [];
  return contentType === undefined || body.length === 0 ? null : { bytes: body, contentType };
}

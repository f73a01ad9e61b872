import { z } from 'zod';
import { contentCheck as refusals } from '../error-codes.js';
import type { MiniProgramApi } from './mini-program-api.js';

const VERSION = 2;
const SCENES = { profile: 1, comment: 2, forum: 3, 'social-log': 4 } as const;
const MEDIA_TYPES = { audio: 1, image: 2 } as const;

/** Where the text or the picture will stand. */
export type ContentScene = keyof typeof SCENES;

export interface TextToCheck {
  /** At most 2,500 characters. */
  readonly content: string;
  readonly scene: ContentScene;
  /** Whose text it is; WeChat wants somebody who was here in the last two hours. */
  readonly openid: string;
  /** Milliseconds the answer may take, where that is less than usual. */
  readonly timeoutMs?: number;
}

export interface TextVerdict {
  readonly suggest: 'pass' | 'review' | 'risky';
  /** What WeChat found, for example 20001 politics, 20002 pornography; 100 is nothing. */
  readonly label: number;
  readonly traceId: string | null;
}

export interface MediaToCheck {
  /** Where WeChat fetches it. */
  readonly url: string;
  readonly type: keyof typeof MEDIA_TYPES;
  readonly scene: ContentScene;
  readonly openid: string;
}

const verdict = z.object({
  trace_id: z.string().max(128).optional(),
  result: z.object({ suggest: z.enum(['pass', 'review', 'risky']), label: z.coerce.number().int() }),
});
const taken = z.object({ trace_id: z.string().min(1).max(128) });

export async function checkText(api: MiniProgramApi, text: TextToCheck): Promise<TextVerdict> {
  const { trace_id, result } = await api.authorised({
    operation: 'msg_sec_check',
    method: 'POST',
    path: '/wxa/msg_sec_check',
    body: { content: text.content, version: VERSION, scene: SCENES[text.scene], openid: text.openid },
    answer: verdict,
    refusals,
    ...(text.timeoutMs === undefined ? {} : { timeoutMs: text.timeoutMs }),
  });
  return { ...result, traceId: trace_id ?? null };
}

export async function checkMedia(api: MiniProgramApi, media: MediaToCheck): Promise<{ readonly traceId: string }> {
  const { trace_id: traceId } = await api.authorised({
    operation: 'media_check_async',
    method: 'POST',
    path: '/wxa/media_check_async',
    body: {
      media_url: media.url,
      media_type: MEDIA_TYPES[media.type],
      version: VERSION,
      scene: SCENES[media.scene],
      openid: media.openid,
    },
    answer: taken,
    refusals,
  });
  return { traceId };
}

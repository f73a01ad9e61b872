import { z } from 'zod';
import { body, time } from '#platform/http';

const visibleAscii = (longest: number) =>
  z.string().regex(new RegExp(`^[\\x21-\\x7e]{1,${longest}}$`), 'is not a code');

export const wechatLoginBody = body({ code: visibleAscii(128) });

export const refreshBody = body({ refreshToken: z.string().min(1).max(256) });

export const grant = z.object({
  tokenType: z.literal('Bearer'),
  accessToken: z.string(),
  expiresIn: z.int(),
  refreshToken: z.string(),
  refreshExpiresIn: z.int(),
});

export const wechatLogin = grant.extend({
  user: z.object({
    id: z.string(),
    nickname: z.string(),
    avatarUrl: z.string(),
    phone: z.string().nullable(),
    isNew: z.boolean(),
  }),
});

export const sessions = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      createdAt: time,
      lastSeenAt: time,
      userAgent: z.string(),
      ip: z.string(),
      current: z.boolean(),
    }),
  ),
});

export const wechatDataBody = body({
  encryptedData: z.string().min(1).max(32_768),
  iv: z.string().min(1).max(64),
  rawData: z.string().max(16_384).optional(),
  signature: z.string().max(64).optional().describe('sha1(rawData + session_key), hexadecimal'),
});

export const wechatData = z.record(z.string(), z.unknown()).describe('As WeChat encrypted it, watermark included');

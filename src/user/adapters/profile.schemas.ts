import { z } from 'zod';
import { body, text, time } from '#platform/http';
import { AvatarUrl } from '../domain/avatar-url.js';
import { Nickname } from '../domain/nickname.js';

export const profile = z.object({
  id: z.string(),
  nickname: z.string(),
  avatarUrl: z.string(),
  phone: z.string().nullable().describe('Masked: 138****8000'),
  createdAt: time,
});

export const profileChanges = body({
  nickname: text(1, Nickname.longest).regex(/\S/, 'is blank').optional(),
  avatarUrl: text(0, AvatarUrl.longest)
    .refine((value) => AvatarUrl.accepts(value), 'is neither an https address nor a file uploaded here')
    .optional()
    .describe('https, a file uploaded here, or empty for none'),
});
export type ProfileChanges = z.output<typeof profileChanges>;

export const phoneCode = body({
  code: z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/, 'is not a code')
    .describe('From the getPhoneNumber button'),
});
export type PhoneCode = z.output<typeof phoneCode>;

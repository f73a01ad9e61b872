import { z } from 'zod';
import { body, time } from '#platform/http';
import { ConsentBook, PURPOSE, SCENE, VERSION } from '../domain/consent-book.js';

export const consents = z.object({
  items: z.array(
    z.object({
      purpose: z.string(),
      version: z.string(),
      granted: z.boolean(),
      scene: z.string().nullable(),
      at: time,
    }),
  ),
});

const decision = body({
  purpose: z.string().regex(PURPOSE, 'is not a purpose').describe('What the data is used for'),
  version: z.string().regex(VERSION, 'is not a version').describe('Of the text that was shown'),
  granted: z.boolean(),
  scene: z.string().regex(SCENE, 'is not a scene').nullable().optional().describe('Where it was asked, e.g. login'),
});

export const decisions = body({
  items: z
    .array(decision)
    .max(ConsentBook.most)
    .refine((items) => new Set(items.map(({ purpose }) => purpose)).size === items.length, 'names a purpose twice'),
});
export type Decisions = z.output<typeof decisions>;

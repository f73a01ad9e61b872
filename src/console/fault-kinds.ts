import { z } from 'zod';
import { body } from '#platform/http';

const forMs = z.int().min(1_000).max(600_000).default(60_000);
const times = z.int().min(1).max(100).default(1);
const late = (standard: number) => z.int().min(1).max(60_000).default(standard);

/** What can go wrong on demand: what each kind is told, and its defaults. */
export const faultKinds = {
  'notification-duplicated': body({ forMs, times, copies: z.int().min(1).max(100).default(2) }),
  'notification-delayed': body({ forMs, times, delayMs: late(10_000) }),
  'notification-lost': body({ forMs, times }),
  'notification-forged': body({ forMs, times }),
  'wechat-slow': body({ forMs, delayMs: late(2_000) }),
  'wechat-down': body({ forMs }),
  'redis-frozen': body({ forMs }),
  'process-killed': body({
    forMs,
    when: z.enum(['next-event', 'now']).default('next-event'),
    type: z.string().min(1).max(64).optional(),
  }),
} as const;

export type FaultKind = keyof typeof faultKinds;

export type FaultParameters<K extends FaultKind = FaultKind> = z.output<(typeof faultKinds)[K]>;

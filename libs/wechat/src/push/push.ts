import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { PushFields } from './push-body.js';

/** What WeChat tells of its own accord, verified. */
export interface Push {
  /** WeChat's name of what has happened, for example `trade_manage_order_settlement`; of a customer's message `message`. */
  readonly event: string;
  /** The same, and the same only, when WeChat repeats the push. Holds nothing of whom it is about. */
  readonly key: string;
  /** As sent: JSON with its types, XML with texts only. What it says of people is for the handler's eyes alone. */
  readonly fields: PushFields;
}

const text = z.union([z.string().min(1), z.number()]);
const optional = text.optional().catch(undefined);

const pushFields = z
  .object({
    Event: z
      .string()
      .regex(/^[\w.-]{1,64}$/)
      .optional(),
    MsgType: z.string().optional(),
    MsgId: text.optional(),
    FromUserName: text.optional(),
    CreateTime: text.optional(),
    transaction_id: optional,
    trace_id: optional,
    settlement_time: optional,
  })
  .refine(({ Event, MsgType }) => Event !== undefined || MsgType !== undefined)
  .refine(({ MsgId, FromUserName, CreateTime }) => MsgId !== undefined || (FromUserName && CreateTime));

/** Null when it is no push. */
export function pushOf(fields: PushFields): Push | null {
  const { data } = pushFields.safeParse(fields);
  if (!data) return null;
  const { Event: event = 'message', MsgId: id } = data;
  // Two orders of one person may be settled in the same second, and a settlement be announced and happen in one: what an
  // event is about tells them apart.
  const thing = [data.transaction_id ?? data.trace_id, data.settlement_time];
  const about = [data.FromUserName, data.CreateTime, event, ...thing].map(String);
  // JSON has no integers as long as some of these ids: what was rounded does not name a message by itself.
  const names = id === undefined ? about : isExact(id) ? [String(id)] : [String(id), ...about];
  const key = createHash('sha256').update(JSON.stringify(names)).digest('hex');
  return { event, key, fields };
}

function isExact(id: string | number): boolean {
  return typeof id === 'string' || Number.isSafeInteger(id);
}

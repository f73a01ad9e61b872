import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { UndecipherableNotification } from '../errors.js';
import { jsonObject } from '../json.js';
import { refundNotice, type RefundNotice } from './refund.js';
import { sealedResource, unseal } from './sealed-resource.js';
import { instant, transaction, type Transaction } from './transaction.js';

interface NotificationFacts {
  /** The same when WeChat Pay repeats the notification. */
  readonly id: string;
  /** For example `TRANSACTION.SUCCESS` or `REFUND.ABNORMAL`. */
  readonly eventType: string;
  readonly createTime: Date | null;
}

/**
 * What WeChat Pay says has happened. The signature proves who says it and nothing more:
 * merchant, app, number, amount and state are the caller's to compare.
 */
export type Notification = NotificationFacts &
  (
    | { readonly kind: 'transaction'; readonly resource: Transaction }
    | { readonly kind: 'refund'; readonly resource: RefundNotice }
    | { readonly kind: 'other'; readonly resource: Readonly<Record<string, unknown>> }
  );

const envelope = z.object({
  id: z.string().min(1).max(128),
  event_type: z.string().min(1).max(64),
  create_time: instant.nullish().catch(null),
  resource: sealedResource.extend({ original_type: z.string() }),
});

/** @param body already verified. @throws UndecipherableNotification */
export function readNotification(body: Buffer, apiV3Key: KeyObject): Notification {
  const outer = envelope.safeParse(jsonObject(body));
  if (!outer.success) throw new UndecipherableNotification('not a notification');
  const { id, event_type: eventType, create_time: createTime, resource: sealed } = outer.data;
  const plaintext = unseal(sealed, apiV3Key);
  if (!plaintext) throw new UndecipherableNotification('the resource does not decrypt');
  const json = jsonObject(plaintext);
  if (!json) throw new UndecipherableNotification('the resource is not a JSON object');
  const facts = { id, eventType, createTime: createTime ?? null };
  switch (sealed.original_type) {
    case 'transaction':
      return { ...facts, kind: 'transaction', resource: parsed(transaction, json) };
    case 'refund':
      return { ...facts, kind: 'refund', resource: parsed(refundNotice, json) };
    default:
      return { ...facts, kind: 'other', resource: json };
  }
}

function parsed<T>(schema: z.ZodType<T>, json: unknown): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new UndecipherableNotification(
    `the resource lacks ${result.error.issues[0]?.path.join('.') || 'what it must hold'}`,
  );
}

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
    /** It should be of a transaction or a refund, but is not as WeChat Pay describes them: `problem` is the first place. */
    | { readonly kind: 'malformed'; readonly problem: string; readonly resource: Readonly<Record<string, unknown>> }
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
  const malformed = ({ issues }: z.ZodError): Notification => {
    return { ...facts, kind: 'malformed', problem: issues[0]?.path.join('.') ?? '', resource: json };
  };
  switch (sealed.original_type) {
    case 'transaction': {
      const read = transaction.safeParse(json);
      return read.success ? { ...facts, kind: 'transaction', resource: read.data } : malformed(read.error);
    }
    case 'refund': {
      const read = refundNotice.safeParse(json);
      return read.success ? { ...facts, kind: 'refund', resource: read.data } : malformed(read.error);
    }
    default:
      return { ...facts, kind: 'other', resource: json };
  }
}

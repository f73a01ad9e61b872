import { Logger } from '@nestjs/common';
import { z } from 'zod';
import { Config } from '#platform/config';
import { OnPush, type Push, PushHandler } from '#wechat';
import type { PaidAttempt } from '../application/find-paid-attempt.js';
import { NoteShipmentReminder } from '../application/note-shipment-reminder.js';
import { RecordGoodsReceived } from '../application/record-goods-received.js';

/** XML has texts, JSON numbers as well; what is empty or 0 was not told. */
const told = z
  .union([z.string(), z.number()])
  .transform(String)
  .transform((value) => (/^0*$/.test(value) ? null : value))
  .nullish()
  .transform((value) => value ?? null);
const short = told.refine((value) => value === null || value.length <= 64);

const tradeFields = z.object({ transaction_id: short, merchant_trade_no: short, merchant_id: short });
const settlementFields = tradeFields.extend({
  confirm_receive_method: short,
  confirm_receive_time: short,
  settlement_time: short,
});

/** WeChat pays the shop out: the shopper has confirmed the receipt there, or the time for it is over. */
@OnPush('trade_manage_order_settlement')
export class WechatSettlementPush extends PushHandler {
  constructor(
    private readonly recordGoodsReceived: RecordGoodsReceived,
    private readonly config: Config,
  ) {
    super();
  }

  async handle({ fields }: Push): Promise<void> {
    const settlement = ours(settlementFields.safeParse(fields).data, this.config);
    if (!settlement) return;
    const { confirm_receive_method: confirmation, confirm_receive_time: receivedAt, settlement_time } = settlement;
    // WeChat pushes the same event when the goods are shipped, to announce the settlement; these are not there then.
    if (confirmation === null && receivedAt === null && settlement_time === null) return;
    const paid = paidAttemptOf(settlement);
    await this.recordGoodsReceived.execute({ paid, confirmation, receivedAt: timeOf(receivedAt) });
  }
}

/** WeChat has waited two days for a shipment. */
@OnPush('trade_manage_remind_shipping')
export class WechatShipmentReminderPush extends PushHandler {
  constructor(
    private readonly noteShipmentReminder: NoteShipmentReminder,
    private readonly config: Config,
  ) {
    super();
  }

  async handle({ fields }: Push): Promise<void> {
    const reminder = ours(tradeFields.safeParse(fields).data, this.config);
    if (reminder) await this.noteShipmentReminder.execute(paidAttemptOf(reminder));
  }
}

const log = new Logger('WechatPushes');

type Trade = z.output<typeof tradeFields>;

/** Null, with a line in the log, when it makes no sense or is about another merchant of the same mini-program. */
function ours<T extends Trade>(trade: T | undefined, { wechat }: Config): T | null {
  if (trade && (trade.merchant_id ?? wechat.pay.merchantId) === wechat.pay.merchantId) return trade;
  log.warn(trade ? "A push of another merchant's trade" : 'A push of a trade makes no sense');
  return null;
}

function paidAttemptOf({ merchant_trade_no: attemptNo, transaction_id: transactionId }: Trade): PaidAttempt {
  return { attemptNo, transactionId };
}

/** Seconds since the epoch. */
function timeOf(seconds: string | null): Date | null {
  return seconds !== null && /^\d{10}$/.test(seconds) ? new Date(Number(seconds) * 1000) : null;
}

import type { Fault, Faults } from './faults.js';

/** How a message goes out. */
export interface DeliveryPlan {
  /** 0: it is lost. */
  copies: number;
  /** Real milliseconds before the first attempt. */
  lateMs: number;
  /** Held back until a later message has arrived. */
  reordered: boolean;
  /** Merged over what a notification carries, before it is encrypted and signed. */
  changes?: Record<string, unknown>;
  /** Spoils the signature of every attempt. */
  forgery?: string;
  /** What a fault does to it, for whoever looks at the state. */
  fault?: string;
}

export const plainDelivery: DeliveryPlan = { copies: 1, lateMs: 0, reordered: false };

/** The plan as asked for, and what a fault makes of it. */
export function planDelivery(
  faults: Faults,
  target: 'notification' | 'push',
  asked: Partial<DeliveryPlan>,
): DeliveryPlan {
  const plan = { ...plainDelivery, ...asked };
  const fault = faults.takeForMessage(target);
  if (!fault) return plan;
  const spoilt = { ...plan, fault: fault.value === undefined ? fault.kind : `${fault.kind} ${fault.value}` };
  if (fault.kind === 'lost') return { ...spoilt, copies: 0 };
  if (fault.kind === 'duplicate') return { ...spoilt, copies: plan.copies + Number(fault.value ?? 1) };
  if (fault.kind === 'late') return { ...spoilt, lateMs: Number(fault.value) };
  if (fault.kind === 'reordered') return { ...spoilt, reordered: true };
  return { ...spoilt, changes: wrongFacts(fault) };
}

/** What a truly signed notification must not be believed for. */
function wrongFacts({ value }: Fault): Record<string, unknown> {
  switch (value) {
    case 'amount':
      return { amount: { total: 1, payer_total: 1, refund: 1, payer_refund: 1 } };
    case 'app':
      return { appid: 'wx0000000000000000' };
    case 'merchant':
      return { mchid: '1900000001' };
    case 'payer':
      return { payer: { openid: 'oNobodyNobodyNobodyNobody000' } };
    case 'order':
      return { out_trade_no: 'of-somebody-else' };
    default:
      return { trade_state: 'PAYERROR', refund_status: 'ABNORMAL' };
  }
}

import { billLines, readBillType } from './trade-bill.js';
import { ControlError } from './control-error.js';
import { isTimeScale } from './pace.js';
import { pushEvent } from './push-events.js';
import type * as Types from './control-types.js';
import type { SimulatorControl } from './simulator.js';
import { settlement, shippingReminder } from './trade-events.js';
import { openidOf } from './users.js';
import type { World } from './world.js';

/** The control API as methods. */
export class Control implements SimulatorControl {
  constructor(private readonly world: World) {}

  login(request: Types.LoginRequest = {}) {
    return this.world.users.login(request);
  }

  phoneCode(request: Types.PhoneCodeRequest = {}) {
    return this.world.users.phoneCode(request);
  }

  encryptedData(request: Types.EncryptedDataRequest = {}) {
    return this.world.users.encrypt(request, this.world.options.appId);
  }

  rotateSessionKey(request: Types.LoginRequest = {}): void {
    const openid = openidOf(request);
    this.world.users.sessionKeyOf(openid);
    this.world.users.rotateSessionKey(openid);
  }

  revokeAccessTokens(): void {
    this.world.tokens.revokeAll();
  }

  async pay(request: Types.PayRequest) {
    return this.world.payments.pay(request);
  }

  payOrder(request: Types.PayOrderRequest) {
    return this.world.payments.payOrder(request);
  }

  resendNotification(request: Types.ResendRequest) {
    return this.world.payments.resend(request);
  }

  deliverNow(deliveryId: string): void {
    const { notifier, pusher } = this.world;
    if (!notifier.hurry(deliveryId) && !pusher.hurry(deliveryId)) {
      throw new ControlError('no such delivery, or it waits for nothing', 404);
    }
  }

  setRefundOutcome(status: Types.RefundStatus): void {
    this.world.payments.refundOutcome = status;
  }

  settleRefund({ outRefundNo, status, ...wish }: Types.SettleRefundRequest): void {
    const { payments } = this.world;
    payments.settleRefund(payments.existingRefund(outRefundNo), status, wish);
  }

  bill(day: string, type?: string): string | null {
    return billLines(this.world.options, this.world.ledger, day, readBillType(type ?? null)) ?? null;
  }

  confirmReceipt({ outTradeNo, method = 2 }: Types.ReceiptRequest): void {
    const { payments, pusher, now, options } = this.world;
    if (method !== 1 && method !== 2) throw new ControlError('method is 1 or 2');
    const transaction = payments.existingPayment(outTradeNo);
    if (!transaction.shipping) throw new ControlError('no shipping information was uploaded yet', 409);
    if (transaction.receipt) throw new ControlError('the receipt is confirmed already', 409);
    transaction.receipt = { method, at: now() };
    pusher.event(settlement(transaction, options.merchantId, now()));
  }

  remindShipping({ outTradeNo }: { outTradeNo: string }): void {
    const { payments, pusher, now, options } = this.world;
    const transaction = payments.existingPayment(outTradeNo);
    if (transaction.shipping) throw new ControlError('it is shipped already', 409);
    pusher.configured();
    pusher.event(shippingReminder(transaction, options.merchantId, now()));
  }

  grantSubscription({ templateId, count = 1, ...who }: Types.ConsentRequest) {
    return this.world.miniProgram.consents.grant(openidOf(who), templateId, count);
  }

  configureMiniProgram(change: Partial<Types.MiniProgramSettings>) {
    return this.world.miniProgram.configure(change);
  }

  settleMediaCheck({ traceId, suggest, label }: Types.MediaOutcomeRequest): void {
    this.world.miniProgram.media.settle(traceId, suggest, label);
  }

  setPush(settings: Types.PushSettings | null): void {
    this.world.pusher.configure(settings);
  }

  verifyPush() {
    return this.world.pusher.verify();
  }

  pushEvent({ event, fields = {}, times = 1, ...who }: Types.PushEventRequest): void {
    const { pusher, now } = this.world;
    pusher.configured();
    pusher.event(pushEvent(now(), event, openidOf(who), fields), { copies: times });
  }

  setSigningMode(mode: Types.SigningMode): void {
    this.world.signer.mode = mode;
  }

  rotateCertificate(step: Types.CertificateStep) {
    return this.world.certificates.rotate(step);
  }

  setClock({ skewMs, timeScale, skipMs }: Types.ClockRequest): void {
    const { clock, pace } = this.world;
    if (timeScale !== undefined && !isTimeScale(timeScale)) {
      throw new ControlError('timeScale is 0.1 to 1000000');
    }
    if (skewMs !== undefined && !(Math.abs(skewMs) <= 3.2e12)) throw new ControlError('skewMs is at most a century');
    if (skipMs !== undefined && !(skipMs >= 0 && skipMs <= 3.2e12))
      throw new ControlError('skipMs is at most a century');
    clock.skewMs = (skewMs ?? clock.skewMs) + (skipMs ?? 0);
    if (skipMs !== undefined) pace.skip(skipMs);
    if (timeScale !== undefined) pace.scale = timeScale;
  }

  addFault(fault: Types.Fault) {
    return this.world.faults.add(fault);
  }

  removeFault(id: string): void {
    this.world.faults.remove(id);
  }

  clearFaults(): void {
    this.world.faults.clear();
  }

  state(): Types.SimulatorState {
    const { users, tokens, ledger, notifier, pusher, miniProgram, signer, certificates, clock, pace } = this.world;
    return {
      now: this.world.now().toISOString(),
      clock: { skewMs: clock.skewMs, timeScale: pace.scale },
      users: users.list(),
      codes: users.codes(),
      accessTokens: tokens.list(),
      transactions: ledger.summaries(),
      refunds: ledger.refundSummaries(),
      notifications: notifier.list(),
      pushes: pusher.list(),
      push: pusher.settings,
      consents: miniProgram.consents.list(),
      messages: [...miniProgram.messages],
      mediaChecks: miniProgram.media.list(),
      miniProgram: miniProgram.settings,
      refundOutcome: this.world.payments.refundOutcome,
      signingMode: signer.mode,
      certificates: certificates.summaries(),
      faults: this.world.faults.list(),
    };
  }
}

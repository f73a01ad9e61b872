import { createPublicKey } from 'node:crypto';
import { AccessTokens } from './access-tokens.js';
import { ControlError } from './control-error.js';
import type { Fault } from './faults.js';
import { Faults } from './faults.js';
import { isPaid, Ledger, type Refund, type RefundStatus } from './ledger.js';
import { Notifier } from './notifier.js';
import { paymentNotification, refundNotification, type Notification } from './notifications.js';
import { makeTransactionId } from './numbers.js';
import type { PlatformKey, WechatSimulatorOptions } from './options.js';
import { isPrepayExpired } from './pay-routes.js';
import { isExpired } from './prepay-rules.js';
import type {
  EncryptedDataRequest,
  LoginRequest,
  PayRequest,
  PayResult,
  PhoneCodeRequest,
  ResendRequest,
  SettleRefundRequest,
  SimulatorControl,
  SimulatorState,
} from './simulator.js';
import { isSignedBy, PlatformSigner, type SigningMode } from './signing.js';
import { Users } from './users.js';

/** The simulated state, and what the control API does with it. */
export class World implements SimulatorControl {
  readonly now: () => Date;
  readonly users: Users;
  readonly tokens: AccessTokens;
  readonly ledger = new Ledger();
  readonly faults = new Faults();
  readonly signer: PlatformSigner;
  readonly merchant;
  private readonly notifier: Notifier;
  private refundOutcome: RefundStatus = 'SUCCESS';

  constructor(
    readonly options: WechatSimulatorOptions,
    platformKey: PlatformKey,
  ) {
    this.now = options.now ?? (() => new Date());
    this.users = new Users(this.now);
    this.tokens = new AccessTokens(this.now);
    this.signer = new PlatformSigner(platformKey, this.now);
    const { merchantId, merchantSerialNo, notificationRetryDelaysMs: retryDelaysMs } = options;
    this.merchant = { merchantId, merchantSerialNo, merchantPublicKey: createPublicKey(options.merchantPublicKey) };
    this.notifier = new Notifier({ signer: this.signer, faults: this.faults, now: this.now, retryDelaysMs });
  }

  login(request: LoginRequest = {}) {
    return this.users.login(request);
  }

  phoneCode(request: PhoneCodeRequest = {}) {
    return this.users.phoneCode(request);
  }

  encryptedData(request: EncryptedDataRequest = {}) {
    return this.users.encrypt(request, this.options.appId);
  }

  async pay(request: PayRequest): Promise<PayResult> {
    const transaction = this.payable(request);
    const successTime = request.successTime === undefined ? this.now() : new Date(request.successTime);
    if (Number.isNaN(successTime.getTime())) throw new ControlError('successTime is not a time');
    const paid = { transactionId: makeTransactionId(this.now()), successTime };
    const settled = Object.assign(transaction, { paid, state: 'SUCCESS' as const });
    this.ledger.put(settled);
    const copies = request.notify === false ? 0 : 1 + (request.duplicates ?? 0);
    this.notifier.send(paymentNotification(settled, this.options, this.now()), copies);
    return { transactionId: paid.transactionId, outTradeNo: transaction.prepay.outTradeNo };
  }

  resendNotification(request: ResendRequest): { id: string } {
    const notification = this.notificationFor(request);
    this.notifier.send(notification, request.times ?? 1);
    return { id: notification.id };
  }

  setRefundOutcome(status: RefundStatus): void {
    this.refundOutcome = status;
  }

  /** Called for each accepted refund; WeChat decides it a moment after it has answered PROCESSING. */
  refundAccepted(refund: Refund): void {
    const status = this.refundOutcome;
    if (status !== 'PROCESSING') setImmediate(() => this.settle(refund, status, true));
  }

  settleRefund({ outRefundNo, status, notify = true }: SettleRefundRequest): void {
    const refund = this.ledger.refund(outRefundNo);
    if (!refund) throw new ControlError('no such refund', 404);
    this.settle(refund, status, notify);
  }

  setSigningMode(mode: SigningMode): void {
    this.signer.mode = mode;
  }

  state(): SimulatorState {
    return {
      transactions: this.ledger.summaries(),
      refunds: this.ledger.refundSummaries(),
      notifications: this.notifier.list(),
      faults: this.faults.list(),
    };
  }

  addFault(fault: Fault): void {
    this.faults.add(fault);
  }

  clearFaults(): void {
    this.faults.clear();
  }

  stop(): Promise<void> {
    return this.notifier.close();
  }

  /** What the WeChat client checks before it shows the payment sheet. */
  private payable(request: PayRequest) {
    const { timeStamp, nonceStr, package: prepayPackage, signType, paySign, appId = this.options.appId } = request;
    if (signType !== 'RSA') throw new ControlError('signType must be RSA');
    const message = `${appId}\n${timeStamp}\n${nonceStr}\n${prepayPackage}\n`;
    if (!isSignedBy(this.merchant.merchantPublicKey, message, paySign))
      throw new ControlError('paySign does not verify');
    if (appId !== this.options.appId) throw new ControlError('the prepay_id belongs to another app');
    const transaction = this.ledger.withPrepayId(prepayPackage.replace(/^prepay_id=/, ''));
    if (!transaction || !prepayPackage.startsWith('prepay_id=')) throw new ControlError('no such prepay_id', 404);
    if (transaction.state === 'CLOSED') throw new ControlError('the order is closed', 409);
    if (isPaid(transaction)) throw new ControlError('the order is paid already', 409);
    const now = this.now();
    if (isPrepayExpired(transaction, now) || transaction.prepayId !== prepayPackage.slice('prepay_id='.length)) {
      throw new ControlError('the prepay_id has expired', 409);
    }
    if (isExpired(transaction.prepay.timeExpire, now)) throw new ControlError('time_expire has passed', 409);
    return transaction;
  }

  private notificationFor({ outTradeNo, outRefundNo, changes }: ResendRequest): Notification {
    if (outRefundNo !== undefined) {
      const refund = this.ledger.refund(outRefundNo);
      if (!refund) throw new ControlError('no such refund', 404);
      const notification = refundNotification(refund, this.options, this.now(), changes);
      if (!notification) throw new ControlError('the refund has no notify_url or is not decided yet', 409);
      return notification;
    }
    const transaction = this.ledger.withOutTradeNo(outTradeNo ?? '');
    if (!transaction) throw new ControlError('no such out_trade_no', 404);
    if (!isPaid(transaction)) throw new ControlError('nothing is paid yet', 409);
    return paymentNotification(transaction, this.options, this.now(), changes);
  }

  private settle(refund: Refund, status: RefundStatus, notify: boolean): void {
    refund.status = status;
    refund.successTime = status === 'SUCCESS' ? this.now() : undefined;
    const notification = refundNotification(refund, this.options, this.now());
    if (notification) this.notifier.send(notification, notify ? 1 : 0);
  }
}

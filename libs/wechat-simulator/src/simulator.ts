import type { Fault } from './faults.js';
import type { NotificationRecord } from './notifier.js';
import type { RefundStatus, RefundSummary, TransactionSummary } from './ledger.js';
import type { SigningMode } from './signing.js';

/** Who signs in: a name always maps to the same openid; `openid` chooses it exactly. Default: the user `default`. */
export interface LoginRequest {
  user?: string;
  openid?: string;
}

export interface PhoneCodeRequest extends LoginRequest {
  /** Without the country code; one is made from the user's name if absent. */
  phone?: string;
  /** WeChat answers it as a string or as a number: it is passed on as given. Default `'86'`. */
  countryCode?: string | number;
}

export interface EncryptedDataRequest extends LoginRequest {
  /** What is encrypted; a watermark is added unless it has one. */
  data?: Record<string, unknown>;
}

/** What `wx.getUserProfile` and its kin hand to a page. */
export interface EncryptedData {
  encryptedData: string;
  iv: string;
  rawData: string;
  signature: string;
}

/** The arguments of `wx.requestPayment`, and what shall happen to the notification. */
export interface PayRequest {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: string;
  paySign: string;
  /** Default: the simulator's app. */
  appId?: string;
  /** `false` loses the notification. */
  notify?: boolean;
  /** How many more times the same notification is sent. */
  duplicates?: number;
  /** ISO 8601; dates the payment, for reconciliation tests. Default: now. */
  successTime?: string;
}

export interface PayResult {
  transactionId: string;
  outTradeNo: string;
}

export interface ResendRequest {
  /** Of a paid transaction, unless `outRefundNo` is given. */
  outTradeNo?: string;
  outRefundNo?: string;
  /** How many are sent at once; default 1. */
  times?: number;
  /** Merged over the decrypted resource before it is signed: a true signature around a wrong amount, app or merchant. */
  changes?: Record<string, unknown>;
}

export interface SettleRefundRequest {
  outRefundNo: string;
  status: Exclude<RefundStatus, 'PROCESSING'>;
  /** `false` loses the notification. */
  notify?: boolean;
}

export interface SimulatorState {
  transactions: TransactionSummary[];
  refunds: RefundSummary[];
  notifications: NotificationRecord[];
  faults: Fault[];
}

/** What the control API under `/_simulator/` offers, as methods. All of them throw `ControlError` on a bad request. */
export interface SimulatorControl {
  /** What `wx.login` gives. */
  login(request?: LoginRequest): { code: string; openid: string };
  /** What the getPhoneNumber button gives. */
  phoneCode(request?: PhoneCodeRequest): { code: string };
  /** Encrypted and signed with the user's present session_key: the user must have logged in. */
  encryptedData(request?: EncryptedDataRequest): EncryptedData;
  /** The user pays: what `wx.requestPayment` does. */
  pay(request: PayRequest): Promise<PayResult>;
  resendNotification(request: ResendRequest): { id: string };
  /** What becomes of refunds asked for from now on; `PROCESSING` leaves them to `settleRefund`. Default `SUCCESS`. */
  setRefundOutcome(status: RefundStatus): void;
  settleRefund(request: SettleRefundRequest): void;
  setSigningMode(mode: SigningMode): void;
  state(): SimulatorState;
  addFault(fault: Fault): void;
  clearFaults(): void;
}

export interface WechatSimulator extends SimulatorControl {
  /** Base URL for both hosts, without a trailing slash. */
  url: string;
  publicKeyId: string;
  /** PEM. */
  publicKey: string;
  /** Stops the server and every retry. */
  close(): Promise<void>;
}

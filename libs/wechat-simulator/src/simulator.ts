import type {
  CertificateStep,
  ClockRequest,
  ConsentRequest,
  ConsentSummary,
  EncryptedData,
  EncryptedDataRequest,
  Fault,
  LoginRequest,
  MediaOutcomeRequest,
  MiniProgramSettings,
  PayOrderRequest,
  PayRequest,
  PayResult,
  PhoneCodeRequest,
  PushEventRequest,
  PushSettings,
  PushVerification,
  ReceiptRequest,
  RefundStatus,
  ResendRequest,
  SettleRefundRequest,
  SigningMode,
  SimulatorState,
} from './control-types.js';

export type * from './control-types.js';

/** What the control API under `/_simulator/` offers, as methods. All of them throw `ControlError` on a bad request. */
export interface SimulatorControl {
  /** What `wx.login` gives. */
  login(request?: LoginRequest): { code: string; openid: string };
  /** What the getPhoneNumber button gives. */
  phoneCode(request?: PhoneCodeRequest): { code: string };
  /** Encrypted and signed with the user's present session_key: the user must have logged in. */
  encryptedData(request?: EncryptedDataRequest): EncryptedData;
  /** Another session_key behind the shop's back: what it keeps decrypts nothing any more. */
  rotateSessionKey(request?: LoginRequest): void;
  /** Every access_token is void from now on (40001). */
  revokeAccessTokens(): void;

  /** The user pays: what `wx.requestPayment` does. */
  pay(request: PayRequest): Promise<PayResult>;
  /** The user pays an order that waits for it, by its number alone. */
  payOrder(request: PayOrderRequest): PayResult;
  /** Another notification of what was paid or refunded. */
  resendNotification(request: ResendRequest): { id: string };
  /** Makes the next attempt of a notification or push at once. */
  deliverNow(deliveryId: string): void;
  /** What becomes of refunds asked for from now on; `PROCESSING` leaves them to `settleRefund`. Default `SUCCESS`. */
  setRefundOutcome(status: RefundStatus): void;
  settleRefund(request: SettleRefundRequest): void;
  /** The trade bill of a Beijing day so far, as the text a shop unzips; null when nothing happened. */
  bill(day: string, type?: string): string | null;

  /** The shopper, or WeChat after ten days, confirms that the goods arrived; pushes the settlement. */
  confirmReceipt(request: ReceiptRequest): void;
  /** Pushes WeChat's reminder of an order that was not shipped. */
  remindShipping(request: { outTradeNo: string }): void;
  /** The user agrees to be told once more by a template; one consent is one message. */
  grantSubscription(request: ConsentRequest): ConsentSummary;
  /** Pages, templates, risky words; what is not named stays. */
  configureMiniProgram(change: Partial<MiniProgramSettings>): MiniProgramSettings;
  settleMediaCheck(request: MediaOutcomeRequest): void;
  /** Where message push goes; null: nowhere. */
  setPush(settings: PushSettings | null): void;
  /** The GET with which WeChat checks the URL. */
  verifyPush(): Promise<PushVerification>;
  /** Pushes any event or message. */
  pushEvent(request: PushEventRequest): void;

  setSigningMode(mode: SigningMode): void;
  rotateCertificate(step: CertificateStep): Promise<SimulatorState['certificates']>;
  /** The simulator's clock, and how fast its retry schedules run. */
  setClock(request: ClockRequest): void;
  addFault(fault: Fault): { id: string };
  removeFault(id: string): void;
  clearFaults(): void;
  state(): SimulatorState;
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

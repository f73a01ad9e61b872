/** News of a payment that is genuine and that nothing may be done about. Holds no personal data. */
export interface Rejection {
  /** Under which staff see it; a notification unless said. */
  readonly type?: `payment.${string}`;
  /** The notification's id, or the transaction's where we asked ourselves: the same rejection is kept once. */
  readonly key: string;
  readonly reason: string;
  readonly attemptNo: string | null;
  readonly transactionId: string | null;
}

/** Where rejected news waits for staff, among the dead events. */
export abstract class Rejections {
  /** Asking twice with one key is harmless. */
  abstract keep(rejection: Rejection): Promise<void>;
}

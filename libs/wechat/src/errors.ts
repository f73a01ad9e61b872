/** What an answer of WeChat said, without its free text: that may name an openid. */
export interface Refusal {
  /** The call, in WeChat's terms, for example `code2session`. */
  readonly operation: string;
  /** A mini-program `errcode` (number) or a WeChat Pay `code` (string). */
  readonly code: number | string;
  /** The `rid` or `Request-ID` WeChat's support asks for. */
  readonly requestId: string | null;
  /** Which field WeChat Pay found wrong. */
  readonly field?: string | null;
  /** From a `Retry-After` header. */
  readonly retryAfterSeconds?: number | null;
}

/** Every failure of this library. Messages hold neither secrets nor openids, so they may be logged. */
export abstract class WechatError extends Error {
  constructor(
    readonly operation: string,
    /** WeChat's `errcode` (number), WeChat Pay's `code` (string), or null where no answer gave one. */
    readonly code: number | string | null,
    message: string,
    readonly requestId: string | null = null,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/**
 * `connection` and `status` (5xx) may be tried again; `deadline`: no time is left; `garbled`, `unverified`: an answer not
 * to be believed; `left-alone`: nothing was sent, because the endpoint failed again and again.
 */
export type UnreachableReason = 'connection' | 'deadline' | 'status' | 'garbled' | 'unverified' | 'left-alone';

/** No answer that can be believed: whether WeChat did what was asked is UNKNOWN. */
export class WechatUnreachable extends WechatError {
  /** @param hint a system error code, an HTTP status or what was missing; never text that WeChat sent */
  constructor(
    operation: string,
    readonly reason: UnreachableReason,
    hint: string | null = null,
    readonly retryAfterSeconds = 5,
  ) {
    super(operation, null, `${operation}: no usable answer from WeChat (${hint ? `${reason}, ${hint}` : reason})`);
  }
}

/** WeChat answered, and its answer is no. */
abstract class RefusedByWechat extends WechatError {
  constructor(refusal: Refusal) {
    const field = refusal.field ? `, field ${refusal.field}` : '';
    const requestId = refusal.requestId ? `, request ${refusal.requestId}` : '';
    super(
      refusal.operation,
      refusal.code,
      `${refusal.operation}: WeChat answered ${refusal.code}${field}${requestId}`,
      refusal.requestId,
    );
  }
}

/** WeChat asks to try again, with the same parameters. What was asked may or may not have been done. */
export class WechatBusy extends RefusedByWechat {
  readonly retryAfterSeconds: number;

  constructor(refusal: Refusal) {
    super(refusal);
    this.retryAfterSeconds = refusal.retryAfterSeconds ?? 2;
  }
}

/** The payer is typing their password: until they are done, neither paid nor closed. WeChat Pay: "wait 5 s, then query". */
export class PayerIsPaying extends WechatBusy {
  constructor(refusal: Refusal) {
    super({ ...refusal, retryAfterSeconds: refusal.retryAfterSeconds ?? 5 });
  }
}

const DAILY_QUOTA = 45009;

/** A limit that WeChat sets, by the minute or by the day; nothing was done. */
export class WechatQuotaReached extends RefusedByWechat {
  readonly retryAfterSeconds: number;

  constructor(refusal: Refusal) {
    super(refusal);
    this.retryAfterSeconds = refusal.retryAfterSeconds ?? (refusal.code === DAILY_QUOTA ? 3600 : 60);
  }
}

/** The code of wx.login is invalid, expired or used: the client calls wx.login again. */
export class LoginCodeRefused extends RefusedByWechat {}

/** WeChat holds the user for high-risk and does not let them sign in. */
export class UserBlockedByWechat extends RefusedByWechat {}

/** The code of the phone number button is invalid, expired, used, or another user's. */
export class PhoneCodeRefused extends RefusedByWechat {}

/**
 * WeChat's shipping management does not know the transaction: for up to a minute after the payment it never does.
 * Later it is one that WeChat does not manage (another app's, paid in the developer tools) or that does not exist.
 */
export class ShippingNotYetKnown extends RefusedByWechat {
  readonly retryAfterSeconds = 10;
}

/** The shipping information will not be taken: the one correction is spent, all is refunded, or a field is wrong; `code` says which. */
export class ShippingRefused extends RefusedByWechat {}

/** The session_key is not the user's present one: the client calls wx.login again. */
export class SessionKeyRefused extends RefusedByWechat {}

/** The user did not ask for this message, or has had as many as they asked for: one consent is one message. Normal. */
export class NotSubscribed extends RefusedByWechat {}

/** The message will never be taken: the openid, the template, a value or the page is wrong; `code` says which. */
export class MessageRefused extends RefusedByWechat {}

/** WeChat checks what a user wrote only for two hours after their last visit. */
export class NoRecentVisit extends RefusedByWechat {}

/** The mini program, as it is published, has no such page. */
export class PageNotPublished extends RefusedByWechat {}

/** Our own appid, secret, merchant key, certificate or permission is wrong: a matter for the operator, not the user. */
export class CredentialsRefused extends RefusedByWechat {}

/** The transaction cannot be closed or paid again: it is paid. */
export class AlreadyPaid extends RefusedByWechat {}

/** WeChat Pay knows no transaction, or no refund, of this number. */
export class TransactionNotFound extends RefusedByWechat {}

/** The transaction is closed. */
export class OrderClosed extends RefusedByWechat {}

/** There is no bill of that day: nothing was sold, or it is too early, or too late, to ask. */
export class BillNotThere extends RefusedByWechat {}

/** The bill of that day is still being made: ask again later. */
export class BillNotReady extends RefusedByWechat {}

/** Any other refusal; `code` says which. */
export class WechatRefused extends RefusedByWechat {}

/** A message that claims to come from WeChat Pay is forged, stale, incomplete or signed with an unknown key. */
export class SignatureRefused extends WechatError {
  constructor(reason: string) {
    super('signature', null, `signature refused: ${reason}`);
  }
}

/** Truly signed by WeChat Pay, but not now: replayed by somebody, or one of the two clocks is wrong. */
export class SignatureOutOfTime extends SignatureRefused {
  /** @param ahead seconds by which the message's clock is ahead of this one; negative: behind */
  constructor(readonly ahead: number) {
    super(`genuine, but ${Math.abs(ahead)} s ${ahead < 0 ? 'old' : 'ahead'}: a replay, or this clock is wrong`);
  }
}

/** A notification that WeChat Pay signed, but that does not parse or decrypt: most often the APIv3 key is wrong. */
export class UndecipherableNotification extends WechatError {
  constructor(reason: string) {
    super('notification', null, `notification undecipherable: ${reason}`);
  }
}

/** Encrypted user data is forged, for another app, or was encrypted with another session_key: the client logs in again. */
export class UserDataRefused extends WechatError {
  constructor(reason: string) {
    super('user data', null, `user data refused: ${reason}`);
  }
}

/** A value that does not fit the kind of its field in a message's template, found before anything was sent. */
export class TemplateValueRefused extends WechatError {
  /** @param field with its number, for example `amount2` */
  constructor(field: string) {
    super('subscribe message', null, `subscribe message: the value does not fit ${field}`);
  }
}

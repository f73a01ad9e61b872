import { randomBytes } from 'node:crypto';

/** A refusal of api.weixin.qq.com: answered with HTTP 200 and an errcode. */
export class MiniProgramError extends Error {
  constructor(
    readonly errcode: number,
    readonly errmsg: string,
  ) {
    super(errmsg);
  }

  toBody(): string {
    const rid = randomBytes(12)
      .toString('hex')
      .replace(/^(.{8})(.{8})/, '$1-$2-');
    return JSON.stringify({ errcode: this.errcode, errmsg: `${this.errmsg}, rid: ${rid}` });
  }
}

export interface PayErrorDetail {
  field?: string;
  value?: unknown;
  issue?: string;
  location?: string;
}

const statusOfCode: Readonly<Record<string, number>> = {
  USERPAYING: 202,
  SIGN_ERROR: 401,
  NO_AUTH: 403,
  RULE_LIMIT: 403,
  RULELIMIT: 403,
  NOT_ENOUGH: 403,
  TRADE_ERROR: 403,
  OUT_TRADE_NO_USED: 403,
  ACCOUNT_ERROR: 403,
  ORDER_NOT_EXIST: 404,
  RESOURCE_NOT_EXISTS: 404,
  FREQUENCY_LIMITED: 429,
  SYSTEM_ERROR: 500,
  BANK_ERROR: 500,
  OPENID_MISMATCH: 500,
  INVALID_TRANSACTIONID: 500,
};

/** A refusal of api.mch.weixin.qq.com; the HTTP status follows from the code, 400 where nothing else is documented. */
export class PayError extends Error {
  readonly status: number;

  constructor(
    readonly code: string,
    message: string,
    readonly detail?: PayErrorDetail,
  ) {
    super(message);
    this.status = statusOfCode[code] ?? 400;
  }

  toBody(): string {
    return JSON.stringify({ code: this.code, message: this.message, detail: this.detail });
  }
}

import { DomainError } from '#kernel';

export class LoginCodeInvalid extends DomainError {
  constructor() {
    super({
      code: 1101,
      kind: 'unauthenticated',
      zh: '微信登录凭证无效或已过期，请重新登录',
      en: 'The WeChat login code is invalid, expired or used',
    });
  }
}

/** What WeChat encrypted does not open with the session key kept here: WeChat has another one meanwhile. */
export class WechatDataUnreadable extends DomainError {
  constructor() {
    super({
      code: 1004,
      kind: 'unprocessable',
      zh: '微信数据解密失败，请重新登录后再试',
      en: 'The WeChat data cannot be decrypted: log in again',
    });
  }
}

export class AccessTokenExpired extends DomainError {
  constructor() {
    super({ code: 1102, kind: 'unauthenticated', zh: '登录已过期', en: 'The access token has expired' });
  }
}

/** Forged, or its session is revoked. */
export class AccessTokenRefused extends DomainError {
  constructor() {
    super({
      code: 1103,
      kind: 'unauthenticated',
      zh: '登录已失效，请重新登录',
      en: 'The access token is not valid any more',
    });
  }
}

export class RefreshTokenInvalid extends DomainError {
  constructor() {
    super({
      code: 1104,
      kind: 'unauthenticated',
      zh: '刷新令牌无效或已过期，请重新登录',
      en: 'The refresh token is invalid or expired',
    });
  }
}

/** A spent refresh token came back: it was stolen, or the client lost track. Its session is revoked either way. */
export class RefreshTokenReused extends DomainError {
  constructor() {
    super({
      code: 1105,
      kind: 'unauthenticated',
      zh: '刷新令牌被重复使用，会话已被撤销，请重新登录',
      en: 'The refresh token was used twice, its session is revoked',
    });
  }
}

/** Says the same whether the name or the password is wrong. */
export class StaffCredentialsWrong extends DomainError {
  constructor() {
    super({ code: 1106, kind: 'unauthenticated', zh: '用户名或密码错误', en: 'The name or the password is wrong' });
  }
}

/** Too many wrong passwords; says nothing about whether there is such a name. */
export class StaffSignInLocked extends DomainError {
  /** @param retryAfterSeconds sent to the client as `Retry-After` */
  constructor(readonly retryAfterSeconds: number) {
    super({
      code: 429,
      kind: 'rate-limited',
      zh: '登录失败次数过多，请稍后再试',
      en: 'Too many failed sign-ins, try again later',
    });
  }
}

/** By staff, or high-risk by WeChat's word. */
export class AccountBlocked extends DomainError {
  constructor() {
    super({ code: 1107, kind: 'forbidden', zh: '账号已被限制登录', en: 'The account is blocked' });
  }
}

/** No such session of this user, or it is over; worded like any other resource that does not exist. */
export class SessionNotFound extends DomainError {
  constructor() {
    super({ code: 404, kind: 'not-found', zh: '资源不存在', en: 'Not found' });
  }
}

export class StaffNotFound extends DomainError {
  constructor() {
    super({ code: 404, kind: 'not-found', zh: '资源不存在', en: 'Not found' });
  }
}

export class UsernameTaken extends DomainError {
  constructor() {
    super({ code: 409, kind: 'conflict', zh: '用户名已被使用', en: 'The username is taken' });
  }
}

/** Without an active owner nobody could manage staff any more. */
export class LastOwner extends DomainError {
  constructor() {
    super({
      code: 409,
      kind: 'conflict',
      zh: '至少需要保留一名在职店主',
      en: 'The last active owner must stay an active owner',
    });
  }
}

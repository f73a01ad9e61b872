import { DomainError } from '#kernel';

/** WeChat has the money, even if the order does not know yet. */
export class AlreadyPaid extends DomainError {
  constructor() {
    super({ code: 5002, kind: 'conflict', zh: '订单已支付', en: 'Already paid' });
  }
}

/** Its signature, serial or timestamp does not hold: whoever sent it, it counts for nothing. */
export class NotificationForged extends DomainError {
  constructor() {
    super({ code: 401, kind: 'unauthenticated', zh: '签名验证失败', en: 'The signature does not verify' });
  }
}

/** It is not over yet, or so long ago that nobody has its bill any more. */
export class DayCannotBeReconciled extends DomainError {
  constructor() {
    super({
      code: 400,
      kind: 'invalid',
      zh: '只能对账昨天及之前三个月内的日期',
      en: 'Only a day before today, at most three months ago, can be reconciled',
      field: 'date',
    });
  }
}

export class ReconciliationNotFound extends DomainError {
  constructor() {
    super({ code: 404, kind: 'not-found', zh: '该日期尚未对账', en: 'That day has not been reconciled' });
  }
}

/** Signed, but it does not decrypt or does not hold what it must. */
export class NotificationIllegible extends DomainError {
  constructor() {
    super({ code: 400, kind: 'invalid', zh: '通知内容无法解密', en: 'The notification does not decrypt' });
  }
}

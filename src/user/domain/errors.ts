import { DomainError } from '#kernel';

export class UserNotFound extends DomainError {
  constructor() {
    super({ code: 1001, kind: 'not-found', zh: '用户不存在', en: 'User not found' });
  }
}

/** Also for somebody else's address: whether that exists is nobody's business. */
export class AddressNotFound extends DomainError {
  constructor() {
    super({ code: 1002, kind: 'not-found', zh: '地址不存在', en: 'Address not found' });
  }
}

export class PhoneTaken extends DomainError {
  constructor() {
    super({
      code: 1003,
      kind: 'conflict',
      zh: '该手机号已绑定其他用户',
      en: 'The phone number is already bound to another user',
    });
  }
}

export class PhoneCodeInvalid extends DomainError {
  constructor() {
    super({
      code: 1006,
      kind: 'unprocessable',
      zh: '手机号授权码无效、已过期或已使用',
      en: 'The phone code is invalid, expired or used',
    });
  }
}

export class TooManyAddresses extends DomainError {
  constructor(most: number) {
    super({ code: 409, kind: 'conflict', zh: `最多保存 ${most} 个地址`, en: `At most ${most} addresses can be kept` });
  }
}

export class TooManyConsents extends DomainError {
  constructor(most: number) {
    super({ code: 409, kind: 'conflict', zh: `最多记录 ${most} 个用途`, en: `At most ${most} purposes can be kept` });
  }
}

/** A value that breaks the rule of its field. Names the field, never the value. */
export class FieldInvalid extends DomainError {
  constructor(field: string) {
    super({ code: 400, kind: 'invalid', zh: `请求参数有误：${field}`, en: `Not valid: ${field}`, field });
  }
}

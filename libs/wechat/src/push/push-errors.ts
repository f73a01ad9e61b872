import { DomainError } from '#kernel';

/** Its signature or its addressee does not hold: whoever sent it, it counts for nothing. */
export class PushForged extends DomainError {
  constructor() {
    super({ code: 401, kind: 'unauthenticated', zh: '签名验证失败', en: 'The signature does not verify' });
  }
}

/** It does not parse or decrypt, or lacks what every push has. */
export class PushIllegible extends DomainError {
  constructor() {
    super({ code: 400, kind: 'invalid', zh: '推送内容无法解析', en: 'The push cannot be read' });
  }
}

/** This shop has no message push: no token is configured. */
export class PushNotConfigured extends DomainError {
  constructor() {
    super({ code: 404, kind: 'not-found', zh: '资源不存在', en: 'Not found' });
  }
}

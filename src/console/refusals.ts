import { DomainError } from '#kernel';

/** It cannot be done as things are; `reason` says why. */
export class NotPossible extends DomainError {
  constructor(reason: string) {
    super({ code: 409, kind: 'conflict', zh: '与当前状态冲突', en: 'Conflicts with the present state' }, { reason });
  }
}

export class NotThere extends DomainError {
  constructor() {
    super({ code: 404, kind: 'not-found', zh: '资源不存在', en: 'Not found' });
  }
}

export class NotJson extends DomainError {
  constructor() {
    super({ code: 415, kind: 'unsupported-type', zh: '不支持的内容类型', en: 'Unsupported content type' });
  }
}

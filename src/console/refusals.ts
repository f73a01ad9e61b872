import { DomainError } from '#kernel';

/** Why something cannot be done, in the languages of the page. */
export interface Reason {
  readonly zh: string;
  readonly en: string;
}

export const ANOTHER_WECHAT: Reason = {
  zh: '商城连接的不是内置的微信模拟器。',
  en: 'This shop talks to another WeChat than the built-in simulator.',
};

/** It cannot be done as things are; `reason` says why. */
export class NotPossible extends DomainError {
  constructor(readonly reason: Reason) {
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

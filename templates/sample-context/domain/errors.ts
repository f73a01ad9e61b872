import { DomainError } from '#kernel';

export class SampleThingNotFound extends DomainError {
  constructor() {
    super({ code: 7001, kind: 'not-found', zh: '样例不存在', en: 'Sample thing not found' });
  }
}

export class SampleThingNeedsName extends DomainError {
  constructor() {
    super({ code: 400, kind: 'invalid', zh: '样例的名称不能为空', en: 'The name of a sample thing cannot be blank' });
  }
}

import { DomainError } from '#kernel';

/** A holder still needs what it holds: something is under way that the person is part of. */
export class ErasureMustWait extends DomainError {
  constructor() {
    super({
      code: 1005,
      kind: 'conflict',
      zh: '有订单正在进行中，暂时不能注销',
      en: 'Erasure must wait: an order is under way',
    });
  }
}

import { DomainError } from '#kernel';

/** Somebody wants to be erased while a part of the shop still needs to know who they are. They may try again later. */
export class ErasureMustWait extends DomainError {
  constructor() {
    super({
      code: 1005,
      kind: 'conflict',
      zh: '有订单正在进行，暂时不能注销',
      en: 'Erasure must wait: an order is under way',
    });
  }
}

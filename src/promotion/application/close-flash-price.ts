import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { FlashPrices } from '../domain/flash-prices.js';

export interface CloseFlashPriceCommand {
  readonly flashPriceId: string;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

@Injectable()
export class CloseFlashPrice {
  constructor(
    private readonly prices: FlashPrices,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** @throws FlashPriceNotFound */
  execute({ flashPriceId, actor, key }: CloseFlashPriceCommand): Promise<IdempotentResult> {
    return this.idempotency.once(key, flashPriceId, async () => {
      await this.prices.change(flashPriceId, (price) => price.close(this.clock.now()));
      await this.audit.record({ type: 'flash-price.closed', actor, subject: flashPriceId });
    });
  }
}

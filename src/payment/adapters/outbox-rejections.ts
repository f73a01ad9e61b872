import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, type DomainEvent } from '#kernel';
import { Database, isUniqueViolation } from '#platform/database';
import { Outbox } from '#platform/events';
import { type Rejection, Rejections } from '../application/rejections.js';

interface NewsRejected extends DomainEvent, Rejection {
  readonly type: `payment.${string}`;
}

/** Parks rejected news in the outbox; a row of its own remembers each key, however often WeChat repeats itself. */
@Injectable()
export class OutboxRejections extends Rejections {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {
    super();
  }

  async keep(rejection: Rejection): Promise<void> {
    const key = identifierOf(rejection.key);
    const event: NewsRejected = { type: 'payment.notification-rejected', ...rejection, at: this.clock.now() };
    await this.database.transaction(async () => {
      if (!(await this.isNew(key))) return;
      await this.outbox.park(identifierOf(rejection.attemptNo ?? key), event, rejection.reason);
    });
  }

  private async isNew(key: string): Promise<boolean> {
    try {
      await this.database.execute('INSERT INTO payment_rejections (rejection_key, rejected_at) VALUES (?, ?)', [
        key,
        this.clock.now(),
      ]);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }
}

/** What other people name may be longer, or in other letters, than an identifier column holds. */
function identifierOf(text: string): string {
  return /^[\x21-\x7e]{1,128}$/.test(text) ? text : createHash('sha256').update(text).digest('hex');
}

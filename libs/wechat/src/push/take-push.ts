import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, isUniqueViolation } from '#platform/database';
import { PushSubscriptions } from './push-subscriptions.js';
import type { Push } from './push.js';

/** Returns once a push is stored durably with what came of it, or is known not to concern anybody here. */
@Injectable()
export class TakePush {
  private readonly log = new Logger(TakePush.name);

  constructor(
    private readonly database: Database,
    private readonly subscriptions: PushSubscriptions,
    private readonly clock: Clock,
  ) {}

  async execute(push: Push): Promise<void> {
    const handlers = this.subscriptions.to(push.event);
    if (handlers.length === 0) {
      this.log.debug({ event: push.event }, 'A push that nobody here waits for');
      return;
    }
    await this.database.transaction(async () => {
      if (!(await this.isNew(push))) return;
      for (const handler of handlers) await handler.handle(push);
    });
  }

  /** The first statement of the transaction: a repeat waits here for the first to end. */
  private async isNew({ key }: Push): Promise<boolean> {
    try {
      await this.database.execute('INSERT INTO wechat_pushes (push_key, received_at) VALUES (?, ?)', [
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

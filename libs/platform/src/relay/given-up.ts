import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';

/** Events a context apart could not react to: dead like any other, for staff to see and to have delivered again. */
@Injectable()
export class GivenUp {
  constructor(private readonly database: Database) {}

  /** False when the outbox does not have the event any more. */
  async add(eventId: string, attempts: number, error: string): Promise<boolean> {
    return this.database.transaction(async () => {
      const found = await this.database.execute(
        `UPDATE outbox SET status = 'dead', attempts = ?, last_error = ? WHERE id = ?`,
        [attempts, error.slice(0, 1_000), eventId],
      );
      // Else the relay would have had it, and whoever retries it would wait in vain.
      await this.database.execute(
        `DELETE FROM inbox WHERE event_id = ? AND (handler = 'Relay' OR handler LIKE 'Relay:%')`,
        [eventId],
      );
      return found > 0;
    });
  }
}

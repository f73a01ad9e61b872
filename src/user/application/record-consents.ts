import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import type { Decision } from '../domain/consent-book.js';
import { ConsentBooks } from '../domain/consent-books.js';

export interface RecordConsentsCommand {
  readonly userId: string;
  /** A purpose that is absent stays as it is. */
  readonly decisions: readonly Decision[];
}

@Injectable()
export class RecordConsents {
  constructor(
    private readonly books: ConsentBooks,
    private readonly clock: Clock,
  ) {}

  /** @throws UserNotFound, TooManyConsents, FieldInvalid */
  async execute({ userId, decisions }: RecordConsentsCommand): Promise<void> {
    const now = this.clock.now();
    await this.books.change(userId, (book) => {
      for (const decision of decisions) book.decide(decision, now);
    });
  }
}

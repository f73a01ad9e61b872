import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Sessions } from '../domain/sessions.js';

export interface RevokeOtherSessionsCommand {
  readonly userId: string;
  readonly currentSessionId: string;
}

/** Signs the user out everywhere but here. */
@Injectable()
export class RevokeOtherSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, currentSessionId }: RevokeOtherSessionsCommand): Promise<void> {
    await this.sessions.revokeOthers(userId, currentSessionId, this.clock.now());
  }
}

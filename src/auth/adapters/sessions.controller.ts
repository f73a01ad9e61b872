import { Controller, Delete, Get } from '@nestjs/common';
import { type Actor, CurrentActor } from '#platform/audit';
import { Answers, CurrentShopper, IdParam, type Shopper, Tag } from '#platform/http';
import { RevokeOtherSessions } from '../application/revoke-other-sessions.js';
import { RevokeSession } from '../application/revoke-session.js';
import { sessions } from './auth.schemas.js';
import { SessionQueries, type SessionView } from './session.queries.js';

@Tag('auth')
@Controller('auth/sessions')
export class SessionsController {
  constructor(
    private readonly queries: SessionQueries,
    private readonly revokeSession: RevokeSession,
    private readonly revokeOtherSessions: RevokeOtherSessions,
  ) {}

  @Get()
  @Answers('Where I am signed in', { data: sessions, refusals: [1102, 1103] })
  async list(@CurrentShopper() { id, sessionId }: Shopper): Promise<{ items: SessionView[] }> {
    return { items: await this.queries.liveOf(id, sessionId) };
  }

  @Delete(':id')
  @Answers('Sign one device out', { refusals: [1102, 1103] })
  revoke(
    @CurrentShopper() { id: userId }: Shopper,
    @IdParam() sessionId: string,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.revokeSession.execute({ userId, sessionId, actor });
  }

  @Delete()
  @Answers('Sign out everywhere but here', { refusals: [1102, 1103] })
  revokeOthers(@CurrentShopper() { id: userId, sessionId }: Shopper, @CurrentActor() actor: Actor): Promise<void> {
    return this.revokeOtherSessions.execute({ userId, currentSessionId: sessionId, actor });
  }
}

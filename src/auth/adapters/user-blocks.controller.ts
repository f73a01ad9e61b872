import { Body, Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Actor, CurrentActor } from '#platform/audit';
import { Answers, body, CurrentStaff, ForStaff, IdParam, type Staff, Tag, text } from '#platform/http';
import {
  type IdempotencyKey,
  type IdempotentResult,
  OptionalIdempotencyKey,
  sayIfReplayed,
} from '#platform/idempotency';
import { BlockUser } from '../application/block-user.js';
import { UnblockUser } from '../application/unblock-user.js';
import { UserBlocks } from '../domain/user-blocks.js';

const blocking = body({ reason: text(1, 200) });
const blockedView = z.object({ id: z.string(), blocked: z.boolean() });
type BlockedView = z.output<typeof blockedView>;

@Tag('auth')
@Controller('admin/users/:id')
export class UserBlocksController {
  constructor(
    private readonly blockUser: BlockUser,
    private readonly unblockUser: UnblockUser,
    private readonly blocks: UserBlocks,
  ) {}

  @Post('block')
  @ForStaff('users:block')
  @Answers('Sign a user out everywhere and let them sign in no more', {
    data: blockedView,
    refusals: [1001, 4003, 4004, 4005],
  })
  async block(
    @IdParam() userId: string,
    @Body({ schema: blocking }) { reason }: z.output<typeof blocking>,
    @CurrentStaff() { id: staffId }: Staff,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BlockedView> {
    return this.answer(await this.blockUser.execute({ userId, reason, staffId, actor, key }), reply);
  }

  @Post('unblock')
  @ForStaff('users:block')
  @Answers('Let a user sign in again', { data: blockedView, refusals: [1001, 4003, 4004, 4005] })
  async unblock(
    @IdParam() userId: string,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BlockedView> {
    return this.answer(await this.unblockUser.execute({ userId, actor, key }), reply);
  }

  private async answer(made: IdempotentResult, reply: FastifyReply): Promise<BlockedView> {
    sayIfReplayed(reply, made);
    return { id: made.id, blocked: await this.blocks.includes(made.id) };
  }
}

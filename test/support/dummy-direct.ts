import {
  Body,
  Controller,
  createParamDecorator,
  type ExecutionContext,
  Get,
  HttpCode,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { currentActivity } from '#platform/activity';
import { type AnswerHeaders, body, CalledDirectly, CurrentShopper, Public, type Shopper } from '#platform/http';
import { LimitedAsLogin } from '#platform/rate-limit';

/** What the handlers below were called with; what `give` answers, they answer. */
export const called: { readonly asked: unknown[]; readonly purposes: unknown[]; give: () => Promise<unknown> } = {
  asked: [],
  purposes: [],
  give: () => Promise.resolve(null),
};

const thing = body({ name: z.string().max(10), quantity: z.int().default(1) });

const FromRequest = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { method, url, routeOptions, ip, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return { method, url, template: routeOptions.url, ip, agent: headers['user-agent'] };
});

@Controller('direct')
export class DirectController {
  @Get()
  @CalledDirectly()
  list(
    @CurrentShopper() { id }: Shopper,
    @Query({ schema: z.object({ limit: z.coerce.number().max(9) }) }) query: object,
  ) {
    return answer({ id, query });
  }

  @Post()
  @CalledDirectly()
  async place(
    @CurrentShopper() { id }: Shopper,
    @Body({ schema: thing }) sent: z.output<typeof thing>,
    @FromRequest() from: object,
    @Res({ passthrough: true }) reply: AnswerHeaders,
  ) {
    // As late as what a use case has found out.
    await Promise.resolve();
    void reply.header('X-Made', 'here');
    called.purposes.push(currentActivity()?.purpose);
    return answer({ id, sent, from });
  }

  @Post('in')
  @Public()
  @LimitedAsLogin((sent) => (sent as { name?: string } | undefined)?.name ?? null)
  @HttpCode(200)
  @CalledDirectly()
  signIn(@Body({ schema: thing }) sent: z.output<typeof thing>) {
    return answer({ sent });
  }
}

function answer(asked: unknown): Promise<unknown> {
  called.asked.push(asked);
  return called.give();
}

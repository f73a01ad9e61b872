import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpException,
  type INestApplication,
  Injectable,
  Module,
  Param,
  Post,
  Req,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PassportStrategy } from '@nestjs/passport';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import Strategy from 'passport-custom';
import { z } from 'zod';
import { DomainError } from '#kernel';
import { CacheModule } from '#platform/cache';
import type { Config } from '#platform/config';
import { ConcurrencyConflict } from '#platform/database';
import { ConfigModule } from '#platform/config-module';
import {
  AnsweredEarly,
  API_PREFIX,
  Answers,
  Unenveloped,
  body,
  createHttpAdapter,
  CurrentShopper,
  fen,
  fileOf,
  ForStaff,
  HttpModule,
  KnownShoppers,
  Public,
  type RawBodied,
  ReadyJson,
  SameOriginOnly,
  type Shopper,
  type Staff,
  StreamedData,
  TakesFile,
  text,
  Unauthenticated,
} from '#platform/http';
import { JsonLogger, createLogger } from '#platform/observability';
import { LimitedAsLogin, RateLimitModule } from '#platform/rate-limit';
import { DirectController } from './dummy-direct.js';
import { EarlyThing, taggedThing } from './dummy-early.js';

class TooFew extends DomainError {
  constructor() {
    super({ code: 3001, kind: 'conflict', zh: '库存不足', en: 'Not enough stock' }, { available: 2 });
  }
}

class Busy extends DomainError {
  readonly retryAfterSeconds = 7;

  constructor() {
    super({ code: 6001, kind: 'unavailable', zh: '忙', en: 'Busy' });
  }
}

/** `Bearer anna` is a shopper, and so is `Bearer ben`, who is known without being looked up. */
@Injectable()
class DummyShopperStrategy extends PassportStrategy(Strategy, 'shopper') {
  constructor(known: KnownShoppers) {
    super();
    known.recogniseBy(({ headers }) => (headers.authorization === 'Bearer ben' ? shopper('ben') : null));
  }

  async validate({ headers }: FastifyRequest): Promise<Shopper> {
    const [, id] = /^Bearer (anna|ben)$/.exec(headers.authorization ?? '') ?? [];
    if (id === undefined) throw new Unauthenticated();
    return shopper(id);
  }
}

const shopper = (id: string): Shopper => ({ kind: 'shopper', id, sessionId: 's', account: 'a' });

/** `Cookie: staff=stock:read` is staff with that permission. */
@Injectable()
class DummyStaffStrategy extends PassportStrategy(Strategy, 'staff') {
  async validate({ headers }: FastifyRequest): Promise<Staff> {
    const permission = /^staff=(.+)$/.exec(headers.cookie ?? '')?.[1];
    if (permission === undefined) throw new Unauthenticated();
    return {
      kind: 'staff',
      id: 'bo',
      sessionId: 's',
      username: 'bo',
      role: 'owner',
      permissions: new Set([permission]),
    };
  }
}

const basket = body({
  name: text(1, 10),
  totalFen: fen.optional(),
  items: z.array(body({ quantity: z.int().min(1).max(999) })).optional(),
});

/** Calls of handlers, so that a test sees whether one was reached. */
export const reached: string[] = [];

/** What `GET /open/streamed` answers with, piece by piece. */
export const streamed: { pieces: () => AsyncIterable<string> } = { pieces: async function* () {} };

/** Outside the API. */
@Controller('early')
@Public()
class EarlyController {
  @Get()
  @AnsweredEarly(EarlyThing)
  thing() {
    reached.push('early');
    return { name: '茶' };
  }
}

/** By the names that tests plant them under. */
export const failures: Record<string, () => unknown> = {
  domain: () => new TooFew(),
  busy: () => new Busy(),
  database: () => Object.assign(new Error('planted-secret'), { code: 'ECONNREFUSED' }),
  deadlock: () => Object.assign(new Error('planted-secret'), { errno: 1213 }),
  overtaken: () => new ConcurrencyConflict('planted-secret'),
  unknown: () => new Error('planted-secret'),
  upstream: () => Object.assign(new Error('planted-secret'), { statusCode: 404 }),
  teapot: () => new HttpException('planted-secret', 418),
  nothing: () => undefined,
};

@Controller('open')
@Public()
class OpenController {
  @Get('thing')
  thing() {
    return { name: 'thing' };
  }

  @Get(['early', 'tagged'])
  @AnsweredEarly(EarlyThing)
  early(@Req() { url }: FastifyRequest) {
    reached.push('early');
    return url.endsWith('/tagged') ? taggedThing : ReadyJson.of({ name: '茶' });
  }

  @Get('null')
  none() {
    return null;
  }

  @Get('void')
  nothing(): void {}

  @Get('streamed')
  stream() {
    return new StreamedData(streamed.pieces());
  }

  @Post('things')
  @Answers('Makes a thing', { status: 201 })
  make(@Body({ schema: basket }) made: z.output<typeof basket>) {
    return made;
  }

  @Post('bare')
  @Unenveloped()
  @HttpCode(200)
  bare() {
    return { errcode: 0 };
  }

  @Post('login')
  @SameOriginOnly()
  @LimitedAsLogin((sent) => (sent as { name?: string } | undefined)?.name ?? null)
  logIn(@Body({ schema: body({ name: text(1, 10) }).optional() }) _sent: unknown) {
    reached.push('login');
    return null;
  }

  @Post('file')
  @TakesFile('file', { most: 1_000 })
  async file(@Req() request: FastifyRequest) {
    return { received: (await fileOf(request)).toString('latin1') };
  }

  @Post('any-text')
  @Unenveloped({ anyText: true })
  @HttpCode(200)
  anyText(@Req() { rawBody, body: parsed }: RawBodied) {
    return { rawBody, parsed };
  }

  @Get('bare/:failure')
  @Unenveloped()
  bareFailure(@Param('failure') failure: string) {
    throw failures[failure]?.();
  }

  @Get('failures/:failure')
  fail(@Param('failure') failure: string) {
    throw failures[failure]?.();
  }
}

@Controller('guarded')
class GuardedController {
  @Post('file')
  @TakesFile('file', { most: 1_000 })
  async file(@Req() request: FastifyRequest) {
    reached.push('guarded');
    return (await fileOf(request)).length;
  }

  @Get('early')
  @AnsweredEarly(EarlyThing)
  early(@CurrentShopper() { id }: Shopper) {
    reached.push('early');
    return { name: '茶', id };
  }

  @Get('thing')
  thing(@CurrentShopper() shopper: Shopper) {
    reached.push('guarded');
    return { id: shopper.id };
  }
}

@Controller('admin')
class AdminController {
  @Get('any')
  @ForStaff()
  any() {
    reached.push('admin');
    return { ok: true };
  }

  @Post('any')
  @ForStaff()
  change() {
    reached.push('admin');
    return null;
  }

  @Get('stock')
  @ForStaff('stock:read')
  stock() {
    reached.push('admin');
    return { ok: true };
  }
}

@Module({
  controllers: [OpenController, GuardedController, AdminController, EarlyController, DirectController],
  providers: [EarlyThing, DummyShopperStrategy, DummyStaffStrategy],
})
class DummyShop {}

interface DummyConfig {
  readonly trustProxy?: readonly string[];
  readonly rateLimit?: Partial<Config['rateLimit']>;
}

/** A shop with made-up routes on the real adapter, guards, filter and pipe; what it logs is handed to `write`. */
export async function openDummyShop(
  write: (line: string) => void = () => undefined,
  { trustProxy = [], rateLimit }: DummyConfig = {},
): Promise<NestFastifyApplication> {
  const config = {
    http: { trustProxy, publicBaseUrl: 'https://shop.example/base' },
    rateLimit: { perMinute: 0, loginPerMinute: 0, uploadsPerMinute: 0, ...rateLimit },
    redisUrls: [],
    redisTimeout: 100,
  } as unknown as Config;
  const adapter = createHttpAdapter(config.http);
  const platform = [ConfigModule.forRoot(config), CacheModule.forRoot(config), RateLimitModule.forRoot(config)];
  const shop = { module: DummyShop, imports: [...platform, HttpModule] };
  const app: INestApplication = await NestFactory.create<NestFastifyApplication>(shop, adapter, {
    logger: new JsonLogger(createLogger('warn', { write })),
    bodyParser: false,
    abortOnError: false,
  });
  app.setGlobalPrefix(API_PREFIX, { exclude: ['early'] });
  await app.init();
  await adapter.getInstance().ready();
  return app as NestFastifyApplication;
}

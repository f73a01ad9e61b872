import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessGuard } from './access/access-guard.js';
import { KnownShoppers } from './access/known-shoppers.js';
import { SameOriginGuard } from './access/same-origin-guard.js';
import { ErrorFilter } from './answers/error-filter.js';
import { UnexpectedBodyGuard } from './bodies/unexpected-body-guard.js';
import { validationPipe } from './bodies/validation.js';
import { EarlyAnswers } from './early/early-answers.js';

@Global()
@Module({
  providers: [
    { provide: APP_GUARD, useClass: SameOriginGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: UnexpectedBodyGuard },
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_PIPE, useFactory: validationPipe },
    KnownShoppers,
    EarlyAnswers,
  ],
  exports: [KnownShoppers],
})
export class HttpModule {}

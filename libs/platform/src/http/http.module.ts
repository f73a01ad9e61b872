import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessGuard } from './access-guard.js';
import { EarlyAnswers } from './early/early-answers.js';
import { ErrorFilter } from './error-filter.js';
import { KnownShoppers } from './known-shoppers.js';
import { SameOriginGuard } from './same-origin-guard.js';
import { UnaskedBodyGuard } from './unasked-body-guard.js';
import { validationPipe } from './validation.js';

@Global()
@Module({
  providers: [
    { provide: APP_GUARD, useClass: SameOriginGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: UnaskedBodyGuard },
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_PIPE, useFactory: validationPipe },
    KnownShoppers,
    EarlyAnswers,
  ],
  exports: [KnownShoppers],
})
export class HttpModule {}

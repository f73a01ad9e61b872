import { Global, Module } from '@nestjs/common';
import { RevocationPurge } from './purge.js';
import { Revocations } from './revocations.js';

@Global()
@Module({ providers: [Revocations, RevocationPurge], exports: [Revocations] })
export class RevocationModule {}

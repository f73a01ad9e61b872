import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PersonalDataHolders } from './personal-data-holders.js';

@Global()
@Module({ imports: [DiscoveryModule], providers: [PersonalDataHolders], exports: [PersonalDataHolders] })
export class PrivacyModule {}

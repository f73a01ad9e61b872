import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { HOLDER, type PersonalDataHolder } from './personal-data-holder.js';

/** Everybody who holds personal data: found once, from the `@HoldsPersonalData` decorators of the providers. */
@Injectable()
export class PersonalDataHolders implements OnModuleInit {
  private holders: readonly PersonalDataHolder[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    this.holders = this.discovery
      .getProviders()
      .filter(({ metatype }) => typeof metatype === 'function' && Reflect.getMetadata(HOLDER, metatype) === true)
      .map(({ instance }) => instance as PersonalDataHolder)
      // The same sequence in every process: erasures that race take their locks in one order.
      .sort((a, b) => (a.constructor.name < b.constructor.name ? -1 : 1));
  }

  all(): readonly PersonalDataHolder[] {
    return this.holders;
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type ExportSection, HOLDER, type PersonalDataHolder } from './personal-data-holder.js';

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

  /** @throws Error when two holders give their sections the same name: one would hide the other */
  sections(personId: string): readonly ExportSection[] {
    const sections = this.holders.flatMap((holder) => holder.sections(personId));
    const names = sections.map(({ name }) => name);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) throw new Error(`Two sections of personal data are called ${twice}`);
    return sections;
  }

  /** @throws ErasureMustWait when one of them does */
  async assertErasable(personId: string): Promise<void> {
    for (const holder of this.holders) await holder.assertErasable(personId);
  }

  /** In the caller's transaction. */
  async erase(personId: string): Promise<void> {
    for (const holder of this.holders) await holder.erase(personId);
  }
}

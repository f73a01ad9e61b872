import type { DiscoveryService } from '@nestjs/core';
import type { PersonalDataHolder } from '../personal-data-holder.js';
import { PersonalDataHolders } from '../personal-data-holders.js';

/** These holders, as the application finds them among its providers. */
export function holdersOf(...instances: readonly PersonalDataHolder[]): PersonalDataHolders {
  const getProviders = () => instances.map((instance) => ({ metatype: instance.constructor, instance }));
  const holders = new PersonalDataHolders({ getProviders } as unknown as DiscoveryService);
  holders.onModuleInit();
  return holders;
}

/** Everything a holder gives for somebody's copy, by section. */
export async function copyOf(holder: PersonalDataHolder, personId: string): Promise<Record<string, object[]>> {
  const copy: Record<string, object[]> = {};
  for (const section of holder.sections(personId)) {
    const records: object[] = (copy[section.name] = []);
    for await (const record of section.records()) records.push(record);
  }
  return copy;
}

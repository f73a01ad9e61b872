import type { PersonalDataHolder } from '../personal-data-holder.js';

/** Everything a holder gives for somebody's copy, by section. */
export async function copyOf(holder: PersonalDataHolder, personId: string): Promise<Record<string, object[]>> {
  const copy: Record<string, object[]> = {};
  for (const { name, records } of holder.sections(personId)) {
    const section: object[] = (copy[name] = []);
    for await (const record of records()) section.push(record);
  }
  return copy;
}

import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  type ExportSection,
  HoldsPersonalData,
  PersonalDataHolder,
  PersonalDataHolders,
  PrivacyModule,
} from './index.js';

const asked: string[] = [];

abstract class Noting extends PersonalDataHolder {
  sections(personId: string): readonly ExportSection[] {
    return [
      {
        name: this.constructor.name,
        records: async function* () {
          yield { personId };
        },
      },
    ];
  }

  async assertErasable(personId: string): Promise<void> {
    asked.push(`${this.constructor.name} must let ${personId} go`);
  }

  async erase(personId: string): Promise<void> {
    asked.push(`${this.constructor.name} erases ${personId}`);
  }
}

@HoldsPersonalData()
class Parcels extends Noting {}

@HoldsPersonalData()
class Letters extends Noting {}

class NotMarked extends Noting {}

@HoldsPersonalData()
class OtherLetters extends Noting {
  override sections(): readonly ExportSection[] {
    return [{ name: Letters.name, records: async function* () {} }];
  }
}

const openShop = async (holders: readonly (new () => PersonalDataHolder)[]): Promise<INestApplicationContext> => {
  @Module({ imports: [PrivacyModule], providers: [...holders] })
  class Shop {}
  return NestFactory.createApplicationContext(Shop, { logger: false });
};

describe('the holders of personal data', () => {
  beforeEach(() => asked.splice(0));

  it('are those that say so, in the same sequence wherever they were found', async () => {
    for (const providers of [
      [Parcels, NotMarked, Letters],
      [Letters, Parcels],
    ]) {
      const app = await openShop(providers);
      const holders = app.get(PersonalDataHolders);
      expect(holders.all().map((holder) => holder.constructor)).toEqual([Letters, Parcels]);
      expect(holders.sections('p').map(({ name }) => name)).toEqual(['Letters', 'Parcels']);
      await app.close();
    }
  });

  it('are all asked, one after the other', async () => {
    const app = await openShop([Parcels, Letters]);
    const holders = app.get(PersonalDataHolders);
    await holders.assertErasable('p');
    await holders.erase('p');
    expect(asked).toEqual(['Letters must let p go', 'Parcels must let p go', 'Letters erases p', 'Parcels erases p']);
    await app.close();
  });

  it('may not give two sections one name', async () => {
    const app = await openShop([Letters, OtherLetters]);
    expect(() => app.get(PersonalDataHolders).sections('p')).toThrow('Letters');
    await app.close();
  });
});

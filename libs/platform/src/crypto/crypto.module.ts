import { Global, Module } from '@nestjs/common';
import { Config } from '#platform/config';
import { BlindIndex } from './blind-index.js';
import { DataKeys } from './data-keys.js';
import { EnvelopeCipher } from './envelope-cipher.js';
import { Erasures } from './erasures.js';
import { KeyManagement } from './key-management.js';
import { KeyReport } from './key-report.js';
import { KeyUses } from './key-uses.js';
import { LocalKeyring } from './local-keyring.js';
import { NamedKeys } from './named-keys.js';
import { PersonNames } from './person-names.js';
import { PersonalDataCipher } from './personal-data-cipher.js';
import { RewrapKeys } from './rewrap-keys.js';
import { ShopCipher } from './shop-cipher.js';

@Global()
@Module({
  providers: [
    DataKeys,
    NamedKeys,
    KeyUses,
    BlindIndex,
    RewrapKeys,
    KeyReport,
    Erasures,
    PersonNames,
    ShopCipher,
    { provide: KeyManagement, inject: [Config], useFactory: ({ kms }: Config) => keyManagement(kms) },
    { provide: PersonalDataCipher, useClass: EnvelopeCipher },
  ],
  exports: [
    PersonalDataCipher,
    PersonNames,
    BlindIndex,
    NamedKeys,
    ShopCipher,
    KeyManagement,
    RewrapKeys,
    KeyReport,
    Erasures,
  ],
})
export class CryptoModule {}

async function keyManagement(kms: Config['kms']): Promise<KeyManagement> {
  if (kms.provider === 'local') return new LocalKeyring(kms.keyring);
  const { VaultTransit } = await import('./vault-transit.js');
  return new VaultTransit(kms);
}

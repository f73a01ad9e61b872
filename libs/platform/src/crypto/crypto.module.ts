import { Global, Module } from '@nestjs/common';
import { Config, ConfigurationError } from '#platform/config';
import { BlindIndex } from './blind-index.js';
import { DataKeys } from './data-keys.js';
import { EnvelopeCipher } from './envelope-cipher.js';
import { Erasures } from './erasures.js';
import { KeyManagement } from './key-management.js';
import { KeyUses } from './key-uses.js';
import { LocalKeyring } from './local-keyring.js';
import { NamedKeys } from './named-keys.js';
import { PersonalDataCipher } from './personal-data-cipher.js';
import { ShopCipher } from './shop-cipher.js';

@Global()
@Module({
  providers: [
    DataKeys,
    NamedKeys,
    KeyUses,
    BlindIndex,
    Erasures,
    ShopCipher,
    { provide: KeyManagement, inject: [Config], useFactory: ({ kms }: Config) => keyManagement(kms) },
    { provide: PersonalDataCipher, useClass: EnvelopeCipher },
  ],
  exports: [PersonalDataCipher, BlindIndex, NamedKeys, ShopCipher, Erasures],
})
export class CryptoModule {}

function keyManagement(kms: Config['kms']): KeyManagement {
  if (kms.provider === 'local') return new LocalKeyring(kms.keyring);
  throw new ConfigurationError('KMS_PROVIDER', 'local is the provider this version has');
}

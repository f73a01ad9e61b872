import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config, ConfigurationError } from '#platform/config';
import { Database } from '#platform/database';
import { BlindIndexKey } from './blind-index-key.js';
import { LocalKeyringCipher } from './local-keyring-cipher.js';
import { PersonalDataCipher } from './personal-data-cipher.js';

@Global()
@Module({})
export class CryptoModule {
  static forRoot(config: Config['kms']): DynamicModule {
    if (config.provider !== 'local')
      throw new ConfigurationError('KMS_PROVIDER', 'local is the provider this version has');
    const { keyring } = config;
    return {
      module: CryptoModule,
      providers: [
        {
          provide: BlindIndexKey,
          inject: [Database, Clock],
          useFactory: (database: Database, clock: Clock) => new BlindIndexKey(database, keyring, clock),
        },
        {
          provide: PersonalDataCipher,
          inject: [BlindIndexKey],
          useFactory: (indexKey: BlindIndexKey) => new LocalKeyringCipher(keyring, indexKey),
        },
      ],
      exports: [PersonalDataCipher],
    };
  }
}

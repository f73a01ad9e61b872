import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Config } from '#platform/config';
import { createDataSource, dataSourceOptions } from './data-source.js';
import { Database } from './database.js';
import { ReadReplicas } from './replicas/read-replicas.js';
import type { ContextSchema } from './schema.js';

@Global()
@Module({})
export class DatabaseModule {
  static forRoot(config: Config['database'], schemas: readonly ContextSchema[]): DynamicModule {
    const options = dataSourceOptions(config, schemas);
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ ...options, retryAttempts: 0 }),
          dataSourceFactory: () => createDataSource(options, config.queryTimeout),
        }),
      ],
      providers: [
        { provide: ReadReplicas, useFactory: () => new ReadReplicas(config) },
        {
          provide: Database,
          inject: [DataSource, ReadReplicas],
          useFactory: (source: DataSource, replicas: ReadReplicas) =>
            new Database(source, config.replicas.length > 0 ? replicas : null),
        },
      ],
      exports: [Database, ReadReplicas],
    };
  }
}

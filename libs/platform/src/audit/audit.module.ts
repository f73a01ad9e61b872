import { Global, Module } from '@nestjs/common';
import { AuditBatches } from './audit-batches.js';
import { AuditLog } from './audit-log.js';
import { AuditPersonalData } from './audit-personal-data.js';
import { AuditController } from './audit.controller.js';
import { AuditQueries } from './audit.queries.js';
import { AuditPurge } from './purge.js';
import { SqlAuditLog } from './sql-audit-log.js';

@Global()
@Module({
  controllers: [AuditController],
  providers: [AuditQueries, AuditBatches, AuditPersonalData, AuditPurge, { provide: AuditLog, useClass: SqlAuditLog }],
  exports: [AuditLog],
})
export class AuditModule {}

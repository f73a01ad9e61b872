import { Global, Module } from '@nestjs/common';
import { AuditBatches } from './audit-batches.js';
import { AuditPersonalData } from './audit-personal-data.js';
import { AuditController } from './audit.controller.js';
import { AuditLog } from './audit-log.js';
import { AuditQueries } from './audit.queries.js';
import { DatabaseAuditLog } from './database-audit-log.js';
import { AuditPurge } from './purge.js';

@Global()
@Module({
  controllers: [AuditController],
  providers: [
    AuditQueries,
    AuditBatches,
    AuditPersonalData,
    AuditPurge,
    { provide: AuditLog, useClass: DatabaseAuditLog },
  ],
  exports: [AuditLog],
})
export class AuditModule {}

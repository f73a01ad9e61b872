import { Module } from '@nestjs/common';
import type { ContextSchema } from '#platform/database';
import { CatalogModule } from '../catalog/index.js';
import { InventoryModule } from '../inventory/index.js';
import { OrderModule } from '../order/index.js';
import { PaymentModule } from '../payment/index.js';
import { CountedReports } from './adapters/counted-reports.js';
import { ReportPurge } from './adapters/purge.js';
import { ReportDownloads } from './adapters/report-downloads.js';
import { ReportQueries } from './adapters/report.queries.js';
import { ReportsController } from './adapters/reports.controller.js';
import { reportingSchema } from './adapters/schema.js';
import { SqlReports } from './adapters/sql-reports.js';
import { MakeReport } from './application/make-report.js';
import { RefundsPage } from './application/refunds-page.js';
import { RequestDueReports } from './application/request-due-reports.js';
import { RequestReport } from './application/request-report.js';
import { SalesPage } from './application/sales-page.js';
import { StockOutsPage } from './application/stock-outs-page.js';
import { Reports } from './domain/reports.js';
import { reportEvents } from './events.js';

@Module({
  imports: [OrderModule, PaymentModule, InventoryModule, CatalogModule],
  controllers: [ReportsController],
  providers: [
    RequestReport,
    RequestDueReports,
    MakeReport,
    SalesPage,
    RefundsPage,
    StockOutsPage,
    ReportQueries,
    ReportDownloads,
    ReportPurge,
    SqlReports,
    { provide: Reports, useClass: CountedReports },
  ],
  exports: [MakeReport],
})
export class ReportingModule {
  static readonly schema: ContextSchema = reportingSchema;
  static readonly publishes = reportEvents;
}

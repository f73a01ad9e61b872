export { MakeReport } from './application/make-report.js';
export { ReportingModule } from './reporting.module.js';

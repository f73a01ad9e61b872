export { type Actor } from '#platform/activity';
export { actorOf, CurrentActor } from './actor.js';
export { type AuditEntry, AuditLog } from './audit-log.js';
export { AuditModule } from './audit.module.js';
export { activityOf, followRequests } from './request-activities.js';
export { auditSchema } from './schema.js';

export { type Actor, actorOf, CurrentActor, SYSTEM } from './actor.js';
export { type AuditEntry, AuditLog } from './audit-log.js';
export { AuditModule } from './audit.module.js';
export { auditSchema } from './schema.js';

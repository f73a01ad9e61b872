import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { InMemoryStaffMembers, InMemoryStaffSessions } from './in-memory-staff.js';
import { authSchema } from './schema.js';
import { SqlStaffMembers } from './sql-staff-members.js';
import { SqlStaffSessions } from './sql-staff-sessions.js';
import { staffContract } from './staff.contract.js';

describe('staff in memory', () => {
  const staff = new InMemoryStaffMembers();
  const sessions = new InMemoryStaffSessions(staff);
  staffContract(() => ({ staff, sessions }));
});

describe('staff', () => {
  onEachDatabase([revocationSchema, authSchema], (database) => {
    staffContract(() => ({
      staff: new SqlStaffMembers(database()),
      sessions: new SqlStaffSessions(database(), aRevocations(database())),
    }));
  });
});

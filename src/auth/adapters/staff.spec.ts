import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { DatabaseStaffMembers } from './database-staff-members.js';
import { DatabaseStaffSessions } from './database-staff-sessions.js';
import { InMemoryStaffMembers, InMemoryStaffSessions } from './in-memory-staff.js';
import { authSchema } from './schema.js';
import { staffContract } from './staff.contract.js';

describe('staff in memory', () => {
  const staff = new InMemoryStaffMembers();
  const sessions = new InMemoryStaffSessions(staff);
  staffContract(() => ({ staff, sessions }));
});

describe('staff', () => {
  onEachDatabase([revocationSchema, authSchema], (database) => {
    staffContract(() => ({
      staff: new DatabaseStaffMembers(database()),
      sessions: new DatabaseStaffSessions(database(), aRevocations(database())),
    }));
  });
});

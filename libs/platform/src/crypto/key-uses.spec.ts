import { newId } from '#kernel';
import { Activity, asActivity, SYSTEM, within } from '#platform/activity';
import { cryptoSchema, type PersonalDataCipher } from '#platform/crypto';
import { type OpenDatabase, openSqlite } from '../../../../test/support/databases.js';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { aCipher } from './testing/index.js';
import { revocationSchema } from '#platform/revocation';

const at = (column: string, row = 'row-1') => ({ table: 'users', column, row });

describe('[P33] the use of a person’s key', () => {
  let opened: OpenDatabase;
  let audit: InMemoryAuditLog;
  let cipher: PersonalDataCipher;
  beforeAll(async () => (opened = await openSqlite([cryptoSchema, revocationSchema])));
  afterAll(() => opened.close());
  beforeEach(() => {
    audit = new InMemoryAuditLog();
    cipher = aCipher(opened.database, { audit });
  });

  it('is one row for a request: who, what for, which fields, whose, and never a value', async () => {
    const person = newId();
    const actor = { kind: 'staff', id: 'staff-1', ip: '10.0.0.1', requestId: 'r-1' } as const;
    const activity = new Activity('GET /api/v1/users/me', () => actor);
    await within(activity, async () => {
      const mine = await cipher.of(person);
      const sealed = mine.seal('13800138000', at('phone'));
      await cipher.open(sealed, at('phone'));
      mine.seal('张三', at('recipient', 'row-2'));
    });
    expect(audit.entries).toEqual([]);
    activity.end();
    expect(audit.entries).toEqual([
      {
        type: 'key.used',
        actor,
        subject: person,
        facts: { purpose: 'GET /api/v1/users/me', opened: 'users.phone', sealed: 'users.phone users.recipient' },
      },
    ]);
    expect(JSON.stringify(audit.entries)).not.toMatch(/13800138000|张三|row-/);
  });

  it('is nobody’s but the system’s in a job, and still one row', async () => {
    const [one, other] = [newId(), newId()];
    await asActivity('PurgeJob', async () => {
      for (const person of [one, other]) (await cipher.of(person)).seal('text', at('phone'));
    });
    expect(audit.entries).toEqual([
      {
        type: 'key.used',
        actor: SYSTEM,
        subject: null,
        facts: { purpose: 'PurgeJob', sealed: 'users.phone', people: 2, subjects: `${one} ${other}` },
      },
    ]);
  });

  it('names a hundred people at most, and says how many they were', async () => {
    await asActivity('Export', async () => {
      for (let n = 0; n < 101; n++) (await cipher.of(newId())).seal('text', at('phone'));
    });
    const [entry] = audit.entries;
    expect(entry?.facts).toMatchObject({ people: 101 });
    expect(String(entry?.facts?.['subjects']).split(' ')).toHaveLength(100);
  });

  it('is a row also where no activity is known', async () => {
    (await cipher.of(newId())).seal('text', at('phone'));
    expect(audit.entries).toEqual([
      expect.objectContaining({ actor: SYSTEM, facts: expect.objectContaining({ purpose: 'unknown' }) }),
    ]);
  });

  it('is told apart from activity to activity, also when they run at once', async () => {
    await Promise.all(
      ['one', 'other'].map((purpose) =>
        asActivity(purpose, async () => (await cipher.of(newId())).seal('text', at('phone'))),
      ),
    );
    expect(audit.entries.map(({ facts }) => facts?.['purpose']).sort()).toEqual(['one', 'other']);
    expect(new Set(audit.entries.map(({ subject }) => subject)).size).toBe(2);
  });

  it('is none when a key was found and nothing was opened or sealed', async () => {
    await asActivity('idle', async () => void (await cipher.of(newId())));
    expect(audit.entries).toEqual([]);
  });

  it('is on record also when the text did not open', async () => {
    const person = newId();
    await asActivity('attack', async () => {
      const mine = await cipher.of(person);
      expect(() => mine.open('v1.x.AAAA', at('phone'))).toThrow();
    });
    expect(audit.entries).toEqual([expect.objectContaining({ subject: person })]);
  });
});

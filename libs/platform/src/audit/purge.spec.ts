import { firstIdAt, ManualClock } from '#kernel';
import type { Config } from '#platform/config';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { AuditPurge } from './purge.js';
import { auditSchema } from './schema.js';

const DAY = 86_400_000;

describe('audit rows', () => {
  onEachDatabase([auditSchema], (database) => {
    it('are deleted when they were kept long enough, and not a day earlier', async () => {
      const clock = new ManualClock();
      const config = { audit: { retention: 200 * DAY }, backgroundJobs: true } as Config;
      const ages = [201, 200.5, 199, 0];
      for (const age of ages) {
        const at = new Date(clock.now().getTime() - age * DAY);
        await database().execute(
          `INSERT INTO audit_log (id, type, actor_kind, at, facts) VALUES (?, 'auth.login', 'shopper', ?, '{}')`,
          [firstIdAt(at), at],
        );
      }
      await new AuditPurge(database(), clock, config).run();
      const left = await database().query<{ id: string }>('SELECT id FROM audit_log ORDER BY id');
      expect(left.map(({ id }) => id)).toEqual(
        [199, 0].map((age) => firstIdAt(new Date(clock.now().getTime() - age * DAY))),
      );
    });
  });
});

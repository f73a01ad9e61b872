import { Logger } from '@nestjs/common';
import { ManualClock } from '#kernel';
import { SYSTEM } from '#platform/activity';
import type { Database } from '#platform/database';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { until } from '../../../../test/support/until.js';
import { AuditBatches, BATCH_SIZE, MOST_WAITING } from './audit-batches.js';
import { auditSchema } from './schema.js';
import { SqlAuditLog } from './sql-audit-log.js';

describe('noted audit entries', () => {
  onEachDatabase([auditSchema], (database) => {
    let batches: AuditBatches;
    let log: SqlAuditLog;
    beforeEach(async () => {
      await database().execute('DELETE FROM audit_log');
      batches = new AuditBatches(database());
      log = new SqlAuditLog(batches, new ManualClock());
    });
    afterEach(() => jest.restoreAllMocks());
    const note = (subject: string) => log.note({ type: 'key.used', actor: SYSTEM, subject });
    const subjects = async () => {
      const rows = await database().query<{ subject: string }>('SELECT subject FROM audit_log ORDER BY id');
      return rows.map(({ subject }) => subject);
    };

    it('are written soon, without anybody waiting for them', async () => {
      note('a');
      note('b');
      expect(await subjects()).toEqual([]);
      await until(async () => (await subjects()).length === 2);
    });

    it('are written in batches of a bounded size', async () => {
      const execute = jest.spyOn(database(), 'execute');
      for (let n = 0; n <= BATCH_SIZE; n++) note(`${n}`);
      await batches.flush();
      expect(execute).toHaveBeenCalledTimes(2);
      expect(await subjects()).toHaveLength(BATCH_SIZE + 1);
    });

    it('stay when the transaction they were noted in is rolled back', async () => {
      const failing = database().transaction(async () => {
        note('noted');
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await batches.flush();
      expect(await subjects()).toEqual(['noted']);
    });

    it('are all written when the process is told to stop', async () => {
      for (let n = 0; n < 3; n++) note(`${n}`);
      await batches.beforeApplicationShutdown();
      expect(await subjects()).toHaveLength(3);
      note('late');
      await until(async () => (await subjects()).length === 4);
    });

    it('do not wait for one that the database refuses', async () => {
      const error = jest.spyOn(Logger.prototype, 'error').mockImplementation();
      note('before');
      batches.add(['x', null, null, null, null, null, null, null, null]);
      note('after');
      await batches.flush();
      expect(await subjects()).toEqual(['before', 'after']);
      expect(error).toHaveBeenCalledTimes(1);
    });
  });

  describe('while the database does not answer', () => {
    let answers = false;
    let written = 0;
    const database = {
      outside: (work: () => Promise<void>) => work(),
      execute: async (_: string, values: readonly unknown[]) => {
        if (!answers) throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
        written += values.length / 9;
      },
    } as unknown as Database;

    it('wait, as many as fit; how many are lost is said', async () => {
      const [warn, error] = [jest.spyOn(Logger.prototype, 'warn'), jest.spyOn(Logger.prototype, 'error')];
      for (const spy of [warn, error]) spy.mockImplementation();
      const batches = new AuditBatches(database);
      const log = new SqlAuditLog(batches, new ManualClock());
      for (let n = 0; n < MOST_WAITING + 7; n++) log.note({ type: 'key.used', actor: SYSTEM, subject: null });
      await batches.flush();
      expect(warn).toHaveBeenCalled();
      expect(error).toHaveBeenCalledWith(expect.stringMatching(/^7 audit entries are lost/));
      answers = true;
      await batches.beforeApplicationShutdown();
      expect(written).toBe(MOST_WAITING);
      jest.restoreAllMocks();
    });
  });
});

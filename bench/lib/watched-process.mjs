import { readdirSync, readFileSync } from 'node:fs';
import { createConnection } from 'mysql2/promise';

/** What must not grow in a shop that runs: memory (MiB), open handles, and how long its oldest event waits (s). */
export async function watchProcess({ pid, stores }) {
  const connection = await createConnection({ uri: stores.DATABASE_URL, timezone: 'Z' });
  return {
    async look() {
      const [[{ age }]] = await connection.query(
        `SELECT COALESCE(MAX(TIMESTAMPDIFF(SECOND, created_at, UTC_TIMESTAMP())), 0) AS age FROM outbox WHERE status = 'pending'`,
      );
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      return {
        memory: Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024,
        handles: readdirSync(`/proc/${pid}/fd`).length,
        outboxAge: Number(age),
      };
    },
    close: () => connection.end(),
  };
}

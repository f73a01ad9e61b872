import { parseArgs } from 'node:util';
import { Config } from '#platform/config';
import { PublishedEvents, RelayLine } from '#platform/relay';
import { Refusal } from '../refusal.js';
import { runCommand } from './run-command.js';

/** Sends integration events to the broker again: those recorded since `--from`, of one `--type` or of all. */
await runCommand('events:relay', async (app) => {
  const { from = '', type } = parseArgs({ options: { from: { type: 'string' }, type: { type: 'string' } } }).values;
  const since = new Date(from);
  const published = app.get(PublishedEvents, { strict: false });
  const wanted = published.all().filter((event) => type === undefined || event.type === type);
  if (Number.isNaN(since.getTime()) || wanted.length === 0) {
    console.error('usage: npm run events:relay -- --from 2026-11-25T00:00:00Z [--type order.paid]');
    return 2;
  }
  if (app.get(Config, { strict: false }).eventRelayUrl === null)
    throw new Refusal('EVENT_RELAY_URL is not set: there is no broker to send events to');
  const line = app.get(RelayLine, { strict: false });
  let count = 0;
  for (const event of wanted) count += await line.putAgain(event.type, event.version, since);
  console.log(`${count} events are in line; a process with background jobs sends them`);
  return 0;
});

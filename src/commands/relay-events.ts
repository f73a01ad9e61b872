import { Config } from '#platform/config';
import { PublishedEvents, RelayLine } from '#platform/relay';
import { Refusal } from '../refusal.js';
import { commandArguments } from './command-arguments.js';
import { runCommand } from './run-command.js';

const USAGE = 'npm run events:relay -- --from "$(date -u -d yesterday +%FT%TZ)" [--type order.paid]';

/** Sends integration events to the broker again: those recorded since `--from`, of one `--type` or of all. */
const { from = '', type } = commandArguments(USAGE, { from: { type: 'string' }, type: { type: 'string' } }).values;
const since = new Date(from);
if (Number.isNaN(since.getTime())) {
  console.error(`--from ${from}: expected a time, such as 2026-11-25T00:00:00Z. Usage: ${USAGE}`);
  process.exit(1);
}

await runCommand('events:relay', async (app) => {
  const published = app.get(PublishedEvents, { strict: false });
  const wanted = published.all().filter((event) => type === undefined || event.type === type);
  if (wanted.length === 0) {
    const types = new Set(published.all().map((event) => event.type));
    throw new Refusal(`--type ${type}: no such event is published; there are ${[...types].join(', ')}`);
  }
  if (app.get(Config, { strict: false }).eventRelayUrl === null)
    throw new Refusal('EVENT_RELAY_URL is not set: there is no broker to send events to');
  const line = app.get(RelayLine, { strict: false });
  let count = 0;
  for (const event of wanted) count += await line.putAgain(event.type, event.version, since);
  console.log(`${count} events are in line; a process with background jobs sends them`);
});

// Writes docs/asyncapi.json from src/*/events.ts; `--check` only tells whether it is stale. It refuses a change that
// somebody who hears of an event would not understand, unless the version of the event is raised.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { incompatibleMessages } from './lib/compatible.mjs';
import { publishedEvents } from './lib/event-schemas.mjs';

const file = new URL('../docs/asyncapi.json', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const events = publishedEvents();

const exchange = { name: 'jishi.events', type: 'topic', durable: true, autoDelete: false };
const entries = (each) => Object.fromEntries(events.map(each));

const document = {
  asyncapi: '3.0.0',
  info: {
    title: 'Jishi integration events',
    version,
    description:
      'What the contexts of the shop tell others, as CloudEvents 1.0 in structured JSON mode on a topic exchange. ' +
      'Delivered at least once: an id that comes again is the same event. Those of one subject come in sequence. ' +
      'Fields may be added; ignore those you do not know. Any other change raises dataversion.',
    license: { name: 'MIT' },
  },
  defaultContentType: 'application/cloudevents+json',
  channels: entries(({ type, record, says }) => [
    type,
    {
      address: type,
      description: says,
      messages: { [record]: { $ref: `#/components/messages/${record}` } },
      bindings: { amqp: { is: 'routingKey', exchange, bindingVersion: '0.3.0' } },
    },
  ]),
  operations: entries(({ type, record, says }) => [
    `publish${record}`,
    {
      action: 'send',
      channel: { $ref: `#/channels/${type}` },
      summary: says,
      messages: [{ $ref: `#/channels/${type}/messages/${record}` }],
      bindings: { amqp: { deliveryMode: 2, bindingVersion: '0.3.0' } },
    },
  ]),
  components: { messages: entries((event) => [event.record, messageOf(event)]) },
};

function messageOf({ context, type, record, version, says, schema }) {
  return {
    name: type,
    title: record,
    summary: says,
    contentType: 'application/cloudevents+json',
    payload: cloudEvent(context, type, version, schema),
  };
}

function cloudEvent(context, type, version, data) {
  const properties = {
    specversion: { type: 'string', const: '1.0' },
    id: { type: 'string', description: 'Of this event, for ever.' },
    source: { type: 'string', const: `/jishi/${context}` },
    type: { type: 'string', const: type },
    subject: { type: 'string', description: 'Id of the aggregate it happened to.' },
    time: { type: 'string', format: 'date-time', description: 'When it happened, in UTC.' },
    datacontenttype: { type: 'string', const: 'application/json' },
    dataversion: { type: 'integer', const: version, description: 'Version of the form of data.' },
    aggregateversion: {
      type: 'integer',
      description:
        'Version of the aggregate after the change. Events of one change have the same, and ids that ascend.',
    },
    data,
  };
  return { type: 'object', required: Object.keys(properties), properties };
}

const after = await format(JSON.stringify(document), { parser: 'json', printWidth: 120 });
const before = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
const refused = incompatibleMessages(JSON.parse(before), document);

if (refused.length > 0) {
  for (const one of refused) console.error(`docs/asyncapi.json: ${one}`);
  console.error('Whoever hears of the event would not understand it: keep its form, or raise its version in events.ts');
  process.exitCode = 1;
} else if (!process.argv.includes('--check')) {
  writeFileSync(file, after);
} else if (before !== after) {
  console.error('docs/asyncapi.json is stale; run: npm run docs:asyncapi');
  process.exitCode = 1;
}

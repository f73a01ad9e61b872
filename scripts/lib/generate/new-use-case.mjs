import { Refusal, root } from '../checkout.mjs';
import { publishedEvents } from '../events-table.mjs';
import { aggregateFor } from './aggregates.mjs';
import { Changes } from './changes.mjs';
import { asked, carryOut } from './command.mjs';
import { requireName } from './names.mjs';
import { addReaction } from './reaction.mjs';
import { addUseCase } from './use-case.mjs';

const USAGE = `npm run new:use-case -- CONTEXT NAME [--aggregate NAME] [--reacts-to EVENT] [--dry-run]
  CONTEXT      a context that is there: order
  NAME         what is done, the verb first: hold-order
  --aggregate  what it is done to, where NAME does not end in it
  --reacts-to  an event after which it is done: order.paid
  --dry-run    tells what would be written`;

export async function newUseCase() {
  const wish = asked(USAGE, ['context', 'name'], { aggregate: { type: 'string' }, 'reacts-to': { type: 'string' } });
  if (!wish) return;
  const { context, name, aggregate, 'reacts-to': event } = wish;
  const changes = new Changes(root);
  const known = Object.keys(JSON.parse(changes.read('docs/context-map.json')));
  requireName(context, 'context', 'npm run new:use-case -- order hold-order');
  if (!known.includes(context))
    throw new Refusal(
      `there is no context ${context}: there are ${known.join(', ')}; npm run new:context -- ${context} makes it`,
    );
  requireName(name, 'use case', `npm run new:use-case -- ${context} hold-order`);
  if (!name.includes('-'))
    throw new Refusal(`"${name}" says a verb alone: say what is done to what, such as ${name}-${context}`);
  const next =
    event === undefined
      ? addUseCase(changes, { context, name, ...aggregateFor({ context, name, aggregate }, changes.sourcesOfContexts) })
      : await addReaction(changes, { context, name, event: eventNamed(event, changes) });
  await carryOut(changes, wish['dry-run'], next);
}

function eventNamed(type, changes) {
  const events = publishedEvents(changes.sourcesOfContexts);
  const event = events.find((one) => one.type === type);
  if (!event) throw new Refusal(`nobody publishes ${type}: there are ${events.map((one) => one.type).join(', ')}`);
  return event;
}

import { Refusal } from '../checkout.mjs';
import { formsOf } from './names.mjs';
import { intoMap } from './register.mjs';
import { partsOf, sample } from './sample.mjs';
import { intoModule } from './use-case.mjs';

const SAMPLE = 'application/notice-on-sample-thing-created';

/** What a context does when it hears of an event. Answers what to do next. */
export async function addReaction(changes, { context, name, event }) {
  const suffix = event.record.replaceAll(/(?!^)[A-Z]/g, '-$&').toLowerCase();
  const reaction = formsOf(`${name}-on-${suffix}`);
  const clash = [...changes.sourcesOfContexts].find(([, text]) => text.includes(`class ${reaction.pascal} `));
  // The inbox knows a reaction by the name of its class, whatever context it is in.
  if (clash) throw new Refusal(`there is a ${reaction.pascal} already (src/${clash[0]}): choose another name`);
  const source = event.context === context ? '../events.js' : `../../${event.context}/events.js`;
  const fill = (text) =>
    text
      .replaceAll('NoticeOnSampleThingCreated', reaction.pascal)
      .replaceAll('notice-on-sample-thing-created', reaction.kebab)
      .replaceAll("'notice, on", `'${formsOf(name).words}, on`)
      .replaceAll('SampleThingCreated', event.record)
      .replaceAll('sample-thing.created', event.type)
      .replaceAll("'../events.js'", `'${source}'`);

  const file = `src/${context}/application/${reaction.kebab}`;
  changes.create(`${file}.ts`, fill(sample(`${SAMPLE}.ts`)));
  changes.create(`${file}.spec.ts`, fill(sample(`${SAMPLE}.spec.ts`)));
  intoModule(changes, context, partsOf('sample-context.module.ts', 'reaction').map(fill));
  intoReadme(changes, context, `\`${event.type}\` (${formsOf(name).words})`);
  await intoMap(changes, (map) => (event.context === context ? map : withArrow(map, context, event)));
  return [
    `write what follows: handle() in ${file}.ts, and a test of it in ${reaction.kebab}.spec.ts`,
    `npx jest ${file}    its tests`,
    'calls to the outside world: @On(…, { transaction: false }), see docs/architecture.md',
  ];
}

function withArrow(map, context, event) {
  const { calls, hears } = map[context];
  const heard = new Set([...(hears[event.context] ?? []), event.type]);
  return { ...map, [context]: { calls, hears: { ...hears, [event.context]: [...heard] } } };
}

function intoReadme(changes, context, news) {
  changes.edit(`src/${context}/README.md`, (text) =>
    text
      .replace(/\*\*Events in\*\*: (?!none)/, `**Events in**: ${news}, `)
      .replace('**Events in**: none', `**Events in**: ${news}`),
  );
}

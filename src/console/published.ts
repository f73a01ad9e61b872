import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contexts } from '#platform/contexts';
import type { Reactions } from '#platform/events';
import type { ContextNames } from './context-names.js';

type ContextMap = Readonly<
  Record<
    string,
    { readonly calls: Readonly<Record<string, string>>; readonly hears: Readonly<Record<string, string[]>> }
  >
>;
interface AsyncApi {
  readonly channels: Readonly<Record<string, { readonly description: string }>>;
}

export interface Arrow {
  readonly context: string | null;
  readonly handler: string;
  /** Whether the reaction runs in one transaction with its inbox row. */
  readonly transaction: boolean;
}

export interface PublishedEvent {
  readonly type: string;
  readonly from: string | null;
  readonly says: string | null;
  readonly to: readonly Arrow[];
}

/** Which context publishes what, and who hears it: of the documents a machine keeps true, and of the code that runs. */
export class Published {
  readonly map;
  readonly events: readonly PublishedEvent[];
  private readonly byType: ReadonlyMap<string, PublishedEvent>;

  constructor(reactions: Reactions, contexts: Contexts, names: ContextNames) {
    const map = documentOf<ContextMap>('context-map.json');
    this.map = Object.entries(map).map(([context, { calls, hears }]) => ({
      context,
      calls: Object.entries(calls).map(([other, purpose]) => ({ context: other, for: purpose })),
      hears: Object.entries(hears).map(([other, events]) => ({ context: other, events })),
    }));
    const { channels } = documentOf<AsyncApi>('asyncapi.json');
    const publishers = new Map(
      Object.entries(contexts.modules).flatMap(([context, { publishes = {} }]) =>
        Object.keys(publishes).map((type) => [type, context] as const),
      ),
    );
    const types = new Set([...Object.keys(channels), ...publishers.keys(), ...reactions.all().map(({ type }) => type)]);
    this.events = [...types].map((type) => ({
      type,
      from: publishers.get(type) ?? this.contextIn(type),
      says: channels[type]?.description ?? null,
      to: reactions
        .to(type)
        .map(({ name, transaction }) => ({ context: names.ofClass(name), handler: name, transaction })),
    }));
    this.byType = new Map(this.events.map((event) => [event.type, event]));
  }

  /** Also of a type that nobody has declared, such as news that is kept for staff. */
  of(type: string): PublishedEvent {
    return this.byType.get(type) ?? { type, from: this.contextIn(type), says: null, to: [] };
  }

  private contextIn(type: string): string | null {
    const [word] = type.split('.');
    return this.map.find(({ context }) => context === word)?.context ?? null;
  }
}

/** A document of this checkout, which a console has beside it. */
function documentOf<T>(name: string): T {
  return JSON.parse(readFileSync(join(checkout(), 'docs', name), 'utf8')) as T;
}

/** The sources and what is built of them lie at different depths. */
function checkout(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

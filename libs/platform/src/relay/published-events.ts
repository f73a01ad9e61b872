import type { Contexts } from '#platform/contexts';

export interface PublishedEvent {
  readonly type: string;
  /** Of its form: raised by a change that not everybody who understood the last one understands. */
  readonly version: number;
  /** The context that publishes it. */
  readonly context: string;
}

/** The integration events of this shop: what its contexts say in their events.ts. */
export class PublishedEvents {
  private readonly byType: ReadonlyMap<string, PublishedEvent>;

  constructor({ modules }: Pick<Contexts, 'modules'>) {
    const all = Object.entries(modules).flatMap(([context, { publishes = {} }]) =>
      Object.entries(publishes).map(([type, version]): PublishedEvent => ({ type, version, context })),
    );
    this.byType = new Map(all.map((event) => [event.type, event]));
  }

  all(): readonly PublishedEvent[] {
    return [...this.byType.values()];
  }

  of(type: string): PublishedEvent | undefined {
    return this.byType.get(type);
  }
}

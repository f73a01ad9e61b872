import type { Ring } from './ring.js';
import type { FaultKind, FaultParameters } from './fault-kinds.js';
import { faultKinds } from './fault-kinds.js';
import { NotPossible, NotThere, type Reason } from './refusals.js';
import type { SkippedClock } from './skipped-clock.js';

export interface Fault {
  readonly id: string;
  readonly kind: FaultKind | 'wechat';
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly setAt: string;
  readonly endsAt: string | null;
  /** What it has befallen so far. */
  readonly hits: number;
  /** What it will befall before it ends by itself; null: whatever comes. */
  readonly left: number | null;
}

/** Where faults of some kinds are made. */
export interface FaultPlace {
  readonly kinds: readonly FaultKind[];
  /** Why none can be set; null: one can. */
  readonly reason: Reason | null;
  list(): Promise<readonly Fault[]>;
  /** @returns the id of the fault */
  set(kind: FaultKind, parameters: FaultParameters): Promise<string>;
  /** Whether there was such a fault. */
  end(id: string): Promise<boolean>;
}

export interface FaultList {
  readonly items: readonly Fault[];
  readonly kinds: readonly { readonly kind: FaultKind; readonly available: boolean; readonly reason: Reason | null }[];
}

/** What goes wrong on purpose, wherever it does. */
export class Faults {
  private told = '';

  constructor(
    private readonly places: readonly FaultPlace[],
    private readonly ring: Ring,
    private readonly clock: SkippedClock,
  ) {}

  async list(): Promise<FaultList> {
    const items = (await Promise.all(this.places.map((place) => place.list()))).flat();
    const kinds = (Object.keys(faultKinds) as FaultKind[]).map((kind) => {
      const { reason } = this.placeOf(kind);
      return { kind, available: reason === null, reason };
    });
    return { items, kinds };
  }

  async set(kind: FaultKind, parameters: FaultParameters): Promise<Fault | undefined> {
    const place = this.placeOf(kind);
    if (place.reason !== null) throw new NotPossible(place.reason);
    const id = await place.set(kind, parameters);
    const { items } = await this.tell();
    return items.find((fault) => fault.id === id);
  }

  /** @throws NotThere */
  async end(id: string): Promise<FaultList> {
    for (const place of this.places) if (await place.end(id)) return this.tell();
    throw new NotThere();
  }

  async endAll(): Promise<FaultList> {
    const { items } = await this.list();
    for (const { id } of items) for (const place of this.places) if (await place.end(id)) break;
    return this.tell();
  }

  /** Tells the feed how things stand, where that has changed. */
  async tell(): Promise<FaultList> {
    const list = await this.list();
    const said = JSON.stringify(list);
    if (said !== this.told) this.ring.publish('faults', { at: this.clock.now().toISOString(), ...list });
    this.told = said;
    return list;
  }

  private placeOf(kind: FaultKind): FaultPlace {
    const place = this.places.find(({ kinds }) => kinds.includes(kind));
    if (!place) throw new Error(`Nobody makes ${kind}`);
    return place;
  }
}

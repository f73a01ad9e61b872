import { AggregateRoot } from '#kernel';
import type { SampleContextEvent } from '../events.js';
import { SampleThingNeedsName } from './errors.js';

export interface SampleThingState {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  /** Counts changes from 1. */
  readonly version: number;
}

export interface SampleThingChanges {
  readonly name?: string | undefined;
}

/** Say here in one sentence what a sample thing is to the shop. */
export class SampleThing extends AggregateRoot<SampleContextEvent> {
  private readonly loadedVersion: number;

  private constructor(private current: SampleThingState) {
    super();
    this.loadedVersion = current.version;
  }

  /** @throws SampleThingNeedsName */
  static create({ id, name, at }: { readonly id: string; readonly name: string; readonly at: Date }): SampleThing {
    const sampleThing = new SampleThing({ id, name: nameFrom(name), createdAt: at, version: 1 });
    sampleThing.record({ type: 'sample-thing.created', sampleThingId: id, at });
    return sampleThing;
  }

  static restore(state: SampleThingState): SampleThing {
    return new SampleThing(state);
  }

  get id(): string {
    return this.current.id;
  }

  get state(): SampleThingState {
    return this.current;
  }

  /** Changes what is named and leaves the rest. @throws SampleThingNeedsName */
  change({ name = this.current.name }: SampleThingChanges): void {
    this.become({ name: nameFrom(name) });
  }

  // >> use case
  /** Write here when a sample thing may be touched (if not, throw an error of errors.ts), and what that makes of it. */
  touch(_at: Date): void {}
  // << use case

  private become(changes: Partial<Omit<SampleThingState, 'id' | 'version'>>): void {
    this.current = { ...this.current, ...changes, version: this.loadedVersion + 1 };
  }
}

function nameFrom(text: string): string {
  const name = text.trim();
  if (name === '') throw new SampleThingNeedsName();
  return name;
}

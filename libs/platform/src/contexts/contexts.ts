import type { Type } from '@nestjs/common';
import { type Config, ConfigurationError } from '#platform/config';
import type { ContextSchema } from '#platform/database';

/** The module of a context, with what it keeps in the database and which events it publishes in which version. */
export interface ContextModule extends Type {
  readonly schema: ContextSchema;
  readonly publishes?: Readonly<Record<string, number>>;
}

export type ContextModules = Readonly<Record<string, ContextModule>>;

/** By name: `inventory` for InventoryModule, as its folder is called. */
export function byName(modules: readonly ContextModule[]): ContextModules {
  const name = (module: Type) =>
    module.name
      .replace(/Module$/, '')
      .replaceAll(/(?!^)[A-Z]/g, '-$&')
      .toLowerCase();
  return Object.fromEntries(modules.map((module) => [name(module), module]));
}

/**
 * Who works where. A context _apart_ reacts, and runs its jobs, in processes of its own; one of these processes is for
 * nothing else. All other contexts are in the main process, of which there may be several instances.
 */
export class Contexts {
  private readonly nameOf: ReadonlyMap<unknown, string>;

  /** @throws ConfigurationError when a context is to be apart that the shop does not have */
  constructor(
    readonly modules: ContextModules,
    private readonly config: Config['contexts'],
  ) {
    this.nameOf = new Map(Object.entries(modules).map(([name, module]) => [module, name]));
    if (config.apart.some((name) => !Object.hasOwn(modules, name))) {
      throw new ConfigurationError('CONTEXTS_APART', `expected some of ${Object.keys(modules).join(', ')}`);
    }
  }

  get apart(): readonly string[] {
    return this.config.apart;
  }

  /** The context this process is for; null in the main process. */
  get own(): string | null {
    return this.config.own;
  }

  /** The context a module belongs to; null where it belongs to none, but to all of them. */
  of(module: unknown): string | null {
    return this.nameOf.get(module) ?? null;
  }

  /** Whether this process reacts and runs jobs for a context; null stands for what belongs to none. */
  isHere(context: string | null): boolean {
    if (context === null) return true;
    if (this.config.off.includes(context)) return false;
    return this.own === null ? !this.apart.includes(context) : context === this.own;
  }
}

/** A process in which nothing is apart. */
export const TOGETHER = new Contexts({}, { apart: [], own: null, off: [] });

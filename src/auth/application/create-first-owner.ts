import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { Config, DEMO_OWNER } from '#platform/config';
import { UsernameTaken } from '../domain/errors.js';
import { canonicalUsername } from '../domain/staff-member.js';
import { StaffMembers } from '../domain/staff-members.js';
import { Passwords } from './passwords.js';

interface Owner {
  readonly username: string;
  readonly password: string;
}

/**
 * A shop starts without staff, and only staff can add staff: the configuration names the first owner. Hashing a password takes a
 * quarter of a second: the shop opens meanwhile, and whoever signs in waits for it.
 */
@Injectable()
export class CreateFirstOwner implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger(CreateFirstOwner.name);
  private missing: Owner | null = null;
  private making: Promise<void> | null = null;

  constructor(
    private readonly staff: StaffMembers,
    private readonly passwords: Passwords,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @throws Error when the owner that is missing cannot have this name */
  async onModuleInit(): Promise<void> {
    this.missing = await this.findMissing();
    this.made().catch((error: unknown) => {
      this.log.error({ err: error }, 'The first owner could not be made; the next who signs in has it tried again');
    });
  }

  /** The database stays until it is done with. */
  async onModuleDestroy(): Promise<void> {
    await this.making?.catch(() => undefined);
  }

  /** Resolves when nobody is missing any more; tries again what has failed. */
  async made(): Promise<void> {
    const { missing } = this;
    if (!missing) return;
    this.making ??= this.create(missing).finally(() => (this.making = null));
    await this.making;
  }

  private async findMissing(): Promise<Owner | null> {
    const first = this.config.auth.staffBootstrap;
    if (!first) return null;
    if (await this.staff.isEmpty()) {
      const username = canonicalUsername(first.username);
      if (username === null) throw new Error('STAFF_BOOTSTRAP_USERNAME is no name');
      return { username, password: first.password };
    }
    if (first.username !== DEMO_OWNER.username || first.password !== DEMO_OWNER.password) {
      this.log.warn('There is staff already: STAFF_BOOTSTRAP_USERNAME and STAFF_BOOTSTRAP_PASSWORD are ignored');
    }
    return null;
  }

  private async create({ username, password }: Owner): Promise<void> {
    const passwordHash = await this.passwords.hash(password);
    try {
      await this.staff.add({ id: newId(), username, passwordHash, role: 'owner', active: true }, this.clock.now());
    } catch (error) {
      // Another process that started at the same time was faster.
      if (!(error instanceof UsernameTaken)) throw error;
    }
    this.missing = null;
  }
}

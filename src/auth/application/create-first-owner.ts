import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { Config } from '#platform/config';
import { UsernameTaken } from '../domain/errors.js';
import { canonicalUsername } from '../domain/staff-member.js';
import { StaffMembers } from '../domain/staff-members.js';
import { Passwords } from './passwords.js';

/** A shop starts without staff, and only staff can add staff: the configuration names the first owner. */
@Injectable()
export class CreateFirstOwner implements OnModuleInit, OnApplicationBootstrap {
  private readonly log = new Logger(CreateFirstOwner.name);
  private created = Promise.resolve();

  constructor(
    private readonly staff: StaffMembers,
    private readonly passwords: Passwords,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Begun while routes are still made: hashing a password takes a quarter of a second, on another thread. */
  onModuleInit(): void {
    this.created = this.execute();
    // A failure is told where it is waited for.
    this.created.catch(() => undefined);
  }

  onApplicationBootstrap(): Promise<void> {
    return this.created;
  }

  async execute(): Promise<void> {
    const { auth, environment } = this.config;
    const first = auth.staffBootstrap;
    if (!first) return;
    if (await this.staff.isEmpty()) return this.create(first.username, first.password);
    if (environment === 'production') {
      this.log.warn('There is staff already: STAFF_BOOTSTRAP_USERNAME and STAFF_BOOTSTRAP_PASSWORD are ignored');
    }
  }

  private async create(name: string, password: string): Promise<void> {
    const username = canonicalUsername(name);
    if (username === null) throw new Error('STAFF_BOOTSTRAP_USERNAME is no name');
    const passwordHash = await this.passwords.hash(password);
    try {
      await this.staff.add({ id: newId(), username, passwordHash, role: 'owner', active: true }, this.clock.now());
    } catch (error) {
      // Another process that started at the same time was faster.
      if (!(error instanceof UsernameTaken)) throw error;
    }
  }
}

import { Injectable } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { User } from '../domain/user.js';
import { Users } from '../domain/users.js';

@Injectable()
export class JoinShop {
  constructor(
    private readonly users: Users,
    private readonly clock: Clock,
  ) {}

  /** Makes so many users. */
  async execute(count: number): Promise<User[]> {
    const joined = Array.from({ length: count }, () => User.join(newId(), this.clock.now()));
    await this.users.add(...joined);
    return joined;
  }
}

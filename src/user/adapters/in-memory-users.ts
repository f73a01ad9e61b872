import { PhoneTaken, UserNotFound } from '../domain/errors.js';
import type { Nickname } from '../domain/nickname.js';
import type { PhoneNumber } from '../domain/phone-number.js';
import { User, type UserState } from '../domain/user.js';
import { Users } from '../domain/users.js';

export class InMemoryUsers extends Users {
  private readonly states = new Map<string, UserState>();
  readonly phones = new Map<string, PhoneNumber>();

  async add(...users: readonly User[]): Promise<void> {
    for (const { state } of users) this.states.set(state.id, state);
  }

  async nicknameOf(id: string): Promise<Nickname> {
    return this.get(id).nickname;
  }

  async change(id: string, mutate: (user: User) => void): Promise<User> {
    const user = User.restore(this.get(id));
    mutate(user);
    this.states.set(id, user.state);
    return user;
  }

  async bindPhone(id: string, phone: PhoneNumber): Promise<void> {
    this.get(id);
    for (const [other, bound] of this.phones) {
      if (other !== id && bound.e164 === phone.e164) throw new PhoneTaken();
    }
    this.phones.set(id, phone);
  }

  async lock(id: string): Promise<boolean> {
    return this.states.has(id);
  }

  /** @throws UserNotFound */
  get(id: string): UserState {
    const state = this.states.get(id);
    if (!state) throw new UserNotFound();
    return state;
  }
}

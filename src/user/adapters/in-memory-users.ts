import { PhoneTaken, UserNotFound } from '../domain/errors.js';
import { User, type UserState } from '../domain/user.js';
import { Users } from '../domain/users.js';

export class InMemoryUsers extends Users {
  private readonly states = new Map<string, UserState>();

  async add(user: User): Promise<void> {
    this.keep(user.state);
  }

  async change(id: string, mutate: (user: User) => void): Promise<User> {
    const user = User.restore(this.get(id));
    mutate(user);
    this.keep(user.state);
    return user;
  }

  /** @throws UserNotFound */
  get(id: string): UserState {
    const state = this.states.get(id);
    if (!state) throw new UserNotFound();
    return state;
  }

  private keep(state: UserState): void {
    const phone = state.phone?.e164;
    for (const other of this.states.values()) {
      if (phone !== undefined && other.id !== state.id && other.phone?.e164 === phone) throw new PhoneTaken();
    }
    this.states.set(state.id, state);
  }
}

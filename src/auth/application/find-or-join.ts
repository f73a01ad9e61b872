import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { UserDirectory, type UserProfile } from '../../user/index.js';
import { AccountBlocked } from '../domain/errors.js';
import { AccountAlreadyKnown, Identities, type KnownAccount } from '../domain/identities.js';
import { type Arrival, type Ending, ERASED, outcomesOf } from './opening.js';

/** An arrival of whom it is known which user it is. */
export interface Recognised {
  readonly arrival: Arrival;
  readonly userId: string;
  /** Who joined just now; null: a user who comes back. */
  readonly joined: UserProfile | null;
}

/** Finds whose the accounts of arrivals are, and makes users of those whose account nobody has. */
@Injectable()
export class FindOrJoin {
  constructor(
    private readonly identities: Identities,
    private readonly users: UserDirectory,
    private readonly database: Database,
  ) {}

  /**
   * Answers each arrival, in the list's order: refused with AccountBlocked, or with what its joining threw.
   * @throws what looking the accounts up throws
   */
  async execute(arrivals: readonly Arrival[]): Promise<readonly (Recognised | Ending)[]> {
    const known = await this.usersOf(arrivals);
    const strangers = arrivals.filter(({ account }) => !known.has(account));
    if (strangers.length === 0) return arrivals.map((arrival) => recognise(arrival, known));
    const newcomers = await outcomesOf(firstOfEachAccount(strangers), (some) => this.join(some));
    // Who came twice, and those whose account somebody else made a user of this very moment.
    const late = await this.usersOf(strangers.filter((one) => !newcomers.has(one)));
    return arrivals.map(
      (arrival) => newcomers.get(arrival) ?? recognise(arrival, known.has(arrival.account) ? known : late),
    );
  }

  private usersOf(arrivals: readonly Arrival[]): Promise<ReadonlyMap<string, KnownAccount>> {
    return this.identities.usersOf([...new Set(arrivals.map(({ account }) => account))]);
  }

  /** All or none; says nothing of one whose account is somebody's by now. */
  private async join(strangers: readonly Arrival[]): Promise<readonly (readonly [Arrival, Recognised])[]> {
    try {
      const joined = await this.database.transaction(() => this.addAll(strangers));
      return joined.map((one) => [one.arrival, one]);
    } catch (error) {
      if (error instanceof AccountAlreadyKnown && strangers.length === 1) return [];
      throw error;
    }
  }

  private async addAll(strangers: readonly Arrival[]): Promise<readonly Recognised[]> {
    const users = (await this.users.join(strangers.length)).values();
    const joined = strangers.flatMap((arrival): Recognised[] => {
      const user = users.next().value;
      return user ? [{ arrival, userId: user.id, joined: user }] : [];
    });
    await this.identities.add(
      ...joined.map(({ userId, arrival: { account, unionAccount, answeredAt } }) => ({
        userId,
        account,
        unionAccount,
        answeredAt,
      })),
    );
    return joined;
  }
}

/** Whose account is nobody's at a second look as well was erased between the two. */
function recognise(arrival: Arrival, known: ReadonlyMap<string, KnownAccount>): Recognised | Ending {
  const user = known.get(arrival.account);
  if (!user) return ERASED;
  return user.blocked ? { refused: new AccountBlocked() } : { arrival, userId: user.userId, joined: null };
}

function firstOfEachAccount(arrivals: readonly Arrival[]): readonly Arrival[] {
  const firsts = new Map<string, Arrival>();
  for (const arrival of arrivals) if (!firsts.has(arrival.account)) firsts.set(arrival.account, arrival);
  return [...firsts.values()];
}

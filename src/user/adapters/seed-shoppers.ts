import { Injectable } from '@nestjs/common';
import { newIdAt } from '#kernel';
import type { BlindDigest } from '#platform/crypto';
import { Database, insertRows, placeholders, type SqlValue } from '#platform/database';
import type { Dice } from '#platform/seeding';
import type { AddressSnapshot } from '../application/user-directory.js';
import { type Address, AddressBook } from '../domain/address-book.js';
import { PhoneNumber } from '../domain/phone-number.js';
import { PostalAddress } from '../domain/postal-address.js';
import { User } from '../domain/user.js';
import { Nickname } from '../domain/nickname.js';
import { SealedFields } from './sealed-fields.js';
import { GIVEN, NICKNAMES, PLACES, SURNAMES } from './seed-shoppers-words.js';

export interface SeededShopper {
  readonly id: string;
  readonly joinedAt: Date;
  /** The default one. */
  readonly address: AddressSnapshot | null;
}

interface BoundPhone {
  readonly phone: PhoneNumber | null;
  readonly digests: readonly BlindDigest[];
}

interface Sketch extends BoundPhone {
  readonly user: User;
  /** Newest first. */
  readonly addresses: readonly Address[];
}

/** A shopper who is made up and not saved yet; the rows are sealed. */
export interface DraftedShopper extends SeededShopper {
  readonly rows: Readonly<Record<keyof typeof COLUMNS, readonly SqlValue[][]>>;
}

interface DraftShoppersCommand {
  readonly count: number;
  readonly dice: Dice;
  readonly joined: { readonly from: Date; readonly until: Date };
}

const COLUMNS = {
  users: ['id', 'nickname', 'avatar_url', 'phone', 'version', 'created_at'],
  user_phone_digests: ['digest', 'key_name', 'user_id'],
  user_addresses: ['id', 'user_id', 'content', 'is_default'],
} as const;
const TABLES = ['users', 'user_phone_digests', 'user_addresses'] as const;

/** Makes up shoppers, with telephones and addresses that are sealed like everybody's. */
@Injectable()
export class SeedShoppers {
  constructor(
    private readonly database: Database,
    private readonly sealed: SealedFields,
  ) {}

  /** Before any transaction: it makes their keys. @throws KeysUnavailable */
  async draft({ count, dice, joined }: DraftShoppersCommand): Promise<DraftedShopper[]> {
    const phones = await this.freePhones(count, dice);
    const sketches = phones.map((phone) => sketch(dice, dice.time(joined.from, joined.until), phone));
    return Promise.all(sketches.map((one) => this.sealedDraft(one)));
  }

  /** In the caller's transaction. */
  async add(drafted: readonly DraftedShopper[]): Promise<void> {
    for (const table of TABLES) {
      await insertRows(
        this.database,
        table,
        COLUMNS[table],
        drafted.flatMap(({ rows }) => rows[table]),
      );
    }
  }

  private async sealedDraft({ user, phone, digests, addresses }: Sketch): Promise<DraftedShopper> {
    const { id, nickname, avatarUrl, createdAt } = user.state;
    const fields = await this.sealed.of(id);
    const sealedPhone = phone && fields.sealPhone(phone);
    return {
      id,
      joinedAt: createdAt,
      address: addresses.find(({ isDefault }) => isDefault)?.postal.fields ?? null,
      rows: {
        users: [[id, nickname.value, avatarUrl.value, sealedPhone, 1, createdAt]],
        user_phone_digests: digests.map(({ digest, keyName }) => [digest, keyName, id]),
        user_addresses: addresses.map((one) => [one.id, id, fields.sealAddress(one.postal, one.id), one.isDefault]),
      },
    };
  }

  /** Numbers that nobody has bound, two in three; a seed that is used again throws the same ones first. */
  private async freePhones(count: number, dice: Dice): Promise<BoundPhone[]> {
    const free: BoundPhone[] = [];
    const drawn = new Set<string>();
    while (free.length < count) {
      const numbers = Array.from({ length: count - free.length }, () => (dice.chance(0.67) ? aPhone(dice) : null));
      const asked = await Promise.all(
        numbers.map(async (phone) => ({ phone, digests: phone ? await this.sealed.phoneDigests(phone) : [] })),
      );
      const taken = await this.taken(asked.flatMap(({ digests }) => digests.map(({ digest }) => digest)));
      for (const one of asked) {
        if (one.digests.some(({ digest }) => taken.has(digest) || drawn.has(digest))) continue;
        for (const { digest } of one.digests) drawn.add(digest);
        free.push(one);
      }
    }
    return free;
  }

  private async taken(digests: readonly string[]): Promise<ReadonlySet<string>> {
    if (digests.length === 0) return new Set();
    const rows = await this.database.query<{ digest: string }>(
      `SELECT digest FROM user_phone_digests WHERE digest IN (${placeholders(digests.length)})`,
      digests,
    );
    return new Set(rows.map(({ digest }) => digest));
  }
}

function sketch(dice: Dice, joinedAt: Date, phone: BoundPhone): Sketch {
  const user = User.join(newIdAt(joinedAt), joinedAt);
  if (dice.chance(0.8)) user.rename(Nickname.of(dice.chance(0.5) ? dice.pick(NICKNAMES) : aName(dice)));
  const book = AddressBook.restore(user.state.id, []);
  const addresses = dice.pick([0, 1, 1, 1, 1, 2]);
  for (let at = 0; at < addresses; at++) {
    book.add(newIdAt(new Date(joinedAt.getTime() + at)), anAddress(dice), false);
  }
  return { user, ...phone, addresses: book.addresses };
}

function anAddress(dice: Dice): PostalAddress {
  const [province, city, district, postalCode, streets] = dice.pick(PLACES);
  const house = `${dice.between(1, 300)} 号 ${dice.between(1, 20)} 幢 ${dice.between(1, 30)}0${dice.between(1, 4)} 室`;
  return PostalAddress.of({
    province,
    city,
    district,
    recipient: aName(dice),
    phone: aPhone(dice).subscriber,
    detail: `${dice.pick<string>(streets)} ${house}`,
    postalCode: dice.chance(0.5) ? postalCode : null,
  });
}

function aName(dice: Dice): string {
  return dice.pick(SURNAMES) + dice.pick(GIVEN);
}

/** Nobody's: mobile numbers in China begin with 13 to 19. */
function aPhone(dice: Dice): PhoneNumber {
  return PhoneNumber.of('86', `12${dice.digits(9)}`);
}

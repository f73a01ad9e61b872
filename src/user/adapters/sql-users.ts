import { Injectable } from '@nestjs/common';
import { type BlindDigest, PersonErased } from '#platform/crypto';
import { Database, insertRows, isUniqueViolation } from '#platform/database';
import { Revocations } from '#platform/revocation';
import { AvatarUrl } from '../domain/avatar-url.js';
import { PhoneTaken, UserNotFound } from '../domain/errors.js';
import { Nickname } from '../domain/nickname.js';
import type { PhoneNumber } from '../domain/phone-number.js';
import { User } from '../domain/user.js';
import { Users } from '../domain/users.js';
import { profileOf } from './profile-copies.js';
import { SealedFields } from './sealed-fields.js';
import { UserEntity } from './user.entity.js';

@Injectable()
export class SqlUsers extends Users {
  constructor(
    private readonly database: Database,
    private readonly sealed: SealedFields,
    private readonly revocations: Revocations,
  ) {
    super();
  }

  async add(...users: readonly User[]): Promise<void> {
    await insertRows(
      this.database,
      'users',
      ['id', 'nickname', 'avatar_url', 'version', 'created_at'],
      users.map(({ state: { id, nickname, avatarUrl, createdAt } }) => [
        id,
        nickname.value,
        avatarUrl.value,
        1,
        createdAt,
      ]),
    );
  }

  async nicknameOf(id: string): Promise<Nickname> {
    const [row] = await this.database.query<{ nickname: string }>('SELECT nickname FROM users WHERE id = ?', [id]);
    if (!row) throw new UserNotFound();
    return Nickname.restore(row.nickname);
  }

  change(id: string, mutate: (user: User) => void): Promise<User> {
    return this.database.transaction(async () => {
      const { nickname, avatarUrl, createdAt, version } = await this.locked(id);
      const user = User.restore({
        id,
        nickname: Nickname.restore(nickname),
        avatarUrl: AvatarUrl.restore(avatarUrl),
        createdAt,
      });
      mutate(user);
      const { state } = user;
      const row = { nickname: state.nickname.value, avatarUrl: state.avatarUrl.value, version: version + 1 };
      await this.database.manager.update(UserEntity, { id }, row);
      await this.revocations.revoke(profileOf(id));
      return user;
    });
  }

  async bindPhone(id: string, phone: PhoneNumber): Promise<void> {
    const [sealed, digests] = await Promise.all([this.sealPhone(id, phone), this.sealed.phoneDigests(phone)]);
    await this.database.transaction(async () => {
      const { version } = await this.locked(id);
      await this.claim(id, digests);
      await this.database.manager.update(UserEntity, { id }, { phone: sealed, version: version + 1 });
      await this.revocations.revoke(profileOf(id));
    });
  }

  async lock(id: string): Promise<boolean> {
    const rows = await this.database.query(`SELECT id FROM users WHERE id = ?${this.database.forUpdate}`, [id]);
    return rows.length > 0;
  }

  private async sealPhone(id: string, phone: PhoneNumber): Promise<string> {
    try {
      return (await this.sealed.of(id)).sealPhone(phone);
    } catch (error) {
      throw error instanceof PersonErased ? new UserNotFound() : error;
    }
  }

  private async claim(id: string, digests: readonly BlindDigest[]): Promise<void> {
    await this.database.execute('DELETE FROM user_phone_digests WHERE user_id = ?', [id]);
    try {
      for (const { digest, keyName } of digests) {
        await this.database.execute('INSERT INTO user_phone_digests (digest, key_name, user_id) VALUES (?, ?, ?)', [
          digest,
          keyName,
          id,
        ]);
      }
    } catch (error) {
      throw isUniqueViolation(error) ? new PhoneTaken() : error;
    }
  }

  private async locked(id: string): Promise<UserEntity> {
    const entity = await this.database.manager.findOne(UserEntity, {
      where: { id },
      ...(this.database.dialect === 'mysql' && { lock: { mode: 'pessimistic_write' } }),
    });
    if (!entity) throw new UserNotFound();
    return entity;
  }
}

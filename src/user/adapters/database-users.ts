import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '#platform/database';
import { AvatarUrl } from '../domain/avatar-url.js';
import { PhoneTaken, UserNotFound } from '../domain/errors.js';
import { Nickname } from '../domain/nickname.js';
import { User } from '../domain/user.js';
import { Users } from '../domain/users.js';
import { SealedFields } from './sealed-fields.js';
import { UserEntity } from './user.entity.js';

@Injectable()
export class DatabaseUsers extends Users {
  constructor(
    private readonly database: Database,
    private readonly sealed: SealedFields,
  ) {
    super();
  }

  async add(user: User): Promise<void> {
    const { id, createdAt } = user.state;
    const row = { id, createdAt, version: 1, ...(await this.changeable(user)) };
    await orPhoneTaken(this.database.manager.insert(UserEntity, row));
  }

  change(id: string, mutate: (user: User) => void): Promise<User> {
    return this.database.transaction(async () => {
      const entity = await this.locked(id);
      const user = await this.restored(entity);
      mutate(user);
      const row = { version: entity.version + 1, ...(await this.changeable(user)) };
      await orPhoneTaken(this.database.manager.update(UserEntity, { id }, row));
      return user;
    });
  }

  private async locked(id: string): Promise<UserEntity> {
    const entity = await this.database.manager.findOne(UserEntity, {
      where: { id },
      ...(this.database.dialect === 'mysql' && { lock: { mode: 'pessimistic_write' } }),
    });
    if (!entity) throw new UserNotFound();
    return entity;
  }

  private async restored({ id, nickname, avatarUrl, phone, createdAt }: UserEntity): Promise<User> {
    return User.restore({
      id,
      nickname: Nickname.restore(nickname),
      avatarUrl: AvatarUrl.restore(avatarUrl),
      phone: await this.sealed.openPhone(phone, id),
      createdAt,
    });
  }

  private async changeable(user: User): Promise<Omit<UserEntity, 'id' | 'version' | 'createdAt'>> {
    const { id, nickname, avatarUrl, phone } = user.state;
    return {
      nickname: nickname.value,
      avatarUrl: avatarUrl.value,
      phone: await this.sealed.sealPhone(phone, id),
      phoneIndex: await this.sealed.phoneIndex(phone),
    };
  }
}

async function orPhoneTaken(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    throw isUniqueViolation(error) ? new PhoneTaken() : error;
  }
}

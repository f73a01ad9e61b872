import { On, Reaction } from '#platform/events';
import type { MediaRefused } from '../../media/events.js';
import { UserNotFound } from '../domain/errors.js';
import { Users } from '../domain/users.js';

@On('media.refused')
export class ClearAvatarOnMediaRefused extends Reaction<MediaRefused> {
  constructor(private readonly users: Users) {
    super();
  }

  async handle({ userId, name }: MediaRefused): Promise<void> {
    try {
      await this.users.change(userId, (user) => user.losePicture(name));
    } catch (error) {
      // Erased meanwhile, and the picture with them.
      if (!(error instanceof UserNotFound)) throw error;
    }
  }
}

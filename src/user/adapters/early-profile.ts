import { Injectable } from '@nestjs/common';
import { type Asked, EarlyAnswer, type ReadyJson, type Shopper } from '#platform/http';
import { ProfileCopies } from './profile-copies.js';

@Injectable()
export class EarlyProfile extends EarlyAnswer {
  constructor(private readonly profiles: ProfileCopies) {
    super();
  }

  answer(_: Asked, shopper: Shopper | null): ReadyJson | null {
    return shopper && this.profiles.peek(shopper.id);
  }
}

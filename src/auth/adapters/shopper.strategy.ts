import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import Strategy from 'passport-custom';
import { type Shopper, Unauthenticated } from '#platform/http';
import { AuthenticateShopper } from '../application/authenticate-shopper.js';

const BEARER = /^Bearer +(\S+)$/i;

/** `Authorization: Bearer <access token>` */
@Injectable()
export class ShopperStrategy extends PassportStrategy(Strategy, 'shopper') {
  constructor(private readonly authenticateShopper: AuthenticateShopper) {
    super();
  }

  async validate({ headers }: FastifyRequest): Promise<Shopper> {
    const token = BEARER.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Unauthenticated();
    return this.authenticateShopper.execute(token);
  }
}

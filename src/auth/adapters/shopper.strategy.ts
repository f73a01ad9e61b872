import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import Strategy from 'passport-custom';
import { KnownShoppers, type Shopper, Unauthenticated } from '#platform/http';
import { AuthenticateShopper } from '../application/authenticate-shopper.js';

const BEARER = /^Bearer +(\S+)$/i;

/** `Authorization: Bearer <access token>` */
@Injectable()
export class ShopperStrategy extends PassportStrategy(Strategy, 'shopper') {
  constructor(
    private readonly authenticateShopper: AuthenticateShopper,
    known: KnownShoppers,
  ) {
    super();
    known.recogniseBy((request) => this.peek(request));
  }

  async validate(request: FastifyRequest): Promise<Shopper> {
    const token = tokenOf(request);
    if (token === undefined) throw new Unauthenticated();
    return this.authenticateShopper.execute(token);
  }

  private peek(request: Pick<FastifyRequest, 'headers'>): Shopper | null {
    const token = tokenOf(request);
    return token === undefined ? null : this.authenticateShopper.peek(token);
  }
}

function tokenOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  return BEARER.exec(headers.authorization ?? '')?.[1];
}

import { Injectable } from '@nestjs/common';
import type { Shopper } from '#platform/principals';
import type { Asked } from '../early/early-answer.js';

export type Recognise = (request: Pick<Asked, 'headers'>) => Shopper | null;

/**
 * Shoppers whom this process knows at the moment, without asking anybody. How it knows them is the auth context's to say;
 * who is not known may be a shopper all the same, which the strategy `shopper` finds out.
 */
@Injectable()
export class KnownShoppers {
  private recognise: Recognise = () => null;

  recogniseBy(recognise: Recognise): void {
    this.recognise = recognise;
  }

  /** Null says nothing. Never throws. */
  peek(request: Pick<Asked, 'headers'>): Shopper | null {
    return this.recognise(request);
  }
}

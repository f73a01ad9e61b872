import { Injectable } from '@nestjs/common';
import { EarlyAnswer, ReadyJson, type Shopper } from '#platform/http';

/** What `GET /open/tagged` answers with. */
export const taggedThing = ReadyJson.tagged(
  { name: '茶' },
  { 'cache-control': 'public, no-cache', vary: 'accept-language' },
);

/** What `GET /open/early`, `/guarded/early` and `/early` can answer early; null: they cannot, unless `read` gives something. */
export const early: { thing: object | null; read: () => Promise<object | null> } = {
  thing: null,
  read: async () => null,
};

@Injectable()
export class EarlyThing extends EarlyAnswer {
  answer({ url }: { readonly url: string }, asking: Shopper | null): ReadyJson | null {
    if (url.endsWith('/tagged')) return early.thing && taggedThing;
    return early.thing && ReadyJson.of({ ...early.thing, ...(asking && { id: asking.id }) });
  }

  override read(): Promise<ReadyJson | null> {
    return early.read().then((thing) => thing && ReadyJson.of(thing));
  }
}

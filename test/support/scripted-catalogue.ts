import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const id = (nth: number) => `01JD${String(nth).padStart(22, '0')}`;
const cursorOf = (one: string) => Buffer.from(one).toString('base64url');

/** What an edge asks of a shop for its snapshot, and a shop that answers as a test decides; it remembers what it was asked. */
export class ScriptedCatalogue {
  revision = 1_000;
  products = 3;
  readonly pageSize = 2;
  /** Characters of each description. */
  described = 10;
  /** When the units for sale of a page are said to have been read. */
  unitsRead = () => new Date().toISOString();
  /** Does something before a page is answered; false: it is not. */
  before: (nth: number) => boolean | Promise<boolean> = () => true;
  asked: string[] = [];
  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async open(): Promise<ScriptedCatalogue> {
    const server = createServer((request, response) => {
      void catalogue.answer(request.url ?? '').then((answer) => {
        if (answer) response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
        else response.destroy();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const catalogue: ScriptedCatalogue = new ScriptedCatalogue(server, `http://127.0.0.1:${port}`);
    return catalogue;
  }

  /** Which pages of snapshots were asked for: `revision` or `revision after product`. */
  get pages(): string[] {
    return this.asked.flatMap((url) => {
      const [, revision, cursor] = /snapshots\/(\d+)(?:\?cursor=(.+))?/.exec(url) ?? [];
      if (revision === undefined) return [];
      return [cursor ? `${revision} after ${Number(Buffer.from(cursor, 'base64url').toString().slice(4))}` : revision];
    });
  }

  product(nth: number) {
    const sku = { id: id(nth + 500), name: '50g', attributes: {}, priceFen: nth, available: 7 };
    const described = { name: `茶 ${nth}`, description: '清'.repeat(this.described), imageUrl: '' };
    return { id: id(nth), ...described, categoryId: id(900), priceFen: nth, skus: [sku] };
  }

  /** Twice does no harm. */
  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  private async answer(url: string): Promise<{ status: number; body: string } | null> {
    this.asked.push(url);
    const data = (status: number, value: object) => ({ status, body: JSON.stringify({ code: status, data: value }) });
    if (url.endsWith('/catalog/revision')) return data(200, { revision: this.revision });
    // Nothing but the snapshot can be had.
    if (!url.includes('/catalog/snapshots/')) return null;
    if (!(await this.before(this.pages.length))) return null;
    const { pathname, searchParams } = new URL(url, this.origin);
    if (Number(pathname.split('/').at(-1)) !== this.revision) return data(404, { revision: this.revision });
    const after = Buffer.from(searchParams.get('cursor') ?? '', 'base64url').toString();
    const all = Array.from({ length: this.products }, (_, nth) => this.product(this.products - nth));
    const rest = all.filter((one) => after === '' || one.id < after);
    const items = rest.slice(0, this.pageSize);
    const nextCursor = rest.length > items.length ? cursorOf(items.at(-1)?.id ?? '') : null;
    const first = after === '' ? { categories: [{ id: id(900), name: '茶叶', sort: 0 }] } : {};
    return data(200, { revision: this.revision, at: this.unitsRead(), ...first, items, nextCursor });
  }
}

import { type Database, type SqlValue } from '#platform/database';
import { Gathering } from '#platform/gathering';
import type { PageRequest } from '#platform/http';
import type { OrderStatus } from '../domain/order-status.js';
import { type KeptOrder, keptWith, refundsOf } from './order-reader.js';
import { ORDER_VIEW_COLUMNS, type OrderLineRow, ordersIn } from './order-rows.js';

export interface AskedList {
  readonly customerId: string;
  /** Undefined: orders in any status. */
  readonly status: OrderStatus | undefined;
  readonly page: PageRequest;
}

/** A row that tells by its place in the list who asked for it. */
interface AskedRow extends OrderLineRow {
  readonly asked: number;
}

const LIMITS = { name: 'my orders', maxBatch: 16, lanes: 4, maxQueue: 2_000, maxQueuePerOwner: 100, timeout: 3_000 };
/** Orders of a page that is read together with others: a longer one would keep them waiting. */
const SHORT_PAGE = 20;

/**
 * The lists of their own orders that shoppers ask for: those who ask at the same time are answered by one statement, which costs
 * the database and this process half of what one for each does. Each list is found in the index alone; then each order is
 * read once, by its primary key.
 */
export class OrderLists {
  private readonly gathering = new Gathering(
    (asked: readonly AskedList[]) => this.read(asked),
    LIMITS,
    ({ customerId }) => customerId,
  );

  constructor(private readonly database: Database) {}

  /** Newest first; one more than the page has where there are more. What is sealed is for the caller to open: if it cannot be, that is theirs alone. @throws TooManyWaiting */
  async of(asked: AskedList): Promise<KeptOrder[]> {
    if (asked.page.limit <= SHORT_PAGE) return this.gathering.decide(asked);
    const [orders = []] = await this.read([asked]);
    return orders;
  }

  private async read(asked: readonly AskedList[]): Promise<KeptOrder[][]> {
    const rows = await this.database.query<AskedRow>(
      `SELECT page.asked, ${ORDER_VIEW_COLUMNS} FROM (${this.database.unionAll(asked.map(pageSql))}) page
       JOIN orders o ON o.id = page.id JOIN order_lines l ON l.order_id = page.id`,
      asked.flatMap(pageValues),
    );
    const each = asked.map((): AskedRow[] => []);
    for (const row of rows) each[row.asked]?.push(row);
    const lists = each.map(ordersIn);
    const refunds = await refundsOf(this.database, lists.flat());
    return lists.map((orders) => orders.map((lines) => keptWith(refunds, lines)));
  }
}

function pageSql({ status, page }: AskedList, place: number): string {
  const ofStatus = status === undefined ? '' : ' AND status = ?';
  return `SELECT ${place} AS asked, id FROM orders WHERE customer_id = ?${ofStatus} AND id < ? ORDER BY id DESC LIMIT ${page.limit + 1}`;
}

function pageValues({ customerId, status, page }: AskedList): SqlValue[] {
  return [customerId, ...(status === undefined ? [] : [status]), page.after ?? '~'];
}

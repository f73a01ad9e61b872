import type { EventLog, OutboxPoller } from '#platform/events';
import type { OutboxEvent, OutboxRows } from './outbox-rows.js';
import { NotPossible, NotThere } from './refusals.js';

/** What a developer does about an event: tries it again, or puts it aside. */
export class EventDesk {
  constructor(
    private readonly log: EventLog,
    private readonly poller: OutboxPoller,
    private readonly rows: OutboxRows,
  ) {}

  /** @throws NotThere, NotPossible */
  async retry(id: string): Promise<OutboxEvent> {
    const { status } = await this.event(id);
    if (status !== 'dead')
      throw new NotPossible({
        zh: `事件的状态是 ${status}：只有投递失败的才能重试。`,
        en: `It is ${status}: only a dead event can be tried again.`,
      });
    await this.log.retry(id);
    this.poller.runSoon();
    return this.event(id);
  }

  /** @throws NotThere, NotPossible */
  async park(id: string, reason: string): Promise<OutboxEvent> {
    const { status } = await this.event(id);
    if (!(await this.log.park(id, reason)))
      throw new NotPossible({
        zh: `事件的状态是 ${status}：只有等待投递的才能搁置。`,
        en: `It is ${status}: only one that waits can be put aside.`,
      });
    return this.event(id);
  }

  private async event(id: string): Promise<OutboxEvent> {
    const [event] = await this.rows.withIds([id]);
    if (!event) throw new NotThere();
    return event;
  }
}

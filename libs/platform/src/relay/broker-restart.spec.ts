import { newId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { type OpenDatabase, openSqlite } from '../../../../test/support/databases.js';
import { PrivateRabbitmq, rabbitmqIsInstalled } from '../../../../test/support/private-rabbitmq.js';
import { RelayingProcess } from '../../../../test/support/relaying.js';
import { until } from '../../../../test/support/until.js';

(rabbitmqIsInstalled ? describe : describe.skip)('a broker that is killed', () => {
  let open: OpenDatabase;
  let rabbitmq: PrivateRabbitmq;
  const processes: RelayingProcess[] = [];
  beforeAll(async () => {
    open = await openSqlite([eventsSchema]);
    rabbitmq = await PrivateRabbitmq.start();
  });
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.stop()));
    await rabbitmq?.close();
    await open.close();
  });

  it('[F07, P18] costs nothing that it had confirmed, nor what was recorded meanwhile; main process and context find it again', async () => {
    const where = { url: rabbitmq.url, exchange: 'jishi.events' };
    const heard: string[] = [];
    const hear = async ({ lampId }: { lampId?: string }) => void heard.push(lampId ?? '');
    const main = new RelayingProcess(open.database, where).start();
    processes.push(main);
    const ids = [newId(), newId()];
    await main.record(ids[0]!, 1, 'lamp.lit');
    await until(async () => main.publisher.connected !== null && (await main.line.length()) === 0);

    await rabbitmq.kill();
    await main.record(ids[1]!, 1, 'lamp.lit');
    await main.bus.idle();
    expect(await main.line.length()).toBe(1);
    const apart = new RelayingProcess(open.database, { ...where, own: 'doors' }).on('lamp.lit', 'Open', hear).start();
    processes.push(apart);
    await rabbitmq.start();
    await until(() => heard.length === 2);
    expect(heard.toSorted()).toEqual(ids.toSorted());
  });
});

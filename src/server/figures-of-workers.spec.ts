import cluster, { type Worker } from 'node:cluster';
import { LONGEST_READING, silentWorkers } from '#platform/observability';
import { FiguresOfWorkers } from './figures-of-workers.js';

/** A worker that tells one gauge, a while after it was asked. */
function workerThatTakes(milliseconds: number): Worker {
  const snapshot = [
    { name: 'test_told', help: 't', type: 'gauge', aggregator: 'sum', values: [{ value: 1, labels: {} }] },
  ];
  const worker = {
    isConnected: () => true,
    send: ({ number }: { readonly number: number }) => {
      setTimeout(() => cluster.emit('message', worker, { jishi: 'mine', number, snapshot }), milliseconds);
    },
  };
  return worker as unknown as Worker;
}

describe('the figures of workers', () => {
  const silent = () => silentWorkers.get().values[0]?.value ?? NaN;
  let before: number;
  beforeEach(() => (before = silent()));
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
  afterEach(() => {
    jest.useRealTimers();
    cluster.removeAllListeners();
  });

  it('are those of all while each waits in vain for its database', async () => {
    const figures = new FiguresOfWorkers();
    for (let count = 0; count < 2; count++) cluster.emit('listening', workerThatTakes(LONGEST_READING + 200));
    const told = figures.tell();
    await jest.advanceTimersByTimeAsync(LONGEST_READING + 200);
    expect(await told).toContain('test_told 2\n');
    expect(silent()).toBe(before);
  });

  it('lack the gauges of one that does not answer, and say so', async () => {
    const figures = new FiguresOfWorkers();
    for (const takes of [0, 60_000]) cluster.emit('listening', workerThatTakes(takes));
    const told = figures.tell();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(await told).toContain('test_told 1\n');
    expect(await told).toContain(`metrics_silent_workers_total ${before + 1}\n`);
  });
});

import { get } from 'node:http';
import { fastify, type FastifyInstance } from 'fastify';
import { type Activity, currentActivity } from '#platform/activity';
import { until } from '../../../../test/support/until.js';
import { followRequests } from './request-activities.js';

describe('a request', () => {
  let server: FastifyInstance;
  let url: string;
  let activity: Activity | undefined;
  const over = jest.fn();
  beforeAll(async () => {
    server = fastify();
    followRequests(server);
    const note = () => {
      activity = currentActivity();
      activity?.whenOver(over);
    };
    server.get('/things/:id', async () => note());
    server.get('/never', () => {
      note();
      return new Promise(() => undefined);
    });
    url = await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    activity = undefined;
    over.mockReset();
  });

  it('is an activity that is over with its answer', async () => {
    await fetch(`${url}/things/1`, { headers: { 'x-request-id': 'r-1' } });
    await until(() => over.mock.calls.length > 0);
    expect(activity).toMatchObject({ purpose: 'GET /things/:id', actor: { kind: 'anonymous', ip: '127.0.0.1' } });
  });

  it('is over too when the client has gone before the answer, and where it came from is still known', async () => {
    const request = get(`${url}/never`).on('error', () => undefined);
    await until(() => activity !== undefined);
    request.destroy();
    await until(() => over.mock.calls.length > 0);
    expect(activity?.actor.ip).toBe('127.0.0.1');
  });
});

import { Logger } from '@nestjs/common';
import type { Config } from '#platform/config';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import {
  CredentialsRefused,
  MessageRefused,
  type MiniProgramClient,
  NotSubscribed,
  TemplateValueRefused,
  WechatBusy,
  WechatQuotaReached,
  WechatRefused,
  WechatUnreachable,
} from '#wechat';
import type { OrderNews } from '../application/messages.js';
import { WechatMessages } from './wechat-messages.js';

const refusal = { operation: 'message/subscribe/send', code: 1, requestId: null, retryAfterSeconds: 7 };
const news: OrderNews = {
  topic: 'order-shipped',
  orderId: '01KARR0000000000000000ORDR',
  products: '龙井茶 等2件商品',
  totalFen: 2905,
  at: new Date('2026-12-31T16:05:06.789Z'),
  shipment: { carrier: '顺丰', trackingNo: 'SF1' },
};
const every = ['order', 'products', 'total', 'status', 'time', 'carrier', 'trackingNo'];

describe('subscribe messages', () => {
  const sendSubscribeMessage = jest.fn<Promise<void>, unknown[]>();
  const client = { sendSubscribeMessage } as unknown as MiniProgramClient;
  const template = { id: 'T2', page: 'pages/order/show', fields: every.map((fact) => ({ field: `${fact}1`, fact })) };
  const messagesIn = (environment: Config['environment'], page: string | null = template.page) => {
    const templates = { orderPaid: null, orderShipped: { ...template, page }, orderRefunded: null };
    return new WechatMessages(client, { environment, miniProgram: { templates } } as unknown as Config);
  };
  const messages = messagesIn('production');
  const logged = {
    log: jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined),
    warn: jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined),
    error: jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined),
  };
  const counts = () => Object.values(logged).map(({ mock }) => mock.calls.length);

  beforeEach(() => {
    sendSubscribeMessage.mockReset();
    for (const spy of Object.values(logged)) spy.mockClear();
  });
  afterAll(() => jest.restoreAllMocks());

  it('say in the fields of the template what the operator put there', async () => {
    await messages.send('account', news);
    expect(sendSubscribeMessage).toHaveBeenCalledWith({
      openid: 'account',
      templateId: 'T2',
      page: 'pages/order/show?id=01KARR0000000000000000ORDR',
      opens: 'formal',
      values: {
        order1: '01KARR0000000000000000ORDR',
        products1: '龙井茶 等2件商品',
        total1: '¥29.05',
        status1: '已发货',
        time1: '2027年1月1日 00:05',
        carrier1: '顺丰',
        trackingNo1: 'SF1',
      },
    });
  });

  it('lead nowhere without a page, and outside production to the version under development', async () => {
    await messagesIn('development', null).send('account', news);
    expect(sendSubscribeMessage).toHaveBeenCalledWith(expect.objectContaining({ page: null, opens: 'developer' }));
  });

  it('are not sent without a template', async () => {
    expect(messages.areSentAbout('order-paid')).toBe(false);
    expect(messages.areSentAbout('order-shipped')).toBe(true);
    await messages.send('account', { ...news, topic: 'order-paid' });
    expect(sendSubscribeMessage).not.toHaveBeenCalled();
  });

  it('are for those who asked: that somebody did not is told, and is no trouble', async () => {
    sendSubscribeMessage.mockRejectedValueOnce(new NotSubscribed(refusal));
    await messages.send('account', news);
    expect(counts()).toEqual([1, 0, 0]);
  });

  it.each([
    new MessageRefused(refusal),
    new TemplateValueRefused('thing1'),
    new CredentialsRefused(refusal),
    new WechatRefused(refusal),
  ])('that WeChat will never take are for the operator, once: %s', async (error) => {
    sendSubscribeMessage.mockRejectedValueOnce(error);
    await messages.send('account', news);
    expect(counts()).toEqual([0, 0, 1]);
    expect(JSON.stringify(logged.error.mock.calls)).not.toContain('account');
  });

  it.each([
    [new WechatBusy(refusal), WechatUnavailable],
    [new WechatUnreachable('call', 'garbled'), WechatUnavailable],
    [new WechatQuotaReached(refusal), WechatLimitReached],
  ])('may be sent later after %s', async (error, kind) => {
    sendSubscribeMessage.mockRejectedValueOnce(error);
    await expect(messages.send('account', news)).rejects.toThrow(kind);
  });

  it('hide no error of our own', async () => {
    sendSubscribeMessage.mockRejectedValueOnce(new TypeError('a mistake'));
    await expect(messages.send('account', news)).rejects.toThrow('a mistake');
  });
});

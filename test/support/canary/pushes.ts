import type { SignedPush } from '../push-sender.js';
import type { World } from './world.js';

const JSON_BODY = { 'content-type': 'application/json' };

/** Pushes that are forged, unknown or odd, each with something in it that a person might be told by. */
export async function pushNonsense(world: World): Promise<void> {
  const { shop, canaries } = world;
  const typed = (where: string) => canaries.text(`typed into ${where}`);
  const push = ({ query, body }: SignedPush, headers = JSON_BODY) =>
    fetch(`${shop.urls[0]}/api/v1/wechat/push?${new URLSearchParams(query).toString()}`, {
      method: 'POST',
      headers,
      body,
    }).then((answer) => answer.text());
  const pushed = (where: string, fields: object = {}) => ({
    FromUserName: typed(`the sender of ${where}`),
    CreateTime: 1,
    MsgType: 'event',
    Event: 'any',
    ...fields,
  });
  await push({ query: { signature: typed('the signature of a push'), openid: typed('an openid') }, body: '{}' });
  await push(
    { query: {}, body: `<xml><Event>${typed('an unsigned push')}</Event></xml>` },
    { 'content-type': 'text/xml' },
  );
  await push(world.pushes.push(pushed('an unknown event')));
  await push(world.pushes.push(pushed('a message', { MsgType: 'text', Content: typed('a message to the shop') })));
  await push(world.pushes.push(pushed('an odd event', { Event: `${typed('an event')} <>` })));
  const media = { Event: 'wxa_media_check', errmsg: typed('the text of a media check'), result: { suggest: 'risky' } };
  await push(world.pushes.push(pushed('a media check', { ...media, appid: typed('the app of a media check') })));
  await push(world.pushes.push(pushed('an odd media check', { ...media, trace_id: [typed('a trace')] })));
  for (const Event of ['trade_manage_order_settlement', 'trade_manage_remind_shipping']) {
    const told = { Event, msg: typed(`the text of ${Event}`), confirm_receive_time: 1, settlement_time: 1 };
    await push(world.pushes.push(pushed(Event, { ...told, transaction_id: typed(`the transaction of ${Event}`) })));
    await push(
      world.pushes.push(pushed(`${Event} of nonsense`, { ...told, transaction_id: [typed(`a list in ${Event}`)] })),
    );
  }
}

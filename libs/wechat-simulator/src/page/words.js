const kept = 'simulator-language';
let current = localStorage.getItem(kept) ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');

export const language = () => current;
export const chinese = () => current === 'zh';

export function setLanguage(next) {
  current = next;
  localStorage.setItem(kept, next);
  document.documentElement.lang = chinese() ? 'zh-CN' : 'en';
}

const words = {
  title: ['微信模拟器', 'WeChat simulator'],
  subtitle: [
    'api.weixin.qq.com 与 api.mch.weixin.qq.com，仅供开发',
    'api.weixin.qq.com and api.mch.weixin.qq.com, for development only',
  ],
  live: ['在线', 'live'],
  gone: ['模拟器未响应', 'the simulator does not answer'],
  skew: ['时钟偏移', 'clock skew'],
  people: ['用户', 'Users'],
  payments: ['交易', 'Payments'],
  notifications: ['支付通知', 'Notifications'],
  pushes: ['消息推送', 'Message push'],
  messages: ['消息与内容', 'Messages, content'],
  faults: ['故障', 'Faults'],
  setup: ['接入与设置', 'Setup'],
  copied: ['已复制', 'copied'],
  copy: ['复制', 'Copy'],
  done: ['完成', 'done'],
  nothing: ['暂无', 'nothing yet'],
  user: ['用户名', 'User name'],
  code: ['code', 'code'],
  phone: ['手机号（可空）', 'Phone (optional)'],
  loginTitle: ['以某个用户登录', 'Log in as somebody'],
  loginHint: ['得到 wx.login 的 code；同名用户的 openid 不变', 'Gives the code of wx.login; a name keeps its openid'],
  login: ['wx.login', 'wx.login'],
  phoneTitle: ['手机号按钮', 'The phone-number button'],
  phoneHint: ['得到 getPhoneNumber 的 code，一次有效', 'Gives the code of getPhoneNumber, good for one use'],
  getCode: ['取得 code', 'Get a code'],
  usersTitle: ['登录过的用户', 'Who was here'],
  rotate: ['更换 session_key', 'Rotate session_key'],
  codesTitle: ['最近的 code', 'Recent codes'],
  fresh: ['有效', 'fresh'],
  used: ['已用', 'used'],
  expired: ['过期', 'expired'],
  visited: ['来访', 'visited'],
  paymentsTitle: ['预支付与交易', 'Orders at WeChat Pay'],
  paymentsHint: ['店铺下单后会出现在这里，以用户身份付款', 'What shops prepay appears here; pay it as its user'],
  pay: ['付款', 'Pay'],
  resend: ['再发通知', 'Notify again'],
  receive: ['确认收货', 'Confirm receipt'],
  remind: ['提醒发货', 'Remind to ship'],
  shipped: ['已发货', 'shipped'],
  received: ['已收货', 'received'],
  refunded: ['已退', 'refunded'],
  refundsTitle: ['退款', 'Refunds'],
  outcome: ['新退款的结果', 'New refunds become'],
  settle: ['定为', 'Becomes'],
  honest: ['正常通知', 'honest notification'],
  lost: ['丢失通知', 'notification lost'],
  duplicate: ['重复 3 次', 'three copies'],
  late: ['迟到 10 秒', 'ten seconds late'],
  forged: ['伪造签名', 'signed by a stranger'],
  tampered: ['内容被改', 'tampered with'],
  signtest: ['SIGNTEST 探测', 'SIGNTEST probe'],
  stale: ['过期时间戳', 'stale timestamp'],
  amount: ['真签名、错金额', 'true signature, wrong amount'],
  merchant: ['真签名、错商户', 'true signature, wrong merchant'],
  notificationsHint: ['按微信的重试时间表投递；可立即重试', 'Delivered on WeChat’s retry schedule; or at once'],
  pushesHint: ['事件推送到店铺的消息推送地址；失败重试 3 次', 'Events for the shop’s push URL; three retries'],
  'status.sending': ['发送中', 'sending'],
  'status.held': ['扣留', 'held'],
  'status.delivered': ['已送达', 'delivered'],
  'status.lost': ['丢失', 'lost'],
  'status.given-up': ['已放弃', 'given up'],
  now: ['立即投递', 'Deliver now'],
  next: ['下次', 'next'],
  scale: ['时间倍速', 'Time scale'],
  apply: ['应用', 'Apply'],
  pushTitle: ['推送配置', 'Push settings'],
  verify: ['验证地址', 'Verify the URL'],
  verified: ['地址验证通过', 'the URL echoes'],
  unverified: ['地址验证失败：', 'the URL does not echo: '],
  event: ['事件', 'Event'],
  fields: ['字段（JSON）', 'Fields (JSON)'],
  send: ['推送', 'Push'],
  eventTitle: ['推送任意事件', 'Push any event'],
  consentsTitle: ['订阅授权', 'Consents'],
  consentsHint: ['一次授权可发一条', 'One consent is one message'],
  template: ['模板 ID', 'Template id'],
  count: ['次数', 'Count'],
  grant: ['授权', 'Consent'],
  left: ['剩余', 'left'],
  sentTitle: ['已发送的订阅消息', 'Subscribe messages sent'],
  contentTitle: ['内容安全词表', 'Words of the content check'],
  risky: ['违规词（逗号分隔）', 'Risky words (commas between)'],
  review: ['疑似词', 'Words for review'],
  save: ['保存', 'Save'],
  mediaTitle: ['图片与音频检测', 'Media checks'],
  mediaOutcome: ['检测结果', 'Checks become'],
  addFault: ['添加故障', 'Add a fault'],
  faultHint: ['命中指定次数，或按比例长期有效', 'Hits so many calls, or a share of them for as long as it stays'],
  target: ['对象', 'Target'],
  kind: ['方式', 'Kind'],
  value: ['值', 'Value'],
  times: ['次数', 'Times'],
  rate: ['比例 0–1', 'Rate 0–1'],
  add: ['添加', 'Add'],
  remove: ['移除', 'Remove'],
  clear: ['全部清除', 'Clear all'],
  activeFaults: ['生效中', 'Active'],
  hits: ['已命中', 'hits'],
  credentials: ['店铺的接入参数', 'What a shop is given'],
  ownKey: ['店铺自带私钥', 'the shop has its own key'],
  download: ['下载 PEM', 'Download PEM'],
  clockTitle: ['时钟', 'Clock'],
  clockHint: ['偏移改变签名时间与过期；倍速只影响重试', 'Skew moves signatures and expiries; the scale only retries'],
  skewSeconds: ['偏移（秒）', 'Skew (seconds)'],
  signingTitle: ['签名密钥', 'Signing keys'],
  mode: ['模式', 'Mode'],
  publish: ['发布新证书', 'Publish a second'],
  activate: ['启用新证书', 'Sign with it'],
  retire: ['停用旧证书', 'Retire the first'],
  signs: ['用于签名', 'signs'],
  tokens: ['access_token', 'access_tokens'],
  revoke: ['全部作废', 'Void all'],
  valid: ['有效', 'valid'],
  billTitle: ['交易账单', 'Trade bill'],
  day: ['日期（北京）', 'Day (Beijing)'],
  type: ['类型', 'Type'],
  show: ['查看', 'Show'],
  endpoints: ['接口', 'Endpoints'],
};

/** In the reader's language; what has no translation stays as it is. */
export function t(key) {
  return words[key]?.[chinese() ? 0 : 1] ?? key;
}

/** Time of day, on another day with the day. */
export function time(iso) {
  if (!iso) return '';
  const date = new Date(iso);
  const sameDay = date.toDateString() === new Date().toDateString();
  return sameDay ? date.toLocaleTimeString('zh-CN') : date.toLocaleString('zh-CN');
}

export const yuan = (fen) => `¥${(fen / 100).toFixed(2)}`;

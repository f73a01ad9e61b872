import { MiniProgramError } from './wechat-errors.js';

/** What WeChat says with each errcode of `upload_shipping_info`. */
const messages = {
  10060001: '支付单不存在',
  10060003: '支付单已使用重新发货机会',
  10060004: '支付单处于不可发货的状态',
  10060005: '物流类型有误',
  10060008: '商品描述 item_desc 字段不能为空',
  10060009: '商品描述 item_desc 字段太长',
  10060014: '参数错误',
  10060023: '发货信息未更新',
  10060025: '物流公司编码太长',
  10060026: '物流单号太长',
  10060031: '该笔支付单不属于 openid 所指定的用户',
  268485194: '订单单号类型非法',
  268485195: '微信支付单号形式下 transaction_id 字段不能为空',
  268485196: '商户侧单号形式下 mchid 字段不能为空',
  268485197: '商户侧单号形式下 out_trade_no 字段不能为空',
  268485216: '上传时间非法，请按照 RFC 3339 格式填写',
  268485224: '发货模式非法',
  268485226: '物流单号不能为空',
  268485227: '物流公司编码不能为空',
  268485228: '统一发货模式下，物流信息列表长度必须为 1',
} as const;

export function shippingError(errcode: keyof typeof messages): MiniProgramError {
  return new MiniProgramError(errcode, messages[errcode]);
}

/** Which payment is shipped; a merchant's own number comes with the merchant. */
export type OrderKey = { transactionId: string } | { outTradeNo: string; merchantId: string };

/** What the buyer is told. */
export interface ShippingInfo {
  /** 1 express, 2 same-city, 3 virtual, 4 pick-up. */
  logisticsType: number;
  trackingNo: string | null;
  expressCompany: string | null;
  itemDesc: string;
  receiverContact: string | null;
}

export interface ShippingUpload {
  order: OrderKey;
  info: ShippingInfo;
  /** As sent. */
  uploadTime: string;
  openid: unknown;
}

type Fields = Record<string, unknown>;

const express = 1;
const unifiedDelivery = 1;
const maxDescription = 120;
const maxNumber = 128;
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
/** Some of it is covered, the last four digits are not. */
const masked = /^(?=.*\*).*\d-?\d-?\d-?\d$/;

/** @throws MiniProgramError for the first field that breaks a rule; split delivery (mode 2) is not simulated */
export function readShipping(body: Fields): ShippingUpload {
  const order = orderKey(object(body.order_key));
  const logisticsType = body.logistics_type;
  if (typeof logisticsType !== 'number' || ![1, 2, 3, 4].includes(logisticsType)) throw shippingError(10060005);
  if (body.delivery_mode !== unifiedDelivery) throw shippingError(268485224);
  const list = body.shipping_list;
  if (!Array.isArray(list)) throw new MiniProgramError(47001, 'data format error');
  if (list.length !== 1) throw shippingError(268485228);
  const info = shippingInfo(object(list[0]), logisticsType);
  const uploadTime = text(body.upload_time);
  if (uploadTime === null || !rfc3339.test(uploadTime) || Number.isNaN(Date.parse(uploadTime))) {
    throw shippingError(268485216);
  }
  return { order, info, uploadTime, openid: object(body.payer).openid };
}

function orderKey(key: Fields): OrderKey {
  if (key.order_number_type === 2) {
    const transactionId = text(key.transaction_id) ?? refuse(268485195);
    return { transactionId };
  }
  if (key.order_number_type !== 1) throw shippingError(268485194);
  const merchantId = text(key.mchid) ?? refuse(268485196);
  const outTradeNo = text(key.out_trade_no) ?? refuse(268485197);
  return { outTradeNo, merchantId };
}

function shippingInfo(entry: Fields, logisticsType: number): ShippingInfo {
  const [trackingNo, expressCompany] = [text(entry.tracking_no), text(entry.express_company)];
  if (logisticsType === express && trackingNo === null) throw shippingError(268485226);
  if (logisticsType === express && expressCompany === null) throw shippingError(268485227);
  if ((trackingNo?.length ?? 0) > maxNumber) throw shippingError(10060026);
  if ((expressCompany?.length ?? 0) > maxNumber) throw shippingError(10060025);
  const itemDesc = text(entry.item_desc) ?? refuse(10060008);
  if ([...itemDesc].length > maxDescription) throw shippingError(10060009);
  const contact = entry.contact === undefined ? {} : object(entry.contact);
  const [receiverContact, consignorContact] = [text(contact.receiver_contact), text(contact.consignor_contact)];
  const contacts = [receiverContact, consignorContact].filter((value) => value !== null);
  if (contacts.some((value) => !masked.test(value))) throw shippingError(10060014);
  if (expressCompany === 'SF' && contacts.length === 0) throw shippingError(10060014);
  return { logisticsType, trackingNo, expressCompany, itemDesc, receiverContact };
}

function refuse(errcode: keyof typeof messages): never {
  throw shippingError(errcode);
}

/** Null for what is missing, empty or no text. */
function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function object(value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new MiniProgramError(47001, 'data format error');
}

import { beijingTimeWithMilliseconds } from '../beijing-time.js';

const LOGISTICS_TYPES = { express: 1, 'same-city': 2, virtual: 3, 'pick-up': 4 } as const;
const BY_TRANSACTION_ID = 2;
const UNIFIED_DELIVERY = 1;
const ITEM_DESCRIPTION_LIMIT = 120;

export interface Shipment {
  /** Express needs it. */
  readonly trackingNo: string | null;
  /** In WeChat's list of carriers, for example `SF` or `ZTO`; express needs it. */
  readonly carrierCode: string | null;
  /** Shown to the buyer; cut to 120 characters. */
  readonly itemDescription: string;
  /** The receiver's number with its last four digits visible, `138****5678`; SF Express needs it. */
  readonly receiverContactMasked?: string;
}

export interface ShippingInfo {
  readonly transactionId: string;
  readonly logisticsType: keyof typeof LOGISTICS_TYPES;
  /** One: WeChat takes no more where an order is delivered at once. */
  readonly shipments: readonly [Shipment];
  /** Orders the uploads of a transaction; keep it when the same upload is tried again. */
  readonly uploadedAt: Date;
  readonly payerOpenid: string;
}

/** What `upload_shipping_info` takes. */
export function shippingBody(info: ShippingInfo): Readonly<Record<string, unknown>> {
  return {
    order_key: { order_number_type: BY_TRANSACTION_ID, transaction_id: info.transactionId },
    logistics_type: LOGISTICS_TYPES[info.logisticsType],
    delivery_mode: UNIFIED_DELIVERY,
    shipping_list: info.shipments.map(shippingListEntry),
    upload_time: beijingTimeWithMilliseconds(info.uploadedAt),
    payer: { openid: info.payerOpenid },
  };
}

function shippingListEntry(shipment: Shipment): Readonly<Record<string, unknown>> {
  return {
    ...(shipment.trackingNo === null ? {} : { tracking_no: shipment.trackingNo }),
    ...(shipment.carrierCode === null ? {} : { express_company: shipment.carrierCode }),
    item_desc: [...shipment.itemDescription].slice(0, ITEM_DESCRIPTION_LIMIT).join(''),
    ...(shipment.receiverContactMasked === undefined
      ? {}
      : { contact: { receiver_contact: shipment.receiverContactMasked } }),
  };
}

import type { DeliveryAddress } from '../domain/orders.js';

const HEADER = ['orderId', 'recipient', 'phone', 'province', 'city', 'district', 'detail', 'postalCode'];
/** Makes spreadsheet programs read UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** Labels as CSV (RFC 4180), one line an order. */
export function shippingLabels(addresses: ReadonlyMap<string, DeliveryAddress>): string {
  const rows = [...addresses].map(([orderId, to]) => [
    orderId,
    to.recipient,
    to.phone,
    to.province,
    to.city,
    to.district,
    to.detail,
    to.postalCode ?? '',
  ]);
  return BYTE_ORDER_MARK + [HEADER, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Quoted; what a spreadsheet would run as a formula is made text (OWASP, CSV injection). */
function cell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

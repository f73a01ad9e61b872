import type { DeliveryAddress } from '../domain/orders.js';

/** An address as staff see it without asking for more: enough to tell parcels apart, too little to find a person. */
export function maskedAddress(address: DeliveryAddress): DeliveryAddress {
  const [first = ''] = [...address.recipient];
  return { ...address, recipient: `${first}**`, phone: maskedPhone(address.phone), detail: '****' };
}

/** `138****8000`; at least four characters stay hidden. */
export function maskedPhone(phone: string): string {
  const shown = Math.max(0, phone.length - 4);
  const start = Math.min(3, Math.ceil(shown / 2));
  const end = Math.min(4, shown - start);
  return `${phone.slice(0, start)}****${end > 0 ? phone.slice(-end) : ''}`;
}

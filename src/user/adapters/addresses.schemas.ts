import { z } from 'zod';
import { body, text } from '#platform/http';
import { CONTACT_PHONE, LONGEST, POSTAL_CODE } from '../domain/postal-address.js';

export const address = z.object({
  id: z.string(),
  recipient: z.string(),
  phone: z.string(),
  province: z.string(),
  city: z.string(),
  district: z.string(),
  detail: z.string(),
  postalCode: z.string().nullable(),
  isDefault: z.boolean(),
});

export const addresses = z.object({ items: z.array(address) });

const filled = (longest: number) => text(1, longest).regex(/\S/, 'is blank');
const required = {
  recipient: filled(LONGEST.recipient),
  phone: z.string().regex(CONTACT_PHONE, 'is not a phone number'),
  province: filled(LONGEST.province),
  city: filled(LONGEST.city),
  district: filled(LONGEST.district),
  detail: filled(LONGEST.detail),
};
const optional = {
  postalCode: z.string().regex(POSTAL_CODE, 'is not a postal code').nullable().optional(),
  isDefault: z.boolean().optional(),
};

export const newAddress = body({ ...required, ...optional });
export type NewAddress = z.output<typeof newAddress>;

export const addressChanges = body({ ...z.object(required).partial().shape, ...optional });
export type AddressChanges = z.output<typeof addressChanges>;

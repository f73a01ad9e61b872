import { z } from 'zod';
import { body, text } from '#platform/http';
import { ROLES } from '../domain/permissions.js';

/** NIST SP 800-63B, 3.1.1.2: length counts, rules about kinds of characters do not. */
export const newPassword = text(10, 128);

const username = z
  .string()
  .regex(/^[a-z0-9._-]{3,32}$/, 'is not a name: 3 to 32 lower-case letters, digits, dots, underscores and dashes');
const role = z.enum(ROLES);

export const newStaff = body({ username, password: newPassword, role });
export const staffChanges = body({ role, active: z.boolean(), password: newPassword }).partial();

export const staffView = z.object({ id: z.string(), username: z.string(), role, active: z.boolean() });

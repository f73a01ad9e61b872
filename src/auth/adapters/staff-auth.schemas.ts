import { z } from 'zod';
import { body } from '#platform/http';
import { ROLES } from '../domain/permissions.js';
import { newPassword } from './staff.schemas.js';

const password = z.string().min(1).max(256);

export const staffLoginBody = body({ username: z.string().min(1).max(64), password });
export const staffPasswordBody = body({ oldPassword: password, newPassword });

export const signedInStaff = z.object({
  user: z.object({ id: z.string(), username: z.string(), role: z.enum(ROLES) }),
});

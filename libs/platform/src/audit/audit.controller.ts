import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  Answers,
  ForStaff,
  id,
  staffPage,
  type StaffPage,
  staffPageQuery,
  staffPageRequest,
  Tag,
  time,
} from '#platform/http';
import { AuditQueries, type AuditView } from './audit.queries.js';

const auditQuery = staffPageQuery.extend({
  type: z
    .string()
    .max(64)
    .regex(/^[a-z-]+(\.[a-z-]+)*(\.\*)?$/, 'is neither a type, such as auth.staff-login, nor a prefix, such as auth.*')
    .optional(),
  actor: id.optional(),
});

const auditView = z.object({
  id: z.string(),
  type: z.string(),
  actor: z.string().nullable(),
  subject: z.string().nullable(),
  ip: z.string().nullable(),
  requestId: z.string().nullable(),
  at: time,
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

@Tag('audit')
@Controller('admin/audit-log')
export class AuditController {
  constructor(private readonly queries: AuditQueries) {}

  @Get()
  @ForStaff('audit:read')
  @Answers('Who did what, newest first; `type` is exact or ends in `.*`, `actor` is an id or `system`', {
    data: staffPage(auditView),
  })
  list(@Query({ schema: auditQuery }) query: z.output<typeof auditQuery>): Promise<StaffPage<AuditView>> {
    return this.queries.list(query, staffPageRequest(query));
  }
}

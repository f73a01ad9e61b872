import { Readable } from 'node:stream';
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { BeijingDay } from '#kernel';
import { type Actor, CurrentActor } from '#platform/audit';
import {
  Answers,
  AnswersFile,
  ForStaff,
  languageOf,
  staffPage,
  type StaffPage,
  staffPageRequest,
  Tag,
} from '#platform/http';
import { type IdempotencyKey, OptionalIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { RequestReport } from '../application/request-report.js';
import { ReportNotFound } from '../domain/errors.js';
import { POLICY } from './page/style.js';
import { ReportDownloads } from './report-downloads.js';
import { ReportQueries } from './report.queries.js';
import {
  languageQuery,
  reportPageQuery,
  reportRequest,
  type ReportView,
  reportView,
  reportViewOf,
} from './reports.schemas.js';

type LanguageQuery = z.output<typeof languageQuery>;

const CSV = 'text/csv; charset=utf-8; header=present';
const HTML = 'text/html; charset=utf-8';
const HEADERS = { 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff' };

@Tag('reporting')
@Controller('admin/reports')
export class ReportsController {
  constructor(
    private readonly requestReport: RequestReport,
    private readonly queries: ReportQueries,
    private readonly downloads: ReportDownloads,
  ) {}

  @Post()
  @ForStaff('reports:request')
  @Answers('Have the report of a day made, or made anew, in the background; one that is being made goes on', {
    status: 201,
    data: reportView,
    refusals: [4003, 4004, 4005, 7202, 7203],
  })
  async request(
    @Body({ schema: reportRequest }) { date }: z.output<typeof reportRequest>,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportView> {
    const day = dayOf(date);
    sayIfReplayed(reply, await this.requestReport.execute({ day, actor, key }));
    return reportViewOf(await this.queries.one(day), languageOf(request));
  }

  @Get()
  @ForStaff('reports:read')
  @Answers('Daily reports, the latest day first', { data: staffPage(reportView) })
  async list(
    @Query({ schema: reportPageQuery }) query: z.output<typeof reportPageQuery>,
    @Req() request: FastifyRequest,
  ): Promise<StaffPage<ReportView>> {
    const found = await this.queries.list(staffPageRequest(query));
    return { ...found, items: found.items.map((one) => reportViewOf(one, languageOf(request))) };
  }

  @Get(':date')
  @ForStaff('reports:read')
  @Answers('The report of a day, and how far it is', { data: reportView, refusals: [7201] })
  async one(@Param('date') date: string, @Req() request: FastifyRequest): Promise<ReportView> {
    return reportViewOf(await this.queries.one(dayOf(date)), languageOf(request));
  }

  @Get(':date/csv')
  @ForStaff('reports:read')
  @AnswersFile('The orders, refunds and stock-outs of a day as CSV, without the people', ['text/csv'], {
    refusals: [7201, 7204],
  })
  async csv(
    @Param('date') date: string,
    @Query({ schema: languageQuery }) { lang }: LanguageQuery,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const day = dayOf(date);
    const pieces = await this.downloads.csv(day, lang ?? languageOf(request), actor);
    const disposition = `attachment; filename="report-${day.text}.csv"`;
    await send(reply, pieces, { 'Content-Type': CSV, 'Content-Disposition': disposition });
  }

  @Get(':date/page')
  @ForStaff('reports:read')
  @AnswersFile('The report of a day as a page to read, to print and to keep', ['text/html'], { refusals: [7201, 7204] })
  async page(
    @Param('date') date: string,
    @Query({ schema: languageQuery }) { lang }: LanguageQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const day = dayOf(date);
    const pieces = await this.downloads.page(day, lang ?? languageOf(request));
    await send(reply, pieces, {
      'Content-Type': HTML,
      'Content-Disposition': `inline; filename="report-${day.text}.html"`,
      'Content-Security-Policy': `${POLICY}; frame-ancestors 'none'`,
    });
  }
}

/** @throws ReportNotFound: of what is no day there is none */
function dayOf(date: string): BeijingDay {
  const day = BeijingDay.parse(date);
  if (!day) throw new ReportNotFound();
  return day;
}

async function send(
  reply: FastifyReply,
  pieces: Iterable<string> | AsyncIterable<string>,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  await reply
    .status(200)
    .headers({ ...HEADERS, ...headers })
    .send(Readable.from(pieces, { objectMode: false }));
}

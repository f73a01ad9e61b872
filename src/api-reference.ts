import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { documentRefusals, referenceWriter } from '#platform/http';

/** OpenAPI 3.1 of every route, made from the controllers and the zod schemas they check with. */
export async function apiDocument(app: INestApplication): Promise<OpenAPIObject> {
  const { DocumentBuilder, SwaggerModule } = await referenceWriter();
  const options = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Jishi 集市')
    .setDescription('The backend of a WeChat mini-program shop. Money is integer fen; times are ISO 8601 in UTC.')
    .setVersion('1')
    .addBearerAuth()
    .addCookieAuth('jishi_staff')
    .addSecurityRequirements('bearer')
    .build();
  return documentRefusals(SwaggerModule.createDocument(app, options, { standardSchemaConverter: toJsonSchema }));
}

@Module({})
class ReferenceModule {}

/** `/docs` for people, from files of this installation, and `/docs-json` for machines: made for the first who asks. */
export function serveApiReference(app: NestFastifyApplication): void {
  let made: Promise<NestFastifyApplication> | null = null;
  const answer = async ({ url, headers: sent }: FastifyRequest, reply: FastifyReply) => {
    made ??= referenceOf(app);
    const pages = await made.catch((error: unknown) => {
      made = null;
      throw error;
    });
    // What a HEAD leaves out is left out by the server that was asked.
    const { statusCode, headers, rawPayload } = await pages.inject({ method: 'GET', url, headers: sent });
    if (statusCode === 404) return reply.callNotFound();
    void reply.status(statusCode).headers(headers);
    // Both are the business of the connection, and there was none.
    return reply.removeHeader('connection').removeHeader('date').send(rawPayload);
  };
  const fastify = app.getHttpAdapter().getInstance();
  for (const path of ['/docs', '/docs/*', '/docs-json', '/docs-yaml']) fastify.get(path, answer);
}

/** An application of its own that nobody reaches but through `serveApiReference`: one that serves takes no more routes. */
async function referenceOf(app: INestApplication): Promise<NestFastifyApplication> {
  const document = await apiDocument(app);
  const { SwaggerModule } = await referenceWriter();
  // Without a logger of its own: Nest has one for the whole process, and `false` would silence the shop.
  const options = { abortOnError: false };
  const pages = await NestFactory.create<NestFastifyApplication>(ReferenceModule, new FastifyAdapter(), options);
  SwaggerModule.setup('docs', pages, document, {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: 'Jishi API',
    // Swagger UI would show the document's address to validator.swagger.io.
    swaggerOptions: { validatorUrl: null },
  });
  return pages.init();
}

function toJsonSchema(schema: unknown, { schemaType }: { schemaType?: 'input' | 'output' }) {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { $defs = {}, ...rest } = z.toJSONSchema(schema, { io: schemaType ?? 'input', unrepresentable: 'any' });
  delete rest.$schema;
  return { schema: rest, components: $defs } as never;
}

import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { documentRefusals } from '#platform/http';

/** OpenAPI 3.1 of every route, made from the controllers and the zod schemas they check with. */
export function apiDocument(app: INestApplication): OpenAPIObject {
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

/** `/docs` for people, from files of this installation, and `/docs-json` for machines. */
export function serveApiReference(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => apiDocument(app), {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: 'Jishi API',
    // Swagger UI would show the document's address to validator.swagger.io.
    swaggerOptions: { validatorUrl: null },
  });
}

function toJsonSchema(schema: unknown, { schemaType }: { schemaType?: 'input' | 'output' }) {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { $defs = {}, ...rest } = z.toJSONSchema(schema, { io: schemaType ?? 'input', unrepresentable: 'any' });
  delete rest.$schema;
  return { schema: rest, components: $defs } as never;
}

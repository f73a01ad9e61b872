import type { Config } from './config.js';
import { ConfigurationError } from './configuration-error.js';
import type { VariableName } from './configuration-variables.js';
import { httpUrl, integer, matching, onOrOff } from './value-parsers.js';
import type { Variables } from './variables.js';

type Uploads = Config['uploads'];

const folder = matching(/^[^\0]{1,1024}$/, 'the path of a folder');
const region = matching(/^[A-Za-z0-9-]{1,64}$/, '1 to 64 letters, digits and -');
/** Of the rules for bucket names what keeps them one label of a host and one segment of a path. */
const bucket = matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket, 3 to 63 of a-z 0-9 . -');
const accessKeyId = matching(/^[\w.:@-]{1,128}$/, '1 to 128 of A-Z a-z 0-9 _ . : @ -');
const secretAccessKey = matching(/^[\x21-\x7e]{8,128}$/, '8 to 128 visible ASCII characters');

const OF_S3: readonly VariableName[] = [
  'UPLOADS_S3_BUCKET',
  'UPLOADS_S3_ACCESS_KEY_ID',
  'UPLOADS_S3_SECRET_ACCESS_KEY',
];

export function readUploads(variables: Variables, http: Config['http']): Uploads {
  return {
    publicBaseUrl: variables.optional('UPLOADS_PUBLIC_BASE_URL', httpUrl) ?? `${http.publicBaseUrl}/api/v1/uploads`,
    maxPerShopper: variables.withDefault('UPLOADS_MAX_PER_SHOPPER', integer(0)),
    store: readStore(variables),
  };
}

/** Pictures must not end up on a disk because somebody forgot, or misspelt, one variable of several. */
function readStore(variables: Variables): Uploads['store'] {
  const endpoint = variables.optional('UPLOADS_S3_ENDPOINT', httpUrl);
  if (endpoint === null) {
    const given = OF_S3.find((name) => variables.isGiven(name));
    if (given)
      throw new ConfigurationError('UPLOADS_S3_ENDPOINT', `is missing beside ${given}, expected ${httpUrl.expected}`);
    return { kind: 'disk', path: variables.withDefault('UPLOADS_PATH', folder) };
  }
  return {
    kind: 's3',
    endpoint,
    region: variables.withDefault('UPLOADS_S3_REGION', region),
    bucket: variables.required('UPLOADS_S3_BUCKET', bucket),
    pathStyle: variables.withDefault('UPLOADS_S3_PATH_STYLE', onOrOff),
    accessKeyId: variables.required('UPLOADS_S3_ACCESS_KEY_ID', accessKeyId),
    secretAccessKey: variables.required('UPLOADS_S3_SECRET_ACCESS_KEY', secretAccessKey),
  };
}

import { ConfigurationError, loadConfig } from './index.js';

const made = { JWT_KEYS: `made:${'m'.repeat(32)}`, KMS_KEYRING: `made:${Buffer.alloc(32, 7).toString('base64')}` };
const uploadsOf = (env: NodeJS.ProcessEnv, files: Readonly<Record<string, string>> = {}) =>
  loadConfig({ NODE_ENV: 'test', ...made, ...env }, { readFile: (path) => files[path] ?? '' }).uploads;

const S3 = {
  UPLOADS_S3_ENDPOINT: 'https://s3.example/',
  UPLOADS_S3_BUCKET: 'pictures',
  UPLOADS_S3_ACCESS_KEY_ID: 'AKIA0',
  UPLOADS_S3_SECRET_ACCESS_KEY: 'correct/horse',
};

describe('where pictures are kept', () => {
  it('is a folder, or an S3-compatible store with all that it needs', () => {
    expect(uploadsOf({ UPLOADS_PATH: '/var/lib/pictures' }).store).toEqual({ kind: 'disk', path: '/var/lib/pictures' });
    expect(uploadsOf(S3).store).toEqual({
      kind: 's3',
      endpoint: 'https://s3.example',
      region: 'us-east-1',
      bucket: 'pictures',
      pathStyle: false,
      accessKeyId: 'AKIA0',
      secretAccessKey: 'correct/horse',
    });
    expect(uploadsOf({ ...S3, UPLOADS_S3_PATH_STYLE: 'on', UPLOADS_S3_REGION: 'oss-cn-hangzhou' }).store).toMatchObject(
      {
        pathStyle: true,
        region: 'oss-cn-hangzhou',
      },
    );
  });

  it('may be told the key in a file', () => {
    const env = { ...S3, UPLOADS_S3_SECRET_ACCESS_KEY: '', UPLOADS_S3_SECRET_ACCESS_KEY_FILE: '/run/secrets/s3' };
    expect(uploadsOf(env, { '/run/secrets/s3': 'correct/horse\n' }).store).toMatchObject({
      secretAccessKey: 'correct/horse',
    });
  });

  it.each([
    ['UPLOADS_S3_ENDPOINT', { ...S3, UPLOADS_S3_ENDPOINT: '' }],
    ['UPLOADS_S3_ENDPOINT', { UPLOADS_S3_SECRET_ACCESS_KEY_FILE: '/run/secrets/s3' }],
    ['UPLOADS_S3_ENDPOINT', { ...S3, UPLOADS_S3_ENDPOINT: 's3.example' }],
    ['UPLOADS_S3_BUCKET', { ...S3, UPLOADS_S3_BUCKET: '' }],
    ['UPLOADS_S3_BUCKET', { ...S3, UPLOADS_S3_BUCKET: 'a/../b' }],
    ['UPLOADS_S3_ACCESS_KEY_ID', { ...S3, UPLOADS_S3_ACCESS_KEY_ID: '' }],
    ['UPLOADS_S3_SECRET_ACCESS_KEY', { ...S3, UPLOADS_S3_SECRET_ACCESS_KEY: '' }],
    ['UPLOADS_S3_PATH_STYLE', { ...S3, UPLOADS_S3_PATH_STYLE: 'yes' }],
    ['UPLOADS_PUBLIC_BASE_URL', { UPLOADS_PUBLIC_BASE_URL: 'cdn.example' }],
    ['UPLOADS_MAX_PER_SHOPPER', { UPLOADS_MAX_PER_SHOPPER: '-1' }],
    ['RATE_LIMIT_UPLOADS_PER_MINUTE', { RATE_LIMIT_UPLOADS_PER_MINUTE: 'many' }],
  ])('is refused by the name of the variable that is wrong or missing: %s', (variable, env) => {
    const load = () => uploadsOf(env);
    expect(load).toThrow(ConfigurationError);
    expect(load).toThrow(variable);
    expect(load).not.toThrow('correct/horse');
  });
});

it('pictures have the address of the shop, or that of a CDN', () => {
  const { publicBaseUrl } = uploadsOf({ PUBLIC_BASE_URL: 'https://shop.example' });
  expect(publicBaseUrl).toBe('https://shop.example/api/v1/uploads');
  expect(uploadsOf({ UPLOADS_PUBLIC_BASE_URL: 'https://cdn.example/p/' }).publicBaseUrl).toBe('https://cdn.example/p');
});
